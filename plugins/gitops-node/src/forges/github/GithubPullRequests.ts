import { PullRequestStatus } from '@backstage-gitops/plugin-gitops-common';
import {
  OpenPullRequest,
  PullRequestFacts,
  PullRequestRequest,
} from '../Forge';
import { statusOf, tolerated } from '../forgeFailure';
import {
  FoundPullRequest,
  ListedPullRequest,
  RemotePullRequests,
} from '../remote/Remote';
import { GithubRepository, names } from './GithubRepository';
import { readChecks, readFacts, readPullRequest } from './readPullRequest';

const pageSize = 100;

/**
 * Pull requests of GitHub. A list costs one request a hundred, what changed of
 * it five each, and what did not two; whatever is the same still costs none of
 * the budget, since it is asked for by its tag.
 */
export class GithubPullRequests implements RemotePullRequests {
  readonly #work: GithubRepository;

  constructor(work: GithubRepository) {
    this.#work = work;
  }

  async find(
    branch: string,
    targetBranch: string,
  ): Promise<FoundPullRequest | undefined> {
    const { data } = await this.#work.octokit.rest.pulls.list({
      ...names(this.#work),
      state: 'all',
      head: `${this.#work.repository.owner}:${branch}`,
      base: targetBranch,
    });
    // Newest first. Not every server keeps to `head`.
    const own = data.filter(({ head }) => head.ref === branch);
    const found = own.find(({ state }) => state === 'open') ?? own.at(0);
    if (found === undefined) return undefined;
    const closed = found.merged_at ? 'merged' : 'closed';
    return {
      number: found.number,
      state: found.state === 'open' ? 'open' : closed,
    };
  }

  async create(request: PullRequestRequest): Promise<number> {
    const { title, body, draft, branch, targetBranch } = request;
    const { pulls } = this.#work.octokit.rest;
    const made = {
      ...names(this.#work),
      title,
      body,
      head: branch,
      base: targetBranch,
    };
    try {
      return (await pulls.create({ ...made, draft })).data.number;
    } catch (error) {
      if (!draft || !refusesDrafts(error)) throw error;
      return (await pulls.create(made)).data.number;
    }
  }

  async update(
    number: number,
    { title, body }: PullRequestRequest,
  ): Promise<void> {
    await this.#work.octokit.rest.pulls.update({
      ...this.#pull(number),
      title,
      body,
    });
  }

  async decorate(number: number, request: PullRequestRequest): Promise<void> {
    const { issues, pulls } = this.#work.octokit.rest;
    if (request.labels.length > 0) {
      await tolerated(() =>
        issues.addLabels({
          ...names(this.#work),
          issue_number: number,
          labels: [...request.labels],
        }),
      );
    }
    for (const reviewer of request.reviewers) {
      const team = /^[^/]+\/(.+)$/.exec(reviewer)?.[1];
      // One by one: a single unknown name would refuse them all.
      await tolerated(() =>
        pulls.requestReviewers({
          ...this.#pull(number),
          ...(team === undefined
            ? { reviewers: [reviewer] }
            : { team_reviewers: [team] }),
        }),
      );
    }
    if (request.autoMerge) await this.#enableAutoMerge(number);
  }

  async close(number: number): Promise<void> {
    await this.#work.octokit.rest.pulls.update({
      ...this.#pull(number),
      state: 'closed',
    });
  }

  read(number: number): Promise<PullRequestStatus> {
    return readPullRequest(this.#work, number);
  }

  facts(number: number): Promise<PullRequestFacts> {
    return readFacts(this.#work, number);
  }

  async list(limit: number): Promise<readonly ListedPullRequest[]> {
    const listed: ListedPullRequest[] = [];
    for (let page = 1; listed.length < limit; page += 1) {
      const { data } = await this.#work.octokit.rest.pulls.list({
        ...names(this.#work),
        state: 'open',
        sort: 'updated',
        direction: 'desc',
        per_page: Math.min(limit, pageSize),
        page,
      });
      listed.push(
        ...data.map(({ number, head, updated_at: updatedAt }) => ({
          number,
          headCommit: head.sha,
          updatedAt,
          details: () => this.#details(number),
          checks: () => readChecks(this.#work, head.sha),
        })),
      );
      if (data.length < pageSize) break;
    }
    return listed.slice(0, limit);
  }

  async #details(number: number): Promise<OpenPullRequest> {
    const { octokit } = this.#work;
    const files = await octokit.paginate(octokit.rest.pulls.listFiles, {
      ...this.#pull(number),
      per_page: pageSize,
    });
    const status = await this.read(number);
    return { ...status, files: files.flatMap(touchedPaths) };
  }

  async #enableAutoMerge(number: number): Promise<void> {
    const { octokit } = this.#work;
    const { data } = await octokit.rest.pulls.get(this.#pull(number));
    try {
      await octokit.graphql(
        `mutation ($id: ID!) {
          enablePullRequestAutoMerge(input: { pullRequestId: $id }) { clientMutationId }
        }`,
        { id: data.node_id, request: { signal: this.#work.signal } },
      );
    } catch (error) {
      // Where it isn't allowed, or everything is green already.
      const isRefusal = error instanceof Error && 'errors' in error;
      if (!isRefusal && statusOf(error) !== 404) throw error;
    }
  }

  #pull(number: number) {
    return { ...names(this.#work), pull_number: number };
  }
}

/** Private repositories of a free plan have none. */
function refusesDrafts(error: unknown): boolean {
  return (
    statusOf(error) === 422 &&
    error instanceof Error &&
    /draft/i.test(error.message)
  );
}

/** A file that moved touches both its places. */
function touchedPaths(file: {
  readonly filename: string;
  readonly previous_filename?: string;
}): string[] {
  const { filename, previous_filename: previous } = file;
  return previous === undefined ? [filename] : [filename, previous];
}
