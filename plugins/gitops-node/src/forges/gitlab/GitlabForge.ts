import { ForgeToken } from '../Forge';
import { Remote } from '../remote/Remote';
import { Connection, RemoteForge } from '../remote/RemoteForge';
import { createGitlab, GitlabAccess } from './createGitlab';
import { createRepository } from './createRepository';
import { GitlabBranches } from './GitlabBranches';
import { GitlabMergeRequests } from './GitlabMergeRequests';

/** @public */
export interface GitlabForgeOptions extends Omit<GitlabAccess, 'token'> {
  /** Its pages, where they are below a path. */
  readonly baseUrl?: string;
  readonly token: ForgeToken;
}

/** GitLab, of gitlab.com and one's own. @public */
export class GitlabForge extends RemoteForge {
  readonly kind = 'gitlab';
  protected readonly title = 'GitLab';
  readonly #access: Omit<GitlabAccess, 'token'>;

  constructor({ token, baseUrl, ...access }: GitlabForgeOptions) {
    const { pathname } = new URL(baseUrl ?? access.apiBaseUrl);
    super(token, baseUrl === undefined ? '' : pathname.replace(/\/+$/, ''));
    this.#access = access;
  }

  protected connect({ repository, token, signal }: Connection): Remote {
    const { owner, name } = repository;
    const access = {
      ...this.#access,
      ...(token !== undefined && { token }),
    };
    const gitlab = createGitlab(access, signal);
    const project = { gitlab, path: `${owner}/${name}` };
    return {
      branches: new GitlabBranches(project),
      pullRequests: new GitlabMergeRequests(project),
      create: request => createRepository(project, request),
    };
  }
}
