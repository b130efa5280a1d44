import { PullRequestStatus } from '@backstage-gitops/plugin-gitops-common';
import {
  OpenPullRequest,
  PullRequestFacts,
  PullRequestRequest,
} from '../Forge';
import { tolerated } from '../forgeFailure';
import {
  FoundPullRequest,
  ListedPullRequest,
  RemotePullRequests,
} from '../remote/Remote';
import { GitlabProject } from './GitlabProject';
import {
  readChecks,
  readFacts,
  readMergeRequest,
  stateOf,
  statusOfMergeRequest,
} from './readMergeRequest';
import {
  diffsSchema,
  GitlabMergeRequest,
  mergeRequestSchema,
  mergeRequestsSchema,
  usersSchema,
} from './schemas';

const pageSize = 100;

/** GitLab answers 401 where the token's user may not merge. */
const mergeRefusals = [401, 403, 404, 405, 406, 409, 422];

/** GitLab knows a draft by its title. */
const titleOf = ({ title, draft }: PullRequestRequest) =>
  draft ? `Draft: ${title}` : title;

/**
 * Merge requests of GitLab. A list costs one request a hundred, what changed
 * of it three each (diffs, approvals, checks; one more where it has
 * reviewers), and what did not one.
 */
export class GitlabMergeRequests implements RemotePullRequests {
  readonly #project: GitlabProject;

  constructor(project: GitlabProject) {
    this.#project = project;
  }

  async find(
    branch: string,
    targetBranch: string,
  ): Promise<FoundPullRequest | undefined> {
    const { gitlab, path: projectId } = this.#project;
    const all = mergeRequestsSchema.parse(
      await gitlab.mergeRequests.all({
        projectId,
        sourceBranch: branch,
        targetBranch,
        perPage: pageSize,
        maxPages: 1,
      }),
    );
    // Newest first.
    const found = all.find(pull => stateOf(pull) === 'open') ?? all.at(0);
    return found && { number: found.iid, state: stateOf(found) };
  }

  async create(request: PullRequestRequest): Promise<number> {
    const { gitlab, path } = this.#project;
    const { branch, targetBranch, body: description } = request;
    const made = mergeRequestSchema.parse(
      await gitlab.mergeRequests.create(
        path,
        branch,
        targetBranch,
        titleOf(request),
        { description, removeSourceBranch: true },
      ),
    );
    return made.iid;
  }

  async update(number: number, request: PullRequestRequest): Promise<void> {
    const { gitlab, path } = this.#project;
    await gitlab.mergeRequests.edit(path, number, {
      title: titleOf(request),
      description: request.body,
    });
  }

  /** Groups can't be asked for a review, and are left out. */
  async decorate(number: number, request: PullRequestRequest): Promise<void> {
    const { gitlab, path } = this.#project;
    if (request.labels.length > 0) {
      const addLabels = request.labels.join(',');
      await tolerated(() =>
        gitlab.mergeRequests.edit(path, number, { addLabels }),
      );
    }
    const people = request.reviewers.filter(name => !name.includes('/'));
    if (people.length > 0) {
      await tolerated(() => this.#askForReview(number, people));
    }
    if (request.autoMerge) {
      await tolerated(
        () =>
          gitlab.mergeRequests.merge(path, number, {
            mergeWhenPipelineSucceeds: true,
          }),
        mergeRefusals,
      );
    }
  }

  async close(number: number): Promise<void> {
    const { gitlab, path } = this.#project;
    await gitlab.mergeRequests.edit(path, number, { stateEvent: 'close' });
  }

  read(number: number): Promise<PullRequestStatus> {
    return readMergeRequest(this.#project, number);
  }

  facts(number: number): Promise<PullRequestFacts> {
    return readFacts(this.#project, number);
  }

  async list(limit: number): Promise<readonly ListedPullRequest[]> {
    const { gitlab, path: projectId } = this.#project;
    const listed = mergeRequestsSchema.parse(
      await gitlab.mergeRequests.all({
        projectId,
        state: 'opened',
        orderBy: 'updated_at',
        sort: 'desc',
        perPage: Math.min(limit, pageSize),
        maxPages: Math.ceil(limit / pageSize),
      }),
    );
    return listed.slice(0, limit).map(pull => ({
      number: pull.iid,
      headCommit: pull.sha ?? '',
      updatedAt: pull.updated_at,
      checks: () => readChecks(this.#project, pull.sha ?? ''),
      details: () => this.#details(pull),
    }));
  }

  async #details(pull: GitlabMergeRequest): Promise<OpenPullRequest> {
    const { gitlab, path } = this.#project;
    const diffs = diffsSchema.parse(
      await gitlab.mergeRequests.allDiffs(path, pull.iid, {
        perPage: pageSize,
      }),
    );
    const status = await statusOfMergeRequest(this.#project, pull);
    // A file that moved touches both its places.
    const files = diffs.flatMap(diff => [diff.new_path, diff.old_path]);
    return { ...status, files: [...new Set(files)] };
  }

  /** Beside those that are asked already. */
  async #askForReview(
    number: number,
    people: readonly string[],
  ): Promise<void> {
    const { gitlab, path } = this.#project;
    const present = mergeRequestSchema.parse(
      await gitlab.mergeRequests.show(path, number),
    );
    const asked = present.reviewers ?? [];
    const wanted = people.filter(
      name => !asked.some(({ username }) => username === name),
    );
    const found = [];
    for (const username of wanted) {
      const users = usersSchema.parse(await gitlab.users.all({ username }));
      found.push(...users.filter(user => user.username === username));
    }
    if (found.length === 0) return;
    await gitlab.mergeRequests.edit(path, number, {
      reviewerIds: [...asked, ...found].map(({ id }) => id),
    });
  }
}
