import { CheckRun, CommitStatus } from './checks/Check';
import { PullRequest } from './pulls/PullRequest';
import { Hook } from './webhooks/Hook';

/** What has to be met before a branch moves. */
export interface BranchProtection {
  readonly reviews?: {
    readonly count: number;
    readonly codeOwners: boolean;
    readonly dismissStale: boolean;
  };
  readonly checks?: {
    /** Whether the head has to hold all that the base does. */
    readonly strict: boolean;
    readonly contexts: readonly string[];
  };
  readonly enforceAdmins: boolean;
}

export interface Label {
  readonly name: string;
  readonly color: string;
  readonly description?: string;
}

/** What the forge knows of a repository beside its Git objects and refs. */
export interface RepositoryRecord {
  description?: string;
  visibility: 'public' | 'private' | 'internal';
  createdAt: string;
  pushedAt: string;
  /** Counts pull requests, and everything that has an id of its own. */
  lastNumber: number;
  lastId: number;
  allowAutoMerge: boolean;
  deleteBranchOnMerge: boolean;
  pullRequests: PullRequest[];
  checkRuns: CheckRun[];
  statuses: CommitStatus[];
  labels: Label[];
  protections: Record<string, BranchProtection>;
  hooks: Hook[];
}

/** A record of a repository that nothing has happened in. */
export function emptyRecord(at: string): RepositoryRecord {
  return {
    visibility: 'public',
    createdAt: at,
    pushedAt: at,
    lastNumber: 0,
    lastId: 0,
    allowAutoMerge: true,
    deleteBranchOnMerge: false,
    pullRequests: [],
    checkRuns: [],
    statuses: [],
    labels: [],
    protections: {},
    hooks: [],
  };
}

/** A branch may be called `constructor`. */
export function protectionOf(
  { protections }: Readonly<RepositoryRecord>,
  branch: string,
): BranchProtection | undefined {
  return Object.hasOwn(protections, branch) ? protections[branch] : undefined;
}

export function findPullRequest(
  record: Readonly<RepositoryRecord>,
  number: number,
): PullRequest | undefined {
  return record.pullRequests.find(request => request.number === number);
}

/** Puts a changed pull request in the place of its former self. */
export function replacePullRequest(
  record: RepositoryRecord,
  changed: PullRequest,
): void {
  record.pullRequests = record.pullRequests.map(request =>
    request.number === changed.number ? changed : request,
  );
}
