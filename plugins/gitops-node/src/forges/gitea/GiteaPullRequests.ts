import { PullRequestStatus } from '@backstage-gitops/plugin-gitops-common';
import { PullRequestFacts, PullRequestRequest } from '../Forge';
import { tolerated } from '../forgeFailure';
import { stateOf } from '../pullOfGithubShape';
import {
  FoundPullRequest,
  ListedPullRequest,
  RemotePullRequests,
} from '../remote/Remote';
import { GiteaRepository } from './GiteaRepository';
import {
  readChecks,
  readFacts,
  readPullRequest,
  statusOfPull,
} from './readPullRequest';
import {
  changedFileSchema,
  GiteaPull,
  labelSchema,
  pullSchema,
} from './schemas';

/** So many of those that were closed last are looked through. */
const closedLimit = 50;

/** That which GitHub gives a label that it makes by name. */
const labelColour = '#ededed';

/** Gitea knows a draft by its title. */
const titleOf = ({ title, draft }: PullRequestRequest) =>
  draft ? `WIP: ${title}` : title;

const isFrom =
  (branch: string, targetBranch: string) =>
  ({ head, base }: GiteaPull): boolean =>
    // Where the branch is gone its name is left in the label.
    (head.ref === branch || head.label === branch) && base.ref === targetBranch;

function oldestOf(pulls: readonly GiteaPull[]): GiteaPull | undefined {
  return pulls.reduce<GiteaPull | undefined>(
    (oldest, pull) =>
      oldest === undefined || pull.number < oldest.number ? pull : oldest,
    undefined,
  );
}

/**
 * Pull requests of Gitea and Forgejo. A list costs one request for each fifty,
 * what changed of it three each (files, reviews, checks), and what did not one.
 */
export class GiteaPullRequests implements RemotePullRequests {
  readonly #work: GiteaRepository;

  constructor(work: GiteaRepository) {
    this.#work = work;
  }

  async find(
    branch: string,
    targetBranch: string,
  ): Promise<FoundPullRequest | undefined> {
    const isOwn = isFrom(branch, targetBranch);
    const open = oldestOf((await this.#pulls({ state: 'open' })).filter(isOwn));
    const closed = () =>
      this.#pulls({ state: 'closed', sort: 'recentupdate' }, closedLimit);
    const found = open ?? (await closed()).find(isOwn);
    return found && { number: found.number, state: stateOf(found) };
  }

  async create(request: PullRequestRequest): Promise<number> {
    const { body, branch, targetBranch } = request;
    const { api, path } = this.#work;
    const title = titleOf(request);
    // 404: the branch was made a moment ago, and isn't in the list of them.
    const made = await api.askUntilFound(pullSchema, {
      method: 'POST',
      path: [...path, 'pulls'],
      body: { title, body, head: branch, base: targetBranch },
    });
    return this.#alone(made, request);
  }

  /**
   * Gitea looks for another one before it makes one, so that two who ask at
   * once both get theirs. Then the older is the one.
   */
  async #alone(
    made: GiteaPull,
    { branch, targetBranch }: PullRequestRequest,
  ): Promise<number> {
    const open = await this.#pulls({ state: 'open' });
    const oldest = oldestOf(open.filter(isFrom(branch, targetBranch)));
    if (oldest === undefined || oldest.number >= made.number) {
      return made.number;
    }
    await this.close(made.number);
    return oldest.number;
  }

  async update(number: number, request: PullRequestRequest): Promise<void> {
    await this.#change(number, {
      title: titleOf(request),
      body: request.body,
    });
  }

  async decorate(number: number, request: PullRequestRequest): Promise<void> {
    await this.#label(number, request.labels);
    const { api, path } = this.#work;
    const pull = [...path, 'pulls', `${number}`];
    for (const reviewer of request.reviewers) {
      const team = /^[^/]+\/(.+)$/.exec(reviewer)?.[1];
      // One by one: a single unknown name would refuse them all.
      await tolerated(() =>
        api.tell({
          method: 'POST',
          path: [...pull, 'requested_reviewers'],
          body: team ? { team_reviewers: [team] } : { reviewers: [reviewer] },
        }),
      );
    }
    if (request.autoMerge) {
      await tolerated(() =>
        api.tell({
          method: 'POST',
          path: [...pull, 'merge'],
          body: { Do: 'merge', merge_when_checks_succeed: true },
        }),
      );
    }
  }

  async close(number: number): Promise<void> {
    await this.#change(number, { state: 'closed' });
  }

  read(number: number): Promise<PullRequestStatus> {
    return readPullRequest(this.#work, number);
  }

  facts(number: number): Promise<PullRequestFacts> {
    return readFacts(this.#work, number);
  }

  async list(limit: number): Promise<readonly ListedPullRequest[]> {
    const search = { state: 'open', sort: 'recentupdate' };
    const pulls = await this.#pulls(search, limit);
    return pulls.map(pull => ({
      number: pull.number,
      headCommit: pull.head.sha,
      updatedAt: pull.updated_at,
      checks: () => readChecks(this.#work, pull.head.sha),
      details: async () => ({
        ...(await statusOfPull(this.#work, pull)),
        files: await this.#files(pull.number),
      }),
    }));
  }

  async #files(number: number): Promise<string[]> {
    const { api, path } = this.#work;
    const files = await api.list(changedFileSchema, {
      path: [...path, 'pulls', `${number}`, 'files'],
    });
    // A file that moved touches both its places.
    return files.flatMap(({ filename, previous_filename: previous }) =>
      previous ? [filename, previous] : [filename],
    );
  }

  #pulls(
    search: Readonly<Record<string, string>>,
    limit?: number,
  ): Promise<GiteaPull[]> {
    const { api, path } = this.#work;
    return api.list(pullSchema, { path: [...path, 'pulls'], search }, limit);
  }

  async #label(number: number, labels: readonly string[]): Promise<void> {
    if (labels.length === 0) return;
    const { api, path } = this.#work;
    const present = await api.list(labelSchema, { path: [...path, 'labels'] });
    const wanted = present.filter(({ name }) => labels.includes(name));
    const ids = wanted.map(({ id }) => id);
    for (const name of labels) {
      if (present.some(label => label.name === name)) continue;
      await tolerated(async () => {
        const made = await api.ask(labelSchema, {
          method: 'POST',
          path: [...path, 'labels'],
          body: { name, color: labelColour },
        });
        ids.push(made.id);
      });
    }
    await tolerated(() =>
      api.tell({
        method: 'POST',
        path: [...path, 'issues', `${number}`, 'labels'],
        body: { labels: ids },
      }),
    );
  }

  async #change(number: number, body: unknown): Promise<void> {
    const { api, path } = this.#work;
    await api.tell({
      method: 'PATCH',
      path: [...path, 'pulls', `${number}`],
      body,
    });
  }
}
