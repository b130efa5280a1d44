import { EngineCondition } from '@backstage-gitops/plugin-gitops-common';
import { readableMessage } from './readableMessage';

/**
 * What a controller says of its object. `waiting`: for what it depends on.
 * `unfetched`: its source has nothing for it. `failed` is tried again by itself
 * unless `isStalled`. `unknown` where no controller has said anything.
 *
 * @public
 */
export interface FluxReadiness {
  readonly state:
    | 'ready'
    | 'progressing'
    | 'waiting'
    | 'unfetched'
    | 'failed'
    | 'unknown';
  readonly reason?: string;
  readonly message?: string;
  readonly isStalled?: boolean;
}

interface Observed {
  readonly generation?: number;
  readonly observedGeneration?: number;
  readonly conditions: readonly (EngineCondition & {
    readonly observedGeneration?: number;
  })[];
}

const unfetchedReasons = new Set([
  'ArtifactFailed',
  'ArtifactNotFound',
  'SourceNotFound',
  'SourceNotReady',
]);

const progressingReasons = /^(?:Progressing|.*InProgress)$/;

/** Of an object's conditions, whether it is as it should be, and why not. */
export function readinessOf(object: Observed): FluxReadiness {
  const { conditions, generation } = object;
  const find = (type: string) =>
    conditions.find(condition => condition.type === type);
  const stalled = find('Stalled');
  if (stalled?.status === 'True') {
    return { ...tell('failed', stalled), isStalled: true };
  }
  const ready = find('Ready');
  if (ready === undefined) return withoutReady(find('Reconciling'));
  const seen = Math.max(
    object.observedGeneration ?? 0,
    ready.observedGeneration ?? 0,
  );
  // A failed look at this generation is told by Ready before it is by status.
  if (generation !== undefined && seen > 0 && seen < generation) {
    return {
      state: 'progressing',
      message: 'Its controller has not seen the newest state',
    };
  }
  if (ready.status === 'True') return tell('ready', ready);
  return tell(stateOfNotReady(ready), ready);
}

function stateOfNotReady({
  status,
  reason = '',
}: EngineCondition): FluxReadiness['state'] {
  if (reason === 'DependencyNotReady') return 'waiting';
  if (unfetchedReasons.has(reason)) return 'unfetched';
  return status === 'Unknown' || progressingReasons.test(reason)
    ? 'progressing'
    : 'failed';
}

function withoutReady(reconciling: EngineCondition | undefined): FluxReadiness {
  return reconciling?.status === 'True'
    ? tell('progressing', reconciling)
    : { state: 'unknown', message: 'No controller has looked at it yet' };
}

function tell(
  state: FluxReadiness['state'],
  { reason, message }: EngineCondition,
): FluxReadiness {
  return {
    state,
    ...(reason !== undefined && { reason }),
    ...(message !== undefined && { message: readableMessage(message) }),
  };
}
