import {
  lastWriteSchema,
  ResourceObservation,
  targetTrouble,
  troubleGravity,
  TroubleKind,
  UnitObservation,
} from '@backstage-gitops/plugin-gitops-common';
import { columnText } from './columnText';
import { countedDifferences, DriftRow } from './driftChanges';
import { DeclaredBefore } from './declaredVersions';
import { imageMismatch } from './imageMismatch';
import {
  isOfTarget,
  resourceColumns,
  StoredLive,
  storedLiveSchema,
  subjectOf,
} from './liveRows';
import { readArtifacts, TargetRow } from './rows';

/** The columns of a target that say what runs. */
export type LiveColumns = Pick<
  TargetRow,
  | 'live'
  | 'live_cluster'
  | 'live_sync'
  | 'live_engine'
  | 'live_instance'
  | 'live_stuck'
  | 'state_rank'
  | 'drift_count'
  | 'drift_since'
>;

/**
 * What sorts the fleet: the worse the higher. What its engine doesn't try for
 * now is as bad as what is out of sync.
 */
export const stateRanks = {
  fine: 1,
  progressing: 2,
  unknown: 3,
  outOfSync: 4,
  drifted: 5,
  undelivered: 6,
  unhealthy: 7,
} as const;

/** Of a target that nothing was seen of. */
export const nothingSeen: LiveColumns = {
  live: null,
  live_cluster: '',
  live_sync: '',
  live_engine: '',
  live_instance: '',
  live_stuck: '',
  state_rank: stateRanks.unknown,
  drift_count: 0,
  drift_since: null,
};

/** What a target's columns say after an observation of its unit. */
export function liveColumns(
  target: Pick<TargetRow, 'id' | 'artifacts' | 'live'>,
  observation: UnitObservation,
  lasting: readonly DriftRow[],
  declaredBefore?: DeclaredBefore,
): LiveColumns {
  const resources = observation.resources.filter(resource =>
    isOfTarget(resource, target.id),
  );
  const own = observation.targets.find(seen => seen.target === target.id);
  const { sync, health, artifacts } = own ?? {
    sync: observation.sync,
    health: observation.health,
    artifacts: [],
  };
  const oldest = oldestOf(resources, lasting);
  const drift = { ...driftCounts(resources), by: writerOf(oldest) };
  const live: StoredLive = {
    sync,
    health,
    artifacts,
    drift,
    declared: declaredBefore?.(target.id),
    behindSince: behindSince(target, artifacts, observation),
  };
  const stuck = targetTrouble({ ...observation, ...live })?.kind;
  return {
    live: JSON.stringify(live),
    live_cluster: observation.cluster,
    live_sync: sync.state,
    live_engine: observation.engine,
    live_instance: columnText(observation.delivery?.instance ?? ''),
    live_stuck: stuck ?? '',
    state_rank: stateRank(live, stuck),
    drift_count: driftCount(live),
    drift_since: oldest ? Number(oldest.first_seen) : null,
  };
}

/** What was stored of a target, where anything was. */
export function readStoredLive(text: string | null): StoredLive | undefined {
  return text === null ? undefined : storedLiveSchema.parse(JSON.parse(text));
}

function driftCount({ drift }: StoredLive): number {
  return drift.fields + drift.missing + drift.orphaned;
}

/** The one state that a target is shown with, where it has several. */
function stateRank(live: StoredLive, stuck: TroubleKind | undefined): number {
  const { health, sync, drift } = live;
  if (health.state === 'degraded' || health.state === 'missing') {
    return stateRanks.unhealthy;
  }
  const gravity = stuck && troubleGravity(stuck);
  if (gravity === 'broken') return stateRanks.undelivered;
  if (driftCount(live) > 0) return stateRanks.drifted;
  if (gravity === 'held') return stateRanks.outOfSync;
  if (gravity === 'moving') return stateRanks.progressing;
  if (sync.state === 'outOfSync') return stateRanks.outOfSync;
  if (
    gravity === 'unknown' ||
    sync.state === 'unknown' ||
    health.state === 'unknown' ||
    drift.indeterminate > 0
  ) {
    return stateRanks.unknown;
  }
  return health.state === 'progressing'
    ? stateRanks.progressing
    : stateRanks.fine;
}

function driftCounts(resources: readonly ResourceObservation[]) {
  const having = (status: ResourceObservation['status']) =>
    resources.filter(resource => resource.status === status);
  return {
    fields: resources.reduce(
      (sum, resource) => sum + countedDifferences(resource).length,
      0,
    ),
    resources: having('drifted').filter(isDrift).length,
    missing: having('missing').length,
    orphaned: having('orphaned').length,
    indeterminate: having('indeterminate').length,
  };
}

/** Not where all that differs is still to be delivered. */
function isDrift(resource: ResourceObservation): boolean {
  return (
    resource.differences.length === 0 || countedDifferences(resource).length > 0
  );
}

function oldestOf(
  resources: readonly ResourceObservation[],
  lasting: readonly DriftRow[],
): DriftRow | undefined {
  const subjects = new Set(
    resources.map(resource => subjectOf(resourceColumns(resource))),
  );
  return lasting
    .filter(({ resource }) => subjects.has(resource))
    .reduce<DriftRow | undefined>(
      (oldest, row) =>
        oldest && Number(oldest.first_seen) <= Number(row.first_seen)
          ? oldest
          : row,
      undefined,
    );
}

function writerOf(drift: DriftRow | undefined): string | undefined {
  return drift?.last_write
    ? lastWriteSchema.parse(JSON.parse(drift.last_write)).manager
    : undefined;
}

/** Images are other ones since we first saw them to be, as drift is. */
function behindSince(
  target: Pick<TargetRow, 'artifacts' | 'live'>,
  artifacts: StoredLive['artifacts'],
  { observedAt }: UnitObservation,
): number | undefined {
  const declared = readArtifacts(target.artifacts);
  if (imageMismatch(declared, artifacts).length === 0) return undefined;
  return readStoredLive(target.live)?.behindSince ?? Date.parse(observedAt);
}
