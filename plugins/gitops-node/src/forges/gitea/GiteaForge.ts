import { PullRequestStatus } from '@backstage-gitops/plugin-gitops-common';
import { z } from 'zod';
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
import { forgeFailure } from '../forgeFailure';
import { forgeRepository } from '../ForgeRepository';
import { commitFiles, commitToBranch } from './commitToBranch';
import { GiteaAccess, GiteaApi, GiteaFailure } from './GiteaApi';
import { readPullRequest } from './readPullRequest';
import {
  changedFileSchema,
  labelSchema,
  pullSchema,
  repositorySchema,
} from './schemas';

/** @public */
export interface GiteaForgeOptions extends Omit<GiteaAccess, 'token'> {
  readonly token: ForgeToken;
}

interface Work {
  readonly api: GiteaApi;
  readonly path: readonly string[];
  readonly signal?: AbortSignal;
}

/** Gitea and Forgejo. @public */
export class GiteaForge implements Forge {
  readonly kind = 'gitea';
  readonly #options: GiteaForgeOptions;

  constructor(options: GiteaForgeOptions) {
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
    return told('opening a pull request', async () => {
      await commitToBranch(work, request);
      const number = await ensurePullRequest(work, request);
      await decorate(work, request, number);
      return readPullRequest(work.api, work.path, number, work.signal);
    });
  }

  async pullRequest(
    repositoryUrl: string,
    number: number,
    options: ForgeRequestOptions = {},
  ): Promise<PullRequestStatus> {
    const { api, path, signal } = await this.#work(repositoryUrl, options);
    return told(`reading pull request ${number}`, () =>
      readPullRequest(api, path, number, signal),
    );
  }

  async openPullRequests(
    repositoryUrl: string,
    options: OpenPullRequestsOptions = {},
  ): Promise<readonly OpenPullRequest[]> {
    const { api, path, signal } = await this.#work(repositoryUrl, options);
    return told('listing pull requests', async () => {
      const pulls = await api.list(pullSchema, {
        path: [...path, 'pulls'],
        search: { state: 'open', sort: 'recentupdate' },
        signal,
      });
      const found: OpenPullRequest[] = [];
      for (const { number } of pulls.slice(0, options.limit ?? 100)) {
        const files = await api.list(changedFileSchema, {
          path: [...path, 'pulls', `${number}`, 'files'],
          signal,
        });
        const status = await readPullRequest(api, path, number, signal);
        found.push({ ...status, files: files.map(file => file.filename) });
      }
      return found;
    });
  }

  async pullRequestFacts(
    repositoryUrl: string,
    number: number,
    options: ForgeRequestOptions = {},
  ): Promise<PullRequestFacts> {
    const { api, path, signal } = await this.#work(repositoryUrl, options);
    return told(`reading pull request ${number}`, async () => {
      const pull = await api.ask(pullSchema, {
        path: [...path, 'pulls', `${number}`],
        signal,
      });
      const status = await readPullRequest(api, path, number, signal);
      return {
        number,
        url: status.url,
        author: status.author,
        approvers: status.approvedBy,
        ...(pull.merged_by && { mergedBy: pull.merged_by.login }),
        ...(status.mergedAt && { mergedAt: status.mergedAt }),
      };
    });
  }

  async closePullRequest(
    repositoryUrl: string,
    number: number,
    options: ForgeRequestOptions & { readonly token?: string } = {},
  ): Promise<PullRequestStatus> {
    const { api, path, signal } = await this.#work(
      repositoryUrl,
      options,
      options.token,
    );
    return told(`closing pull request ${number}`, async () => {
      const present = await readPullRequest(api, path, number, signal);
      if (present.state !== 'open') return present;
      await api.ask(z.unknown(), {
        method: 'PATCH',
        path: [...path, 'pulls', `${number}`],
        body: { state: 'closed' },
        signal,
      });
      return readPullRequest(api, path, number, signal);
    });
  }

  async createRepository(
    request: RepositoryRequest,
    options: ForgeRequestOptions = {},
  ): Promise<CreatedRepository> {
    const { owner, name, defaultBranch, files, commitMessage } = request;
    const url = `${this.#options.baseUrl.replace(/\/+$/, '')}/${owner}/${name}`;
    const work = await this.#work(url, options, request.token);
    return told(`making the repository ${owner}/${name}`, async () => {
      const made = await ensureRepository(work, request);
      await commitFiles(work, {
        branch: defaultBranch,
        message: commitMessage,
        files,
      });
      await protect(work, request);
      return { url: made.html_url, remoteUrl: made.clone_url, warnings: [] };
    });
  }

  async #work(
    repositoryUrl: string,
    { signal }: ForgeRequestOptions,
    ownToken?: string,
  ): Promise<Work> {
    const { owner, name } = forgeRepository(repositoryUrl);
    const token = ownToken ?? (await this.#options.token(owner, name));
    const { baseUrl, username, fetch } = this.#options;
    const api = new GiteaApi({
      baseUrl,
      ...(ownToken === undefined && username !== undefined && { username }),
      ...(token !== undefined && { token }),
      ...(fetch !== undefined && { fetch }),
    });
    return { api, path: ['repos', owner, name], signal };
  }
}

async function told<T>(doing: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    throw forgeFailure(error, doing, 'Gitea');
  }
}

/** Gitea knows a draft by its title. */
const titleOf = ({ title, draft }: PullRequestRequest) =>
  draft ? `WIP: ${title}` : title;

async function ensurePullRequest(
  { api, path, signal }: Work,
  request: PullRequestRequest,
): Promise<number> {
  const { branch, targetBranch, body } = request;
  const title = titleOf(request);
  const open = await api.list(pullSchema, {
    path: [...path, 'pulls'],
    search: { state: 'open' },
    signal,
  });
  const present = open.find(
    ({ head, base }) => head.ref === branch && base.ref === targetBranch,
  );
  if (present !== undefined) {
    await api.ask(z.unknown(), {
      method: 'PATCH',
      path: [...path, 'pulls', `${present.number}`],
      body: { title, body },
      signal,
    });
    return present.number;
  }
  const made = await api.ask(pullSchema, {
    method: 'POST',
    path: [...path, 'pulls'],
    body: { title, body, head: branch, base: targetBranch },
    signal,
  });
  return made.number;
}

/** Labels, reviewers and auto-merge: niceties, without which it is still open. */
async function decorate(
  { api, path, signal }: Work,
  request: PullRequestRequest,
  number: number,
): Promise<void> {
  const labels = await api.list(labelSchema, {
    path: [...path, 'labels'],
    signal,
  });
  const wanted = labels.filter(({ name }) => request.labels.includes(name));
  if (wanted.length > 0) {
    await tolerated(() =>
      api.ask(z.unknown(), {
        method: 'POST',
        path: [...path, 'issues', `${number}`, 'labels'],
        body: { labels: wanted.map(({ id }) => id) },
        signal,
      }),
    );
  }
  for (const reviewer of request.reviewers) {
    const team = /^[^/]+\/(.+)$/.exec(reviewer)?.[1];
    await tolerated(() =>
      api.ask(z.unknown(), {
        method: 'POST',
        path: [...path, 'pulls', `${number}`, 'requested_reviewers'],
        body: team ? { team_reviewers: [team] } : { reviewers: [reviewer] },
        signal,
      }),
    );
  }
  if (request.autoMerge) {
    await tolerated(() =>
      api.ask(z.unknown(), {
        method: 'POST',
        path: [...path, 'pulls', `${number}`, 'merge'],
        body: { Do: 'merge', merge_when_checks_succeed: true },
        signal,
      }),
    );
  }
}

async function ensureRepository(
  { api, path, signal }: Work,
  request: RepositoryRequest,
) {
  const { owner, name, description, visibility, defaultBranch } = request;
  const present = await api.find(repositorySchema, { path, signal });
  if (present !== undefined) return present;
  const organisation = await api.find(z.unknown(), {
    path: ['orgs', owner],
    signal,
  });
  return api.ask(repositorySchema, {
    method: 'POST',
    path: organisation ? ['orgs', owner, 'repos'] : ['user', 'repos'],
    body: {
      name,
      description,
      private: visibility !== 'public',
      auto_init: true,
      default_branch: defaultBranch,
    },
    signal,
  });
}

async function protect(
  { api, path, signal }: Work,
  { defaultBranch, protection }: RepositoryRequest,
): Promise<void> {
  if (protection === undefined) return;
  const rules = [...path, 'branch_protections'];
  const rule = {
    required_approvals: protection.requiredApprovals,
    enable_status_check: protection.requiredChecks.length > 0,
    status_check_contexts: protection.requiredChecks,
    block_on_codeowner_reviews: protection.requireCodeOwners,
  };
  const present = await api.find(z.unknown(), {
    path: [...rules, defaultBranch],
    signal,
  });
  await api.ask(
    z.unknown(),
    present === undefined
      ? {
          method: 'POST',
          path: rules,
          body: { rule_name: defaultBranch, ...rule },
          signal,
        }
      : {
          method: 'PATCH',
          path: [...rules, defaultBranch],
          body: rule,
          signal,
        },
  );
}

/** Refusals that leave the pull request as good as it is. */
async function tolerated(run: () => Promise<unknown>): Promise<void> {
  try {
    await run();
  } catch (error) {
    const isRefusal =
      error instanceof GiteaFailure &&
      [403, 404, 405, 409, 422].includes(error.status);
    if (!isRefusal) throw error;
  }
}
