import { PullRequestStatus } from '@backstage-gitops/plugin-gitops-common';
import {
  CreatedRepository,
  Forge,
  ForgeRequestOptions,
  ForgeToken,
  OpenPullRequest,
  OpenPullRequestsOptions,
  PullRequestFacts,
  PullRequestRequest,
  RepositoryRequest,
} from '../Forge';
import { forgeFailure, statusOf } from '../forgeFailure';
import { forgeRepository } from '../ForgeRepository';
import { branchCommit } from './branchCommit';
import { createOctokit, GithubAccess } from './createOctokit';
import { createRepository } from './createRepository';
import { readPullRequest } from './readPullRequest';
import { GithubRepository, names } from './GithubRepository';

/** @public */
export interface GithubForgeOptions extends Omit<GithubAccess, 'token'> {
  readonly token: ForgeToken;
}

/** GitHub and GitHub Enterprise, through the Git data API. @public */
export class GithubForge implements Forge {
  readonly kind = 'github';
  readonly #options: GithubForgeOptions;

  constructor(options: GithubForgeOptions) {
    this.#options = options;
  }

  async openPullRequest(
    request: PullRequestRequest,
    options: ForgeRequestOptions = {},
  ): Promise<PullRequestStatus> {
    const work = await this.#work(
      request.repositoryUrl,
      options,
      request.token,
    );
    return this.#told('opening a pull request', async () => {
      await branchCommit(work, request);
      const number = await ensurePullRequest(work, request);
      await decorate(work, request, number);
      return readPullRequest(work, number);
    });
  }

  async pullRequest(
    repositoryUrl: string,
    number: number,
    options: ForgeRequestOptions = {},
  ): Promise<PullRequestStatus> {
    const work = await this.#work(repositoryUrl, options);
    return this.#told(`reading pull request ${number}`, () =>
      readPullRequest(work, number),
    );
  }

  async openPullRequests(
    repositoryUrl: string,
    options: OpenPullRequestsOptions = {},
  ): Promise<readonly OpenPullRequest[]> {
    const work = await this.#work(repositoryUrl, options);
    const { octokit } = work;
    return this.#told('listing pull requests', async () => {
      const { data } = await octokit.rest.pulls.list({
        ...names(work),
        state: 'open',
        sort: 'updated',
        direction: 'desc',
        per_page: Math.min(options.limit ?? 100, 100),
      });
      const found: OpenPullRequest[] = [];
      for (const { number } of data) {
        const files = await octokit.paginate(octokit.rest.pulls.listFiles, {
          ...names(work),
          pull_number: number,
          per_page: 100,
        });
        const status = await readPullRequest(work, number);
        found.push({
          ...status,
          files: files.map(({ filename }) => filename),
        });
      }
      return found;
    });
  }

  async pullRequestFacts(
    repositoryUrl: string,
    number: number,
    options: ForgeRequestOptions = {},
  ): Promise<PullRequestFacts> {
    const work = await this.#work(repositoryUrl, options);
    return this.#told(`reading pull request ${number}`, async () => {
      const { data } = await work.octokit.rest.pulls.get({
        ...names(work),
        pull_number: number,
      });
      const status = await readPullRequest(work, number);
      return {
        number,
        url: data.html_url,
        author: status.author,
        approvers: status.approvedBy,
        ...(data.merged_by && { mergedBy: data.merged_by.login }),
        ...(data.merged_at && { mergedAt: data.merged_at }),
      };
    });
  }

  async closePullRequest(
    repositoryUrl: string,
    number: number,
    options: ForgeRequestOptions & { readonly token?: string } = {},
  ): Promise<PullRequestStatus> {
    const work = await this.#work(repositoryUrl, options, options.token);
    return this.#told(`closing pull request ${number}`, async () => {
      const present = await readPullRequest(work, number);
      if (present.state !== 'open') return present;
      await work.octokit.rest.pulls.update({
        ...names(work),
        pull_number: number,
        state: 'closed',
      });
      return readPullRequest(work, number);
    });
  }

  async createRepository(
    request: RepositoryRequest,
    { signal }: ForgeRequestOptions = {},
  ): Promise<CreatedRepository> {
    const { owner, name } = request;
    const token = request.token ?? (await this.#options.token(owner));
    const octokit = createOctokit({ ...this.#options, token });
    return this.#told(`making the repository ${owner}/${name}`, () =>
      createRepository(octokit, request, signal),
    );
  }

  async #work(
    repositoryUrl: string,
    { signal }: ForgeRequestOptions,
    ownToken?: string,
  ): Promise<GithubRepository> {
    const repository = forgeRepository(repositoryUrl);
    const { owner, name } = repository;
    const token = ownToken ?? (await this.#options.token(owner, name));
    const octokit = createOctokit({ ...this.#options, token });
    return { octokit, repository, signal };
  }

  async #told<T>(doing: string, run: () => Promise<T>): Promise<T> {
    try {
      return await run();
    } catch (error) {
      throw forgeFailure(error, doing, 'GitHub');
    }
  }
}

/** The number of the branch's open pull request, made where there is none. */
async function ensurePullRequest(
  work: GithubRepository,
  request: PullRequestRequest,
): Promise<number> {
  const { pulls } = work.octokit.rest;
  const { title, body, draft, branch, targetBranch } = request;
  const present = await openNumber(work, request);
  if (present !== undefined) {
    await pulls.update({ ...names(work), pull_number: present, title, body });
    return present;
  }
  try {
    const { data } = await pulls.create({
      ...names(work),
      title,
      body,
      draft,
      head: branch,
      base: targetBranch,
    });
    return data.number;
  } catch (error) {
    // Another replica was faster with the same proposal.
    const other =
      statusOf(error) === 422 ? await openNumber(work, request) : undefined;
    if (other === undefined) throw error;
    return other;
  }
}

async function openNumber(
  work: GithubRepository,
  { branch, targetBranch }: PullRequestRequest,
): Promise<number | undefined> {
  const { data } = await work.octokit.rest.pulls.list({
    ...names(work),
    state: 'open',
    head: `${work.repository.owner}:${branch}`,
    base: targetBranch,
  });
  return data.find(({ head }) => head.ref === branch)?.number;
}

/** Labels, reviewers and auto-merge: niceties, without which it is still open. */
async function decorate(
  work: GithubRepository,
  request: PullRequestRequest,
  number: number,
): Promise<void> {
  const { octokit } = work;
  if (request.labels.length > 0) {
    await tolerated(() =>
      octokit.rest.issues.addLabels({
        ...names(work),
        issue_number: number,
        labels: [...request.labels],
      }),
    );
  }
  for (const reviewer of request.reviewers) {
    const team = /^[^/]+\/(.+)$/.exec(reviewer)?.[1];
    // One by one: a single unknown name would refuse them all.
    await tolerated(() =>
      octokit.rest.pulls.requestReviewers({
        ...names(work),
        pull_number: number,
        ...(team === undefined
          ? { reviewers: [reviewer] }
          : { team_reviewers: [team] }),
      }),
    );
  }
  if (request.autoMerge) await tolerated(() => enableAutoMerge(work, number));
}

async function enableAutoMerge(
  work: GithubRepository,
  number: number,
): Promise<void> {
  const { data } = await work.octokit.rest.pulls.get({
    ...names(work),
    pull_number: number,
  });
  await work.octokit.graphql(
    `mutation ($id: ID!) {
      enablePullRequestAutoMerge(input: { pullRequestId: $id }) { clientMutationId }
    }`,
    { id: data.node_id, request: { signal: work.signal } },
  );
}

/** Refusals that leave the pull request as good as it is. */
async function tolerated(run: () => Promise<unknown>): Promise<void> {
  try {
    await run();
  } catch (error) {
    const status = statusOf(error);
    const isRefusal = status === 403 || status === 404 || status === 422;
    const isGraphql = error instanceof Error && 'errors' in error;
    if (!isRefusal && !isGraphql) throw error;
  }
}
