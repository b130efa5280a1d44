import {
  ClusterStatus,
  Stale,
  TargetLive,
} from '@backstage-gitops/plugin-gitops-common';
import { ClusterRow, ClusterStore } from '../database/ClusterStore';
import { EngineState, EngineStore } from '../database/EngineStore';
import { LiveReader, UnitLook } from '../database/LiveReader';
import { ObservationRow } from '../database/liveRows';
import { isoTime, TargetRow } from '../database/rows';
import { StaleSources } from '../database/targetConditions';
import { readStoredLive } from '../database/targetLive';
import { assignUnit } from '../live/assignUnit';
import { ObservedCluster } from '../live/ObservedCluster';
import { argoCdLive, instanceStaleness } from './argoCdLive';
import { isOfNow, seenAs, shownOf, unheard } from './shownLive';

/** A cluster that nobody has told of for so long is not known to be well. */
const freshMilliseconds = 3 * 60_000;

const notLookedAt =
  'The cluster was not looked at since Git declares what it does';

/** How reading goes of what tells of units. */
interface Sources {
  readonly clusters: ReadonlyMap<string, ClusterRow>;
  readonly instances: ReadonlyMap<string, EngineState>;
}

/** Makes of what was seen what the API shows of it. */
export class LiveStates {
  readonly #clusters: readonly ObservedCluster[];
  readonly #instances: readonly string[];
  readonly #store: ClusterStore;
  readonly #engines: EngineStore;
  readonly #live: LiveReader;
  readonly #now: () => Date;

  constructor(options: {
    clusters: readonly ObservedCluster[];
    /** Names of the configured instances of Argo CD. */
    instances: readonly string[];
    store: ClusterStore;
    engines: EngineStore;
    live: LiveReader;
    now: () => Date;
  }) {
    this.#clusters = options.clusters;
    this.#instances = options.instances;
    this.#store = options.store;
    this.#engines = options.engines;
    this.#live = options.live;
    this.#now = options.now;
  }

  /** Whether anything tells what runs. */
  get hasClusters(): boolean {
    return this.#clusters.length + this.#instances.length > 0;
  }

  /** By id of the target; none where nothing tells what runs. */
  async of(
    targets: readonly TargetRow[],
  ): Promise<ReadonlyMap<string, TargetLive>> {
    if (!this.hasClusters) return new Map();
    const units = await this.#live.units(targets.map(row => row.unit_id));
    const sources: Sources = {
      clusters: await this.#rows(),
      instances: await this.#engines.states('argocd'),
    };
    return new Map(
      targets.map(target => [
        target.id,
        this.#stateOf(target, units.get(target.unit_id), sources),
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

  /** Names of those whose last good look is not of now. */
  async stale(): Promise<StaleSources> {
    const instances = await this.#engines.states('argocd');
    return {
      clusters: [...(await this.#rows()).values()].flatMap(row =>
        this.#staleness(row) ? [row.name] : [],
      ),
      instances: [...instances].flatMap(([name, state]) =>
        instanceStaleness(state, this.#now()) ? [name] : [],
      ),
    };
  }

  #rows(): Promise<Map<string, ClusterRow>> {
    return this.#store.rows(this.#clusters.map(({ name }) => name));
  }

  #stateOf(
    target: TargetRow,
    unit: UnitLook | undefined,
    sources: Sources,
  ): TargetLive {
    if (unit?.look?.engine === 'argocd') {
      const state = sources.instances.get(unit.look.instance ?? '');
      return argoCdLive(target, { look: unit.look, state, now: this.#now() });
    }
    const assignment = assignUnit(
      {
        cluster: unit?.cluster ?? target.cluster ?? undefined,
        environment: unit?.environment ?? target.environment,
      },
      this.#clusters,
    );
    if (assignment.state === 'unassigned') {
      return { state: 'unobserved', reason: this.#whyUnassigned(assignment) };
    }
    const { cluster } = assignment;
    const row = sources.clusters.get(cluster);
    const stored = readStoredLive(target.live);
    if (!stored || !row || !unit?.look || target.live_cluster !== cluster) {
      return { state: 'unobserved', cluster, reason: whyUnseen(row) };
    }
    return {
      state: 'observed',
      cluster,
      ...this.#seenOn(row, unit.look),
      ...shownOf(target, stored),
      ...(isOfNow(target, stored) ? {} : unheard(unit.look, notLookedAt)),
    };
  }

  #whyUnassigned({ reason }: { readonly reason: string }): string {
    if (this.#instances.length === 0) return reason;
    const unclaimed = 'No Application of Argo CD deploys it';
    return this.#clusters.length === 0
      ? unclaimed
      : `${unclaimed}, and no cluster tells of it: ${reason}`;
  }

  #seenOn(cluster: ClusterRow, look: ObservationRow) {
    const observedAt = Number(look.observed_at);
    // What was told in the session that last read the cluster held until then.
    const isCurrent = observedAt >= Number(cluster.session_at ?? Infinity);
    const seenAt =
      isCurrent && cluster.last_success_at !== null
        ? Math.max(observedAt, Number(cluster.last_success_at))
        : observedAt;
    return seenAs(look, {
      stale: this.#staleness(cluster),
      observedAt: seenAt,
    });
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
