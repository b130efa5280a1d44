import {
  ClusterStatus,
  DeliverySummary,
  deliverySummarySchema,
  engineKindSchema,
  engineModeSchema,
  Stale,
  TargetLive,
} from '@backstage-gitops/plugin-gitops-common';
import { ClusterRow, ClusterStore } from '../database/ClusterStore';
import { imageMismatch } from '../database/imageMismatch';
import { LiveReader, UnitLook } from '../database/LiveReader';
import { ObservationRow, readDelivery, StoredLive } from '../database/liveRows';
import { isoTime, readArtifacts, TargetRow } from '../database/rows';
import { readStoredLive } from '../database/targetLive';
import { assignUnit } from '../live/assignUnit';
import { ObservedCluster } from '../live/ObservedCluster';

/** A cluster that nobody has told of for so long is not known to be well. */
const freshMilliseconds = 3 * 60_000;

/** Makes of what was seen what the API shows of it. */
export class LiveStates {
  readonly #clusters: readonly ObservedCluster[];
  readonly #store: ClusterStore;
  readonly #live: LiveReader;
  readonly #now: () => Date;

  constructor(options: {
    clusters: readonly ObservedCluster[];
    store: ClusterStore;
    live: LiveReader;
    now: () => Date;
  }) {
    this.#clusters = options.clusters;
    this.#store = options.store;
    this.#live = options.live;
    this.#now = options.now;
  }

  get hasClusters(): boolean {
    return this.#clusters.length > 0;
  }

  /** By id of the target; none where no cluster is configured. */
  async of(
    targets: readonly TargetRow[],
  ): Promise<ReadonlyMap<string, TargetLive>> {
    if (!this.hasClusters) return new Map();
    const units = await this.#live.units(targets.map(row => row.unit_id));
    const rows = await this.#rows();
    return new Map(
      targets.map(target => [
        target.id,
        this.#stateOf(target, units.get(target.unit_id), rows),
      ]),
    );
  }

  /** How reading the named clusters goes, or all, in configured order. */
  async clusters(names?: ReadonlySet<string>): Promise<ClusterStatus[]> {
    const rows = await this.#rows();
    return this.#clusters
      .filter(({ name }) => names === undefined || names.has(name))
      .map(cluster => this.#status(cluster, rows.get(cluster.name)));
  }

  /** Names of clusters whose last good look is not of now. */
  async stale(): Promise<string[]> {
    return [...(await this.#rows()).values()].flatMap(row =>
      this.#staleness(row) ? [row.name] : [],
    );
  }

  #rows(): Promise<Map<string, ClusterRow>> {
    return this.#store.rows(this.#clusters.map(({ name }) => name));
  }

  #stateOf(
    target: TargetRow,
    unit: UnitLook | undefined,
    rows: ReadonlyMap<string, ClusterRow>,
  ): TargetLive {
    const assignment = assignUnit(
      {
        cluster: unit?.cluster ?? target.cluster ?? undefined,
        environment: unit?.environment ?? target.environment,
      },
      this.#clusters,
    );
    if (assignment.state === 'unassigned') {
      return { state: 'unobserved', reason: assignment.reason };
    }
    const { cluster } = assignment;
    const row = rows.get(cluster);
    const stored = readStoredLive(target.live);
    if (!stored || !row || !unit?.look || target.live_cluster !== cluster) {
      return { state: 'unobserved', cluster, reason: whyUnseen(row) };
    }
    return {
      state: 'observed',
      cluster,
      ...this.#seen(unit.look, row),
      ...shownOf(target, stored),
    };
  }

  #seen(look: ObservationRow, cluster: ClusterRow) {
    const stale = this.#staleness(cluster);
    const observedAt = Number(look.observed_at);
    // What was told in the session that last read the cluster held until then.
    const isCurrent = observedAt >= Number(cluster.session_at ?? Infinity);
    const seenAt =
      isCurrent && cluster.last_success_at !== null
        ? Math.max(observedAt, Number(cluster.last_success_at))
        : observedAt;
    return {
      engine: engineKindSchema.parse(look.engine),
      mode: look.mode === null ? undefined : engineModeSchema.parse(look.mode),
      observedAt: isoTime(seenAt),
      stale,
      revision: look.revision ?? undefined,
      appliedRevision: look.applied_revision ?? undefined,
      delivery: summaryOf(look),
    };
  }

  #staleness(row: ClusterRow): Stale | undefined {
    if (row.state === 'failed') {
      return {
        since: isoTime(row.failed_at ?? 0),
        reason: row.reason ?? 'The cluster can not be read',
      };
    }
    const seen = Number(row.last_success_at ?? 0);
    const isFresh = this.#now().getTime() - seen <= freshMilliseconds;
    return row.state === 'ready' && !isFresh
      ? {
          since: isoTime(seen),
          reason: 'Nobody has looked at the cluster since',
        }
      : undefined;
  }

  #status(
    { name, mode }: ObservedCluster,
    row: ClusterRow | undefined,
  ): ClusterStatus {
    if (!row) return { name, mode, state: 'pending', units: 0 };
    const stale = this.#staleness(row);
    return {
      name,
      mode,
      state: stale ? 'failed' : stateOf(row),
      reason: stale?.reason,
      since: stale?.since,
      lastSuccessAt: isoTime(row.last_success_at),
      version: row.version ?? undefined,
      units: row.units,
      skewSeconds: row.skew === null ? undefined : row.skew / 1000,
    };
  }
}

function summaryOf(look: ObservationRow): DeliverySummary | undefined {
  const delivery = readDelivery(look);
  return delivery && deliverySummarySchema.parse(delivery);
}

function stateOf(row: ClusterRow): ClusterStatus['state'] {
  return row.state === 'ready' || row.state === 'failed'
    ? row.state
    : 'pending';
}

function whyUnseen(row: ClusterRow | undefined): string {
  if (row?.state === 'failed') {
    return row.reason ?? 'The cluster can not be read';
  }
  return row?.state === 'ready'
    ? 'The cluster is read, but nothing was seen of it yet'
    : 'The cluster was not read yet';
}

function shownOf(target: TargetRow, stored: StoredLive) {
  const running = imageMismatch(
    readArtifacts(target.artifacts),
    stored.artifacts,
  );
  const { behindSince } = stored;
  return {
    sync: stored.sync,
    health: stored.health,
    artifacts: stored.artifacts,
    behind:
      running.length === 0
        ? undefined
        : {
            running,
            since: behindSince === undefined ? undefined : isoTime(behindSince),
          },
    drift: { ...stored.drift, since: isoTime(target.drift_since) },
  };
}
