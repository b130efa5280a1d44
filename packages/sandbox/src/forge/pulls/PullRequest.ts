export type ReviewState =
  | 'APPROVED'
  | 'CHANGES_REQUESTED'
  | 'COMMENTED'
  | 'DISMISSED';

export interface Review {
  readonly id: number;
  /** Login. */
  readonly user: string;
  readonly state: ReviewState;
  readonly body: string;
  readonly submittedAt: string;
  readonly commit: string;
}

export type MergeMethod = 'merge' | 'squash' | 'rebase';

export interface AutoMerge {
  readonly by: string;
  readonly method: MergeMethod;
  readonly title?: string;
  readonly message?: string;
}

export interface Comment {
  readonly id: number;
  readonly user: string;
  readonly body: string;
  readonly createdAt: string;
}

/** A pull request as the forge keeps it. Times are ISO 8601, people logins. */
export interface PullRequest {
  readonly number: number;
  readonly title: string;
  readonly body?: string;
  readonly author: string;
  readonly state: 'open' | 'closed';
  readonly draft: boolean;
  readonly headRef: string;
  readonly headSha: string;
  readonly baseRef: string;
  /** What the base branch was when it was opened, or just before it landed. */
  readonly baseSha: string;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly closedAt?: string;
  readonly merged?: {
    readonly at: string;
    readonly by: string;
    readonly commit: string;
  };
  readonly labels: readonly string[];
  readonly requestedUsers: readonly string[];
  /** Slugs. */
  readonly requestedTeams: readonly string[];
  readonly reviews: readonly Review[];
  readonly comments: readonly Comment[];
  readonly autoMerge?: AutoMerge;
}

/** The last word of everyone who had one, comments aside. */
export function verdicts(
  request: PullRequest,
): ReadonlyMap<string, ReviewState> {
  const last = new Map<string, ReviewState>();
  for (const { user, state } of request.reviews) {
    if (state !== 'COMMENTED') last.set(user, state);
  }
  return last;
}
