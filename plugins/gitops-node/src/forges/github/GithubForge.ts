import { ForgeToken } from '../Forge';
import { conditionalFetch } from '../remote/conditionalFetch';
import { Remote } from '../remote/Remote';
import { Connection, RemoteForge } from '../remote/RemoteForge';
import { createOctokit, GithubAccess } from './createOctokit';
import { createRepository } from './createRepository';
import { GithubBranches } from './GithubBranches';
import { GithubPullRequests } from './GithubPullRequests';

/** @public */
export interface GithubForgeOptions extends Omit<GithubAccess, 'token'> {
  readonly token: ForgeToken;
}

/** GitHub and GitHub Enterprise, through the Git data API. @public */
export class GithubForge extends RemoteForge {
  readonly kind = 'github';
  protected readonly title = 'GitHub';
  readonly #access: Omit<GithubAccess, 'token'>;

  constructor({ token, ...access }: GithubForgeOptions) {
    super(token);
    this.#access = {
      ...access,
      // One for all requests, so that what was read once is known again.
      fetch: conditionalFetch(access.fetch ?? fetch),
    };
  }

  protected connect({ repository, token, signal }: Connection): Remote {
    const octokit = createOctokit({
      ...this.#access,
      ...(token !== undefined && { token }),
    });
    const work = { octokit, repository, ...(signal && { signal }) };
    return {
      branches: new GithubBranches(work),
      pullRequests: new GithubPullRequests(work),
      create: request => createRepository(work, request),
    };
  }
}
