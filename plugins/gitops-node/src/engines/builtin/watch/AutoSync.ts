import { SyncStep } from '@backstage-gitops/plugin-gitops-common';
import { reconcilerOf } from '../ownership/marksOf';
import { describeRef, refKey } from '../resourceRef';
import { hasWork, SyncPlan } from '../sync/SyncPlan';
import { UnitState } from '../UnitState';

/** What `auto` does about a unit now. */
export type AutoDecision =
  | { readonly type: 'none' }
  | { readonly type: 'refused'; readonly reason: string }
  | { readonly type: 'later'; readonly at: number }
  | { readonly type: 'sync' };

/** The tries since a unit was last as declared. */
export interface Attempts {
  readonly count: number;
  /** Milliseconds since 1970 of the last one. */
  readonly last: number;
  /** What was declared then; see contentDigest. */
  readonly content: string;
  /** Whether the last one has applied all of it. */
  readonly isApplied?: boolean;
}

const firstPause = 5_000;
const longestPause = 5 * 60_000;
/** A unit that stays as declared at least so long has been mended. */
const mendedAfter = 30_000;

/**
 * Whether to apply a unit: after each change of what it declares, and, where it
 * heals itself, whenever it differs; ever more slowly where that doesn't last.
 */
export function decideAutoSync(input: {
  readonly state: UnitState;
  readonly plan: SyncPlan;
  readonly content: string;
  readonly selfHeal: boolean;
  readonly attempts: Attempts | undefined;
  readonly now: number;
}): AutoDecision {
  const { state, plan, content, selfHeal, attempts, now } = input;
  const refusal = whyNotAuto(state);
  if (refusal !== undefined) return { type: 'refused', reason: refusal };
  if (!hasWork(plan)) return { type: 'none' };
  if (!selfHeal && isApplied(state, attempts, content)) return { type: 'none' };
  const at = earliest(attempts, content);
  return now < at ? { type: 'later', at } : { type: 'sync' };
}

/** What a run notes on the cluster is read back some time after it has ended. */
function isApplied(
  { parent }: UnitState,
  attempts: Attempts | undefined,
  content: string,
): boolean {
  if (parent?.content === content) return true;
  return attempts?.content === content && attempts.isApplied === true;
}

/** Nothing of a unit is applied while someone else applies a part of it. */
function whyNotAuto(state: UnitState): string | undefined {
  const [indeterminate] = state.desired.indeterminate;
  if (indeterminate !== undefined) {
    return `Not applied, since it can't be told what is declared: ${indeterminate}`;
  }
  for (const { ref } of state.declared) {
    const live = state.live.get(refKey(ref));
    const reconciler = live && reconcilerOf(live);
    if (reconciler !== undefined) {
      return `Not applied, since ${reconciler} applies ${describeRef(
        ref,
      )}: two engines would fight over it`;
    }
  }
  return undefined;
}

function earliest(attempts: Attempts | undefined, content: string): number {
  if (attempts === undefined || attempts.content !== content) return 0;
  return attempts.last + pauseAfter(attempts);
}

function pauseAfter({ count }: Attempts): number {
  return Math.min(firstPause * 2 ** (count - 1), longestPause);
}

/** What lasted for twice the pause before it is not the same trouble. */
function isMended(attempts: Attempts, now: number): boolean {
  const lasting = Math.max(mendedAfter, 2 * pauseAfter(attempts));
  return now - attempts.last > lasting;
}

/** The attempts after one more. */
export function nextAttempts(
  attempts: Attempts | undefined,
  content: string,
  now: number,
): Attempts {
  const isFresh =
    attempts === undefined ||
    attempts.content !== content ||
    isMended(attempts, now);
  return { count: isFresh ? 1 : attempts.count + 1, last: now, content };
}

const toldFailures = 3;

/** What of a run a person has to know: what failed, what was refused. */
export function tellOutcome(steps: readonly SyncStep[]): string | undefined {
  const failures = steps.filter(
    ({ action, outcome }) =>
      outcome === 'failed' || (outcome === 'skipped' && action !== 'prune'),
  );
  if (failures.length === 0) return undefined;
  const told = failures
    .slice(0, toldFailures)
    .map(step => `${describeRef(step)}: ${step.message ?? step.outcome}`);
  const more = failures.length - told.length;
  return [
    `${failures.length} of ${steps.length} resources were not applied`,
    ...told,
    ...(more > 0 ? [`and ${more} more`] : []),
  ].join('; ');
}
