import { UnitObservation } from '@backstage-gitops/plugin-gitops-common';
import { appliedCommits, isCommit } from './appliedCommits';
import { BigInteger } from './rows';

/** When a unit's cluster was told a commit, and ran it well. */
export interface RolloutRow {
  readonly unit_id: string;
  readonly cluster: string;
  readonly commit: string;
  readonly engine: string;
  readonly applied_at: BigInteger;
  readonly running_at: BigInteger | null;
  /** Applied by then, and nobody knows when. */
  readonly applied_late: boolean | number;
  /** Ran well by then, and nobody knows since when. */
  readonly running_late: boolean | number;
}

export type KnownRollout = Pick<RolloutRow, 'commit' | 'running_at'>;

/** What was known of a unit's rollouts before a look. */
export interface RolloutsBefore {
  /** Of the commits that the look tells of. */
  readonly known: readonly KnownRollout[];
  /** Whether anything at all was seen of the unit on this cluster. */
  readonly isFirst: boolean;
  /** When the unit was looked at before; milliseconds. */
  readonly lastLook?: number;
}

/** What a look adds. */
export interface RolloutChanges {
  readonly added: readonly RolloutRow[];
  /** Commits that were applied before and now run well, since when. */
  readonly running: readonly (Pick<RolloutRow, 'commit'> & RunningColumns)[];
}

type RunningColumns = Pick<RolloutRow, 'running_at' | 'running_late'>;

/**
 * Every session looks at every unit, and a session lasts less than this. Who
 * did not look for longer may have missed what was applied in between.
 */
const longestPause = 30 * 60_000;

/** What runs so soon after it was applied began to just now. */
const promptly = 2 * 60_000;

interface Told {
  readonly commit: string;
  readonly at: number | undefined;
}

/** The commits whose rollouts a look tells of. */
export function toldCommits(observation: UnitObservation): readonly string[] {
  return [
    ...new Set([
      ...appliedCommits(observation),
      ...historyOf(observation).map(({ commit }) => commit),
    ]),
  ];
}

/**
 * The rollouts that a look tells of for the first time. An engine's own times
 * stand before ours. What may have been applied long before anybody looked is
 * marked, as what it brought came to run at a time that nobody knows.
 */
export function seenRollouts(
  observation: UnitObservation,
  before: RolloutsBefore,
): RolloutChanges {
  const known = new Map(before.known.map(row => [row.commit, row]));
  const current = currentOf(observation);
  const names = new Set(current.map(({ commit }) => commit));
  const past = historyOf(observation).filter(
    ({ commit }) => !names.has(commit) && !known.has(commit),
  );
  const [oldest] = past;
  const missed = hasMissed(observation, before);
  return {
    added: [
      ...past.map(told => ({
        ...rowOf(observation, told),
        applied_late: missed && told === oldest,
      })),
      ...current
        .filter(({ commit }) => !known.has(commit))
        .map(told => ({
          ...rowOf(observation, told),
          ...runningColumns(observation, before, told),
          applied_late:
            (before.isFirst && told.at === undefined) ||
            (missed && oldest === undefined),
        })),
    ],
    running: current.flatMap(told => {
      const columns = runningColumns(observation, before, told);
      const isNews = known.get(told.commit)?.running_at === null;
      return isNews && columns.running_at !== null
        ? [{ commit: told.commit, ...columns }]
        : [];
    }),
  };
}

function runningColumns(
  observation: UnitObservation,
  before: RolloutsBefore,
  { at }: Told,
): RunningColumns {
  if (!isRunning(observation)) return { running_at: null, running_late: false };
  const seen = Date.parse(observation.observedAt);
  const isPrompt = at !== undefined && seen - at <= promptly;
  const hasLooked =
    !before.isFirst && pauseOf(observation, before) <= longestPause;
  return { running_at: seen, running_late: !hasLooked && !isPrompt };
}

/** Whether more may have been applied since the last look than is told of. */
function hasMissed(
  observation: UnitObservation,
  before: RolloutsBefore,
): boolean {
  const { known, isFirst } = before;
  if (isFirst || pauseOf(observation, before) <= longestPause) return false;
  const remembered = new Set(known.map(({ commit }) => commit));
  // An engine that remembers what we know remembers what came after it.
  return !historyOf(observation).some(({ commit }) => remembered.has(commit));
}

/** For how long nobody had looked. */
function pauseOf(
  { observedAt }: UnitObservation,
  { lastLook }: RolloutsBefore,
): number {
  return lastLook === undefined ? Infinity : Date.parse(observedAt) - lastLook;
}

function rowOf(
  { unit, cluster, engine, observedAt }: UnitObservation,
  { commit, at }: Told,
): RolloutRow {
  const seen = Date.parse(observedAt);
  return {
    unit_id: unit,
    cluster,
    commit,
    engine,
    // A cluster whose clock is ahead can't have done it after we saw it.
    applied_at: Math.min(at ?? seen, seen),
    running_at: null,
    applied_late: false,
    running_late: false,
  };
}

function currentOf(observation: UnitObservation): Told[] {
  const times = new Map(
    historyOf(observation).map(({ commit, at }) => [commit, at]),
  );
  const { applied } = observation.delivery ?? {};
  return appliedCommits(observation).map(commit => ({
    commit,
    at:
      (commit === applied?.commit ? timeOf(applied.at) : undefined) ??
      times.get(commit),
  }));
}

/** What the engine remembers, oldest first; of a commit the first time. */
function historyOf({ delivery }: UnitObservation): Told[] {
  const told = (delivery?.history ?? []).flatMap(
    ({ revision: { commit, at }, status }) => {
      const time = timeOf(at);
      return isCommit(commit) && time !== undefined && isApplied(status)
        ? [{ commit, at: time }]
        : [];
    },
  );
  const first = new Map<string, Told & { readonly at: number }>();
  for (const one of told.sort((a, b) => a.at - b.at)) {
    if (!first.has(one.commit)) first.set(one.commit, one);
  }
  return [...first.values()];
}

/** An attempt that failed applied nothing that could be told to be there. */
function isApplied(status: string | undefined): boolean {
  return status === undefined || !/fail/i.test(status);
}

function timeOf(text: string | undefined): number | undefined {
  const time = Date.parse(text ?? '');
  return Number.isNaN(time) ? undefined : time;
}

function isRunning({ delivery, sync, health }: UnitObservation): boolean {
  const step = delivery?.steps.find(each => each.step === 'running');
  const isWell = health.state !== 'degraded' && health.state !== 'missing';
  return step
    ? step.state === 'done' && isWell
    : sync.state === 'synced' && health.state === 'healthy';
}
