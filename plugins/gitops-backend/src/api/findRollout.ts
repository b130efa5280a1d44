import { RolloutRow } from '../database/seenRollouts';

/** A change of one target, by where it landed on its branch. */
export interface LandedAt {
  readonly landedBy: string;
  /** Undefined where its place on the branch can't be told. */
  readonly position?: number;
  /** Where it was taken back: revisions from there on hold it no more. */
  readonly until?: number;
}

/** When a change was applied, as far as it is known. */
export interface FoundRollout {
  readonly row: RolloutRow;
  /** `unseen`: it ran well at some time that nobody knows. */
  readonly running: number | 'unseen' | undefined;
}

/** Whether a revision at this place on the branch holds a change. */
export function holds(
  { position: landed, until = Infinity }: LandedAt,
  position: number | undefined,
): boolean {
  return (
    position !== undefined &&
    landed !== undefined &&
    position >= landed &&
    position < until
  );
}

/**
 * The first revision that was applied and holds a change, among all that were
 * applied in one cluster, in order of time. Undefined where there is none, and
 * where one that nobody saw may have come before it.
 */
export function findRollout(
  change: LandedAt,
  rows: readonly RolloutRow[],
  positionOf: (commit: string) => number | undefined,
): FoundRollout | undefined {
  const isHolding = ({ commit }: RolloutRow) =>
    commit === change.landedBy || holds(change, positionOf(commit));
  const at = rows.findIndex(isHolding);
  if (at === -1) return undefined;
  const row = rows[at];
  const before = rows.slice(0, at).map(({ commit }) => positionOf(commit));
  const isFirst =
    row.commit === change.landedBy || hasPredecessor(change, before);
  if (row.applied_late || !isFirst) return undefined;
  const ran = rows
    .filter(other => other.running_at !== null && isHolding(other))
    .sort((a, b) => Number(a.running_at) - Number(b.running_at))
    .at(0);
  if (!ran) return { row, running: undefined };
  return {
    row,
    running: ran.running_late ? 'unseen' : Number(ran.running_at),
  };
}

/**
 * Whether what was applied just before is known not to hold the change. What
 * is of no known place may hold it.
 */
function hasPredecessor(
  { position: landed }: LandedAt,
  before: readonly (number | undefined)[],
): boolean {
  const last = before.at(-1);
  return last !== undefined && landed !== undefined && last < landed;
}
