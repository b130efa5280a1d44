import {
  EngineMode,
  Health,
  ResourceDrift,
  ResourceObservation,
  TargetObservation,
  UnitObservation,
} from '@backstage-gitops/plugin-gitops-common';
import { SchemaSource } from '../../../drift/model';
import { Resource } from '../../../manifests/Resource';
import { asUndelivered, healthOfDelivered, isNew } from '../../undelivered';
import { liveArtifactsOf } from '../artifacts/liveArtifactsOf';
import { assessHealth } from '../health/assessHealth';
import { unknown } from '../health/health';
import { uidOf } from '../ownership/OwnerChain';
import { refKey } from '../resourceRef';
import { DeclaredObject, UnitState } from '../UnitState';
import { assignTargets } from './assignTargets';
import { orphanStatus } from './resourceStatus';
import { syncOf } from './syncOf';

export interface ObservationInput {
  readonly cluster: string;
  readonly mode: EngineMode;
  readonly state: UnitState;
  /** Of each declared object, by refKey. */
  readonly drift: ReadonlyMap<string, ResourceDrift>;
  readonly comparison: 'readOnly' | 'exact';
  readonly schemas: SchemaSource;
  /** The pods below a live object, by its uid. */
  podsOf(uid: string): readonly Resource[];
  /** Why pods can't be read, where they can't. */
  readonly podsUnreadable?: string;
  /** Of what was never applied; absent where that is missing like anything else. */
  readonly awaited?: Health;
  readonly appliedRevision?: string;
  readonly message?: string;
  readonly now: Date;
}

interface Observed {
  readonly observation: ResourceObservation;
  readonly isKept: boolean;
  readonly pods: readonly Resource[];
}

/** What is said of a unit and its targets at one moment. */
export function observeUnit(input: ObservationInput): UnitObservation {
  const { state, appliedRevision } = input;
  const { unit, targets, revision } = state.desired;
  const observed = [
    ...state.declared.map(declared => observeDeclared(declared, input)),
    ...state.orphans.map(orphan => observeOrphan(orphan, input)),
  ];
  const message = [input.message, input.podsUnreadable]
    .filter(text => text !== undefined)
    .join('; ');
  return {
    unit: unit.id,
    cluster: input.cluster,
    engine: 'builtin',
    mode: input.mode,
    comparison: input.comparison,
    observedAt: input.now.toISOString(),
    revision,
    ...(appliedRevision !== undefined && { appliedRevision }),
    ...judge(observed, state),
    ...(message !== '' && { message }),
    resources: observed.map(({ observation }) => observation),
    targets: targets.map(({ id }) => observeTarget(id, observed, state)),
  };
}

function observeTarget(
  target: string,
  observed: readonly Observed[],
  state: UnitState,
): TargetObservation {
  const own = observed.filter(({ observation }) =>
    observation.targets.includes(target),
  );
  return {
    target,
    ...judge(own, state),
    artifacts: liveArtifactsOf(own.flatMap(({ pods }) => pods)),
  };
}

function judge(observed: readonly Observed[], { desired }: UnitState) {
  const doubts = desired.indeterminate;
  const declared = observed.filter(
    ({ observation }) => observation.status !== 'orphaned',
  );
  return {
    sync: syncOf(
      observed.map(({ observation, isKept }) => ({ ...observation, isKept })),
      doubts,
    ),
    health:
      declared.length === 0 && doubts.length > 0
        ? unknown(doubts[0])
        : healthOfDelivered(declared.map(({ observation }) => observation)),
  };
}

function observeDeclared(
  declared: DeclaredObject,
  input: ObservationInput,
): Observed {
  const key = refKey(declared.ref);
  const live = input.state.live.get(key);
  const pods = podsBelow(live, input);
  const drift: ResourceDrift = input.drift.get(key) ?? {
    ...declared.ref,
    status: 'indeterminate',
    reason: 'It was not compared',
    differences: [],
  };
  const observation: ResourceObservation = {
    ...drift,
    ...(live !== undefined && { apiVersion: live.apiVersion }),
    health:
      live === undefined
        ? absentHealth(drift)
        : healthOf(live, pods, input.schemas),
    targets: [...assignTargets(declared.resource, input.state.desired.targets)],
  };
  const { awaited, state } = input;
  return {
    observation:
      awaited !== undefined && isNew(observation, state.applied)
        ? asUndelivered(observation, awaited)
        : observation,
    isKept: false,
    pods,
  };
}

function observeOrphan(orphan: Resource, input: ObservationInput): Observed {
  const { isKept, ...drift } = orphanStatus(orphan, input.state);
  const pods = podsBelow(orphan, input);
  return {
    observation: {
      ...drift,
      apiVersion: orphan.apiVersion,
      health: healthOf(orphan, pods, input.schemas),
      targets: [...assignTargets(orphan, input.state.desired.targets)],
    },
    isKept,
    pods,
  };
}

function podsBelow(
  live: Resource | undefined,
  input: ObservationInput,
): readonly Resource[] {
  const uid = live === undefined ? undefined : uidOf(live);
  return uid === undefined ? [] : input.podsOf(uid);
}

function healthOf(
  live: Resource,
  pods: readonly Resource[],
  schemas: SchemaSource,
): Health {
  const schema = schemas.schemaOf(live.apiVersion, live.kind);
  const { properties } = schema?.root ?? {};
  return assessHealth(live, {
    pods,
    ...(properties !== undefined && {
      hasStatus: Object.hasOwn(properties, 'status'),
    }),
  });
}

/** What can't be read may be well. */
function absentHealth(drift: ResourceDrift): Health {
  const { status, reason } = drift;
  return {
    state: status === 'missing' ? 'missing' : 'unknown',
    message:
      reason ??
      (status === 'missing' ? 'It does not exist' : 'It is not known'),
  };
}
