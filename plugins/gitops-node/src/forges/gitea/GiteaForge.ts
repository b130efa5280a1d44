import { ForgeToken } from '../Forge';
import { Remote } from '../remote/Remote';
import { Connection, RemoteForge } from '../remote/RemoteForge';
import { createRepository } from './createRepository';
import { GiteaAccess, GiteaApi } from './GiteaApi';
import { GiteaBranches } from './GiteaBranches';
import { GiteaPullRequests } from './GiteaPullRequests';

/** @public */
export interface GiteaForgeOptions extends Omit<GiteaAccess, 'token'> {
  readonly token: ForgeToken;
}

/** Gitea and Forgejo. @public */
export class GiteaForge extends RemoteForge {
  readonly kind = 'gitea';
  protected readonly title = 'Gitea';
  readonly #access: Omit<GiteaAccess, 'token'>;

  constructor({ token, ...access }: GiteaForgeOptions) {
    super(token, new URL(access.baseUrl).pathname.replace(/\/+$/, ''));
    this.#access = access;
  }

  protected connect(connection: Connection): Remote {
    const { repository, token, isPersonal, signal } = connection;
    const { username, ...access } = this.#access;
    const api = new GiteaApi(
      {
        ...access,
        // A person's token is none of the configured user's.
        ...(!isPersonal && username !== undefined && { username }),
        ...(token !== undefined && { token }),
      },
      signal,
    );
    const work = { api, path: ['repos', repository.owner, repository.name] };
    return {
      branches: new GiteaBranches(work),
      pullRequests: new GiteaPullRequests(work),
      create: request => createRepository(work, request),
    };
  }
}
