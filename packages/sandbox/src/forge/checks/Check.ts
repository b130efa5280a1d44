/** A status that something outside put on a commit. */
export interface CommitStatus {
  readonly id: number;
  readonly sha: string;
  readonly context: string;
  readonly state: 'error' | 'failure' | 'pending' | 'success';
  readonly description?: string;
  readonly targetUrl?: string;
  readonly createdAt: string;
  readonly creator: string;
}

export const conclusions = [
  'success',
  'failure',
  'neutral',
  'cancelled',
  'skipped',
  'timed_out',
  'action_required',
] as const;

/** A run of a check on a commit. */
export interface CheckRun {
  readonly id: number;
  readonly sha: string;
  readonly name: string;
  readonly status: 'queued' | 'in_progress' | 'completed';
  readonly conclusion?: (typeof conclusions)[number];
  readonly startedAt: string;
  readonly completedAt?: string;
  readonly title?: string;
  readonly summary?: string;
  readonly externalId?: string;
  readonly detailsUrl?: string;
  /** Login of the bot that reports it. */
  readonly app: string;
}

/** What a run or a status comes to. */
export interface CheckOutcome {
  readonly name: string;
  readonly state: 'pending' | 'success' | 'failure';
  readonly summary?: string;
}

/** The latest outcome of each check of a commit, by name. */
export function outcomesOf(
  sha: string,
  checks: {
    readonly checkRuns: readonly CheckRun[];
    readonly statuses: readonly CommitStatus[];
  },
): CheckOutcome[] {
  const outcomes = new Map<string, CheckOutcome>();
  for (const run of checks.checkRuns.filter(each => each.sha === sha)) {
    outcomes.set(run.name, outcomeOfRun(run));
  }
  for (const status of checks.statuses.filter(each => each.sha === sha)) {
    const { context, state, description } = status;
    outcomes.set(context, {
      name: context,
      state: state === 'error' ? 'failure' : state,
      ...(description && { summary: description }),
    });
  }
  return [...outcomes.values()];
}

function outcomeOfRun(run: CheckRun): CheckOutcome {
  const summary = run.title && { summary: run.title };
  if (run.status !== 'completed') {
    return { name: run.name, state: 'pending', ...summary };
  }
  const isFine = ['success', 'neutral', 'skipped'].includes(
    run.conclusion ?? '',
  );
  return { name: run.name, state: isFine ? 'success' : 'failure', ...summary };
}
