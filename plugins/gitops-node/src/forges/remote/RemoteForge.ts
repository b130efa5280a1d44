import { PullRequestStatus } from '@backstage-gitops/plugin-gitops-common';
import {
  CreatedRepository,
  Forge,
  ForgeKind,
  ForgeRequestOptions,
  ForgeToken,
  OpenPullRequest,
  OpenPullRequestsOptions,
  PullRequestFacts,
  PullRequestRequest,
  RepositoryRequest,
} from '../Forge';
import { forgeFailure } from '../forgeFailure';
import {
  ForgeRepository,
  forgeRepository,
  newRepository,
} from '../ForgeRepository';
import { isOwnCommit } from '../proposalMessage';
import { listOpenPullRequests } from './listOpenPullRequests';
import { openPullRequest } from './openPullRequest';
import { checkBranch, checkPaths } from './plannedFiles';
import { Remote } from './Remote';

/** Whom a repository is asked as, and for how long. @public */
export interface Connection {
  readonly repository: ForgeRepository;
  readonly token?: string;
  /** Whether the token is a person's, and not the portal's. */
  readonly isPersonal: boolean;
  readonly signal?: AbortSignal;
}

/** What is alike on every forge. @public */
export abstract class RemoteForge implements Forge {
  abstract readonly kind: ForgeKind;
  /** What people call it. */
  protected abstract readonly title: string;
  readonly #token: ForgeToken;
  readonly #under: string;

  /** `under`: the path that the forge is served below. */
  protected constructor(token: ForgeToken, under = '') {
    this.#token = token;
    this.#under = under;
  }

  protected abstract connect(connection: Connection): Remote;

  openPullRequest(
    request: PullRequestRequest,
    options: ForgeRequestOptions = {},
  ): Promise<PullRequestStatus> {
    const { repositoryUrl, token } = request;
    return this.#with(
      repositoryUrl,
      { ...options, token },
      'opening a pull request',
      remote => openPullRequest(remote, request),
    );
  }

  pullRequest(
    repositoryUrl: string,
    number: number,
    options: ForgeRequestOptions = {},
  ): Promise<PullRequestStatus> {
    return this.#with(
      repositoryUrl,
      options,
      `reading pull request ${number}`,
      ({ pullRequests }) => pullRequests.read(number),
    );
  }

  openPullRequests(
    repositoryUrl: string,
    options: OpenPullRequestsOptions = {},
  ): Promise<readonly OpenPullRequest[]> {
    return this.#with(
      repositoryUrl,
      options,
      'listing pull requests',
      ({ pullRequests }) => listOpenPullRequests(pullRequests, options),
    );
  }

  pullRequestFacts(
    repositoryUrl: string,
    number: number,
    options: ForgeRequestOptions = {},
  ): Promise<PullRequestFacts> {
    return this.#with(
      repositoryUrl,
      options,
      `reading pull request ${number}`,
      ({ pullRequests }) => pullRequests.facts(number),
    );
  }

  closePullRequest(
    repositoryUrl: string,
    number: number,
    options: ForgeRequestOptions & { readonly token?: string } = {},
  ): Promise<PullRequestStatus> {
    return this.#with(
      repositoryUrl,
      options,
      `closing pull request ${number}`,
      remote => giveUp(remote, number),
    );
  }

  createRepository(
    request: RepositoryRequest,
    { signal }: ForgeRequestOptions = {},
  ): Promise<CreatedRepository> {
    const { owner, name } = request;
    const doing = `making the repository ${owner}/${name}`;
    return this.#told(doing, signal, async () => {
      const repository = newRepository(request);
      checkPaths(request.files);
      checkBranch(request.defaultBranch);
      const token = request.token ?? (await this.#token(owner));
      return this.connect({
        repository,
        isPersonal: request.token !== undefined,
        ...(token !== undefined && { token }),
        ...(signal && { signal }),
      }).create(request);
    });
  }

  async #with<T>(
    repositoryUrl: string,
    options: ForgeRequestOptions & { readonly token?: string },
    doing: string,
    run: (remote: Remote) => Promise<T>,
  ): Promise<T> {
    return this.#told(doing, options.signal, async () => {
      const repository = forgeRepository(repositoryUrl, this.#under);
      const { owner, name } = repository;
      const token = options.token ?? (await this.#token(owner, name));
      return run(
        this.connect({
          repository,
          isPersonal: options.token !== undefined,
          ...(token !== undefined && { token }),
          ...(options.signal && { signal: options.signal }),
        }),
      );
    });
  }

  async #told<T>(
    doing: string,
    signal: AbortSignal | undefined,
    run: () => Promise<T>,
  ): Promise<T> {
    try {
      return await run();
    } catch (error) {
      // Clients tell it in their own ways.
      if (signal?.aborted) throw aborted(`${this.title}, ${doing}: aborted`);
      throw forgeFailure(error, doing, this.title);
    }
  }
}

async function giveUp(
  { branches, pullRequests }: Remote,
  number: number,
): Promise<PullRequestStatus> {
  const present = await pullRequests.read(number);
  if (present.state === 'merged') return present;
  if (present.state === 'open') await pullRequests.close(number);
  const { sourceBranch } = present;
  const head = await branches.head(sourceBranch);
  if (head !== undefined && isOwnCommit(head.message, sourceBranch)) {
    await branches.remove(sourceBranch);
  }
  return pullRequests.read(number);
}

function aborted(message: string): Error {
  const error = new Error(message);
  error.name = 'AbortError';
  return error;
}
