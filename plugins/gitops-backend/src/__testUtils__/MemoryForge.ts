import { PullRequestStatus } from '@backstage-gitops/plugin-gitops-common';
import {
  CreatedRepository,
  Forge,
  ForgeKind,
  Forges,
  OpenPullRequest,
  PullRequestFacts,
  PullRequestRequest,
  RepositoryRequest,
} from '@backstage-gitops/plugin-gitops-node';
import { ConflictError, NotFoundError } from '@backstage/errors';
import { Remote } from './Remote';

/** Where something may go wrong, in the order in which they come. */
export type ForgeStep =
  | 'commit'
  | 'pull'
  | 'decorate'
  | 'answer'
  | 'list'
  | 'facts'
  | 'create';

interface MemoryPull {
  status: PullRequestStatus;
  request: PullRequestRequest;
}

/**
 * A forge that a test can make fail, or stop for ever, at each step. Branches
 * and merges are real ones, in a real repository.
 */
export class MemoryForge implements Forge, Forges {
  readonly kind: ForgeKind = 'github';
  readonly remote: Remote;
  readonly pulls: MemoryPull[] = [];
  /** What was asked for, in order. */
  readonly requests: PullRequestRequest[] = [];
  readonly facts = new Map<number, PullRequestFacts>();
  readonly created: RepositoryRequest[] = [];
  /** What a step comes to before it does anything. */
  readonly faults = new Map<ForgeStep, () => Promise<void>>();
  lists = 0;
  factsAsked: number[] = [];
  /** Where a repository that was made can be cloned from. */
  onCreate: (request: RepositoryRequest) => string = () => '';

  constructor(remote: Remote) {
    this.remote = remote;
  }

  of(url: string): Forge | undefined {
    return url.startsWith('https://github.com/') ? this : undefined;
  }

  ofHost(host: string): Forge | undefined {
    return host === 'github.com' ? this : undefined;
  }

  hosts() {
    return [{ host: 'github.com', kind: 'github' as const }];
  }

  fail(step: ForgeStep, error: Error): void {
    this.faults.set(step, async () => {
      throw error;
    });
  }

  /** Stops at the step, as a process that dies there; tells when it did. */
  stopAt(step: ForgeStep): { reached: Promise<void>; goOn: () => void } {
    let reach = () => {};
    let goOn = () => {};
    const reached = new Promise<void>(resolve => {
      reach = resolve;
    });
    const released = new Promise<void>(resolve => {
      goOn = resolve;
    });
    this.faults.set(step, async () => {
      this.faults.delete(step);
      reach();
      await released;
    });
    return { reached, goOn };
  }

  async openPullRequest(
    request: PullRequestRequest,
  ): Promise<PullRequestStatus> {
    this.requests.push(request);
    await this.#step('commit');
    const headCommit = this.remote.commitFiles(request);
    await this.#step('pull');
    const pull = this.#ensure(request, headCommit);
    await this.#step('decorate');
    pull.status = {
      ...pull.status,
      headCommit,
      title: request.title,
      draft: request.draft,
      autoMerge: request.autoMerge,
      reviewsRequestedOf: [...request.reviewers],
    };
    pull.request = request;
    await this.#step('answer');
    return pull.status;
  }

  #ensure(request: PullRequestRequest, headCommit: string): MemoryPull {
    const present = this.pulls.find(
      ({ status }) =>
        status.sourceBranch === request.branch && status.state === 'open',
    );
    if (present) return present;
    return this.openByHand({
      title: request.title,
      sourceBranch: request.branch,
      targetBranch: request.targetBranch,
      headCommit,
      author: request.token === undefined ? 'gitops[bot]' : 'the-person',
    });
  }

  /** A pull request as somebody opens it on the forge's own page. */
  openByHand(more: Partial<PullRequestStatus>): MemoryPull {
    const number = this.pulls.length + 1;
    const time = new Date(Date.UTC(2026, 1, 1) + number).toISOString();
    const status: PullRequestStatus = {
      number,
      url: `https://github.com/acme/platform/pull/${number}`,
      title: 'By hand',
      state: 'open',
      draft: false,
      author: 'grace',
      sourceBranch: `hand-${number}`,
      targetBranch: 'main',
      headCommit: '',
      checks: { state: 'none', waitingFor: [], failed: [] },
      approvedBy: [],
      changesRequestedBy: [],
      reviewsRequestedOf: [],
      mergeable: 'yes',
      autoMerge: false,
      createdAt: time,
      updatedAt: time,
      ...more,
    };
    const request: PullRequestRequest = {
      repositoryUrl: '',
      targetBranch: status.targetBranch,
      baseCommit: '',
      branch: status.sourceBranch,
      title: status.title,
      body: '',
      commitMessage: '',
      files: [],
      labels: [],
      reviewers: [],
      draft: false,
      autoMerge: false,
    };
    const pull = { status, request };
    this.pulls.push(pull);
    return pull;
  }

  change(number: number, more: Partial<PullRequestStatus>): void {
    const pull = this.#require(number);
    pull.status = { ...pull.status, ...more };
  }

  merge(number: number): void {
    const { status } = this.#require(number);
    const mergeCommit = this.remote.merge(
      status.sourceBranch,
      `Merge pull request #${number} from ${status.sourceBranch}`,
    );
    this.change(number, {
      state: 'merged',
      mergeCommit,
      mergedAt: new Date().toISOString(),
    });
  }

  async pullRequest(_url: string, number: number): Promise<PullRequestStatus> {
    await this.#step('list');
    return this.#require(number).status;
  }

  async openPullRequests(): Promise<readonly OpenPullRequest[]> {
    this.lists += 1;
    await this.#step('list');
    return this.pulls
      .filter(({ status }) => status.state === 'open')
      .map(({ status }) => ({
        ...status,
        files: this.remote.changedFiles(
          status.targetBranch,
          status.sourceBranch,
        ),
      }));
  }

  async closePullRequest(
    _url: string,
    number: number,
  ): Promise<PullRequestStatus> {
    this.change(number, { state: 'closed' });
    return this.#require(number).status;
  }

  async pullRequestFacts(
    _url: string,
    number: number,
  ): Promise<PullRequestFacts> {
    this.factsAsked.push(number);
    await this.#step('facts');
    const facts = this.facts.get(number);
    if (facts) return facts;
    throw new NotFoundError(`No pull request ${number}`);
  }

  async createRepository(
    request: RepositoryRequest,
  ): Promise<CreatedRepository> {
    await this.#step('create');
    const { owner, name } = request;
    const there = this.created.some(
      made => made.owner === owner && made.name === name,
    );
    if (!there) this.created.push(request);
    const remoteUrl = this.onCreate(request);
    await this.#step('answer');
    return {
      url: `https://github.com/${owner}/${name}`,
      remoteUrl,
      warnings: ['The branch could not be protected: the plan is too small'],
    };
  }

  async #step(step: ForgeStep): Promise<void> {
    await this.faults.get(step)?.();
  }

  #require(number: number): MemoryPull {
    const pull = this.pulls[number - 1];
    if (!pull) throw new ConflictError(`No pull request ${number}`);
    return pull;
  }
}
