import { z } from 'zod';
import { StandInFile, StandInHistory } from './StandInHistory';

/** A refusal, as GitLab words it. */
export class Refusal extends Error {
  constructor(readonly status: number, readonly said: unknown) {
    super(JSON.stringify(said));
  }
}

export interface StandInUser {
  readonly id: number;
  readonly username: string;
}

export interface StandInReviewer {
  readonly user: StandInUser;
  state: string;
}

export interface StandInMergeRequest {
  readonly iid: number;
  readonly author: StandInUser;
  readonly sourceBranch: string;
  readonly targetBranch: string;
  readonly createdAt: string;
  title: string;
  description: string;
  state: 'opened' | 'closed' | 'merged';
  labels: string[];
  reviewers: StandInReviewer[];
  approvedBy: StandInUser[];
  updatedAt: string;
  sha: string;
  autoMerge: boolean;
  mergeUser?: StandInUser;
  mergedAt?: string;
  mergeCommit?: string;
}

export const commitSchema = z.object({
  branch: z.string(),
  commit_message: z.string(),
  start_sha: z.string().optional(),
  force: z.boolean().optional(),
  actions: z.array(
    z.object({
      action: z.enum(['create', 'update', 'delete', 'chmod']),
      file_path: z.string(),
      content: z.string().optional(),
      encoding: z.enum(['text', 'base64']).optional(),
      execute_filemode: z.boolean().optional(),
    }),
  ),
});

type CommitRequest = z.infer<typeof commitSchema>;

/** A project of the stand-in. */
export class StandInProject {
  readonly history = new StandInHistory();
  readonly mergeRequests: StandInMergeRequest[] = [];
  readonly statuses = new Map<string, Map<string, object>>();
  readonly protectedBranches = new Map<string, object>();
  readonly approvalRules: { id: number; rule_type: string; count: number }[] =
    [];
  settings: Record<string, unknown> = {};

  constructor(readonly path: string, readonly now: () => string) {}

  commit(request: CommitRequest) {
    const { branch, commit_message: message, start_sha: start } = request;
    const present = this.history.find(branch);
    const isEmpty = this.history.branches.size === 0;
    if (present !== undefined && start !== undefined && !request.force) {
      throw new Refusal(
        400,
        `A branch called '${branch}' already exists. Switch to that branch in order to make changes`,
      );
    }
    if (present === undefined && start === undefined && !isEmpty) {
      throw new Refusal(
        400,
        'You can only create or edit files when you are on a branch',
      );
    }
    const parent = start === undefined ? present : this.history.find(start);
    if (start !== undefined && parent === undefined) {
      throw new Refusal(400, `Cannot find start_sha '${start}'`);
    }
    const made = this.history.commit(
      message,
      parent ? [parent.id] : [],
      apply(request.actions, parent?.files ?? new Map()),
    );
    this.move(branch, made.id);
    return made;
  }

  /** A branch that moves is a change of its open merge requests. */
  move(branch: string, id: string): void {
    this.history.branches.set(branch, id);
    for (const request of this.mergeRequests) {
      if (request.state !== 'opened' || request.sourceBranch !== branch) {
        continue;
      }
      request.sha = id;
      request.updatedAt = this.now();
    }
  }

  open(
    author: StandInUser,
    request: Pick<
      StandInMergeRequest,
      'sourceBranch' | 'targetBranch' | 'title' | 'description'
    >,
  ): StandInMergeRequest {
    const { sourceBranch, targetBranch } = request;
    const other = this.mergeRequests.find(
      it =>
        it.state === 'opened' &&
        it.sourceBranch === sourceBranch &&
        it.targetBranch === targetBranch,
    );
    if (other !== undefined) {
      throw new Refusal(409, [
        `Another open merge request already exists for this source branch: !${other.iid}`,
      ]);
    }
    const head = this.history.find(sourceBranch);
    if (head === undefined) {
      throw new Refusal(400, { source_branch: ['does not exist'] });
    }
    const made: StandInMergeRequest = {
      ...request,
      iid: this.mergeRequests.length + 1,
      author,
      createdAt: this.now(),
      updatedAt: this.now(),
      state: 'opened',
      labels: [],
      reviewers: [],
      approvedBy: [],
      sha: head.id,
      autoMerge: false,
    };
    this.mergeRequests.push(made);
    return made;
  }

  merge(request: StandInMergeRequest, user: StandInUser): void {
    if (
      request.state !== 'opened' ||
      this.mergeStatus(request) !== 'mergeable'
    ) {
      throw new Refusal(405, '405 Method Not Allowed');
    }
    const { sourceBranch, targetBranch } = request;
    request.mergeCommit = this.history.merge(sourceBranch, targetBranch).id;
    request.state = 'merged';
    request.mergeUser = user;
    request.mergedAt = this.now();
    request.updatedAt = request.mergedAt;
    this.history.branches.delete(sourceBranch);
  }

  mergeStatus(request: StandInMergeRequest): string {
    const { sourceBranch, targetBranch, state, title } = request;
    if (state !== 'opened') return 'not_open';
    if (title.startsWith('Draft:')) return 'draft_status';
    if (this.history.hasConflict(sourceBranch, targetBranch)) return 'conflict';
    const asked = request.reviewers.map(reviewer => reviewer.state);
    return asked.includes('requested_changes')
      ? 'requested_changes'
      : 'mergeable';
  }
}

function apply(
  actions: CommitRequest['actions'],
  before: ReadonlyMap<string, StandInFile>,
): ReadonlyMap<string, StandInFile> {
  const files = new Map(before);
  for (const { action, file_path: path, ...more } of actions) {
    const present = files.get(path);
    if (action === 'create' && present !== undefined) {
      throw new Refusal(400, 'A file with this name already exists');
    }
    if (action !== 'create' && present === undefined) {
      throw new Refusal(400, "A file with this name doesn't exist");
    }
    const executable = present?.executable ?? false;
    const content = Buffer.from(
      more.content ?? '',
      more.encoding === 'base64' ? 'base64' : 'utf8',
    ).toString('utf8');
    if (action === 'delete') files.delete(path);
    else if (action === 'chmod') {
      files.set(path, {
        content: present?.content ?? '',
        executable: more.execute_filemode ?? executable,
      });
    } else files.set(path, { content, executable });
  }
  return files;
}
