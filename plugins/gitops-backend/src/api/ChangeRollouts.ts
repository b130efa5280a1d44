import {
  ChangeRollout,
  engineKindSchema,
  TargetLive,
} from '@backstage-gitops/plugin-gitops-common';
import { appliedCommits } from '../database/appliedCommits';
import { HistoryReader, TargetChange } from '../database/HistoryReader';
import { RolloutReader } from '../database/RolloutReader';
import { isoTime, TargetRow } from '../database/rows';
import { RolloutRow } from '../database/seenRollouts';
import { CommitOrders } from '../indexing/CommitOrders';
import { findRollout, FoundRollout, holds, LandedAt } from './findRollout';
import { LiveStates } from './LiveStates';

/** A change with a target that it moved. */
export interface ChangeOfTarget {
  readonly target: TargetRow;
  readonly change: TargetChange;
}

export interface ChangeRolloutsOptions {
  readonly rollouts: RolloutReader;
  readonly history: HistoryReader;
  readonly live: LiveStates;
  readonly orders: Pick<CommitOrders, 'ofAll'>;
}

/** What is known of one target, to tell of all its changes. */
interface TargetFacts {
  readonly target: TargetRow;
  /** The first that was applied first. */
  readonly rows: readonly RolloutRow[];
  readonly live?: TargetLive;
  /** Places on the branch at which something was taken back. */
  readonly rollbacks: readonly number[];
  positionOf(commit: string): number | undefined;
}

/** Tells when changes came to run, all those of a page at once. */
export class ChangeRollouts {
  readonly #options: ChangeRolloutsOptions;

  constructor(options: ChangeRolloutsOptions) {
    this.#options = options;
  }

  /** How far each change came, in the order of the question. */
  async of(
    asked: readonly ChangeOfTarget[],
  ): Promise<readonly (ChangeRollout | undefined)[]> {
    const targets = new Map(asked.map(({ target }) => [target.key, target]));
    const facts = await this.#facts([...targets.values()]);
    return asked.map(({ target, change }) => {
      const known = facts.get(target.key);
      return known && rolloutOfChange(change, known);
    });
  }

  /** Only of targets of whose unit anything was ever applied. */
  async #facts(
    all: readonly TargetRow[],
  ): Promise<ReadonlyMap<number, TargetFacts>> {
    const { rollouts, history, live, orders } = this.#options;
    const rows = await rollouts.ofUnits(all.map(({ unit_id }) => unit_id));
    const targets = all.filter(({ unit_id }) => rows.has(unit_id));
    if (targets.length === 0) return new Map();
    const lives = await live.of(targets);
    const order = await orders.ofAll(targets.map(row => row.repository_id));
    const taken = await history.rollbacks(targets.map(({ key }) => key));
    return new Map(
      targets.map(target => [
        target.key,
        {
          target,
          rows: rows.get(target.unit_id) ?? [],
          live: lives.get(target.id),
          rollbacks: taken.get(target.key) ?? [],
          positionOf: commit =>
            order.get(target.repository_id)?.positionOf(target.branch, commit),
        },
      ]),
    );
  }
}

function rolloutOfChange(
  { landed_by, position }: TargetChange,
  facts: TargetFacts,
): ChangeRollout | undefined {
  const { target, rows, rollbacks, positionOf } = facts;
  const later = rollbacks.filter(other => other > position);
  const landed: LandedAt = {
    landedBy: landed_by,
    position: positionOf(landed_by),
    ...(later.length > 0 && { until: Math.min(...later) }),
  };
  const found = findRollout(landed, rows, positionOf);
  if (!found) return awaited(landed, facts);
  const { row, running } = found;
  const appliedAt = isoTime(row.applied_at);
  const place = {
    target: target.id,
    cluster: row.cluster,
    engine: engineKindSchema.parse(row.engine),
  };
  if (typeof running === 'number') {
    return {
      state: 'running',
      ...place,
      appliedAt,
      runningAt: isoTime(running),
    };
  }
  const state = isSettling(landed, found, facts) ? 'settling' : 'applied';
  return { state, ...place, appliedAt };
}

/** Where what was applied last holds it, and is not well. */
function isSettling(
  landed: LandedAt,
  { running }: FoundRollout,
  { live, positionOf }: TargetFacts,
): boolean {
  if (running !== undefined || !isCurrent(live)) return false;
  const isThere = appliedCommits(live).some(commit =>
    holds(landed, positionOf(commit)),
  );
  return isThere && live.health.state !== 'healthy';
}

/** Not applied: the newest that is, is known to be older. */
function awaited(
  landed: LandedAt,
  { target, rows, live, positionOf }: TargetFacts,
): ChangeRollout | undefined {
  const { position, until } = landed;
  if (!isCurrent(live) || position === undefined || until !== undefined) {
    return undefined;
  }
  const isOlder = (commit: string) => {
    const at = positionOf(commit);
    return at !== undefined && at < position;
  };
  const applied = appliedCommits(live);
  const isAwaited =
    applied.length > 0 &&
    applied.every(isOlder) &&
    rows.every(({ commit }) => !holds(landed, positionOf(commit)));
  const { cluster, engine } = live;
  return isAwaited
    ? { state: 'waiting', target: target.id, cluster, engine }
    : undefined;
}

function isCurrent(
  live: TargetLive | undefined,
): live is Extract<TargetLive, { state: 'observed' }> {
  return live?.state === 'observed' && live.stale === undefined;
}
