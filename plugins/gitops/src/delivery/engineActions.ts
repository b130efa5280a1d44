import type {
  EngineAction,
  EngineKind,
  TargetDeliveryResponse,
} from '@backstage-gitops/plugin-gitops-common';

/** Why an engine can't be asked for something from here, or not now. */
export type ActionObstacle =
  | { readonly kind: 'unobserved'; readonly reason: string }
  | { readonly kind: 'stale' }
  | { readonly kind: 'claimed' }
  | { readonly kind: 'absent' }
  | { readonly kind: 'idle' }
  | { readonly kind: 'suspended' }
  | { readonly kind: 'notNow' }
  | {
      readonly kind: 'permission';
      readonly permission: 'gitops.target.sync' | 'gitops.target.suspend';
    };

export interface OfferedAction {
  readonly action: EngineAction;
  readonly obstacle?: ActionObstacle;
}

/** What the person may do, as far as that is known. */
export interface ActionPermissions {
  readonly sync: boolean;
  readonly suspend: boolean;
}

/**
 * What each kind of engine can be asked for at all. Argo CD has nothing that
 * keeps it from an Application and says who did so.
 */
const KNOWN: Record<EngineKind, readonly EngineAction[]> = {
  argocd: ['refresh', 'terminate'],
  flux: ['refresh', 'suspend', 'resume'],
  builtin: [],
};

const ORDER: readonly EngineAction[] = [
  'refresh',
  'terminate',
  'suspend',
  'resume',
];

/** What is offered, each with what stands in the way of it. */
export function offeredActions(
  answer: Pick<TargetDeliveryResponse, 'live' | 'delivery' | 'actions'>,
  may: ActionPermissions,
): OfferedAction[] {
  const { live, delivery, actions } = answer;
  const known = live.state === 'observed' ? KNOWN[live.engine] : [];
  const held = isSuspended(delivery);
  const other = held ? 'suspend' : 'resume';
  return ORDER.filter(
    action =>
      actions.includes(action) || (known.includes(action) && action !== other),
  ).map(action => {
    const obstacle = obstacleTo(action, answer, may);
    return obstacle ? { action, obstacle } : { action };
  });
}

function obstacleTo(
  action: EngineAction,
  answer: Parameters<typeof offeredActions>[0],
  may: ActionPermissions,
): ActionObstacle | undefined {
  const { live, delivery, actions } = answer;
  if (live.state === 'unobserved') {
    return { kind: 'unobserved', reason: live.reason };
  }
  if (live.stale) return { kind: 'stale' };
  if ((delivery?.claimedBy ?? []).length > 1) return { kind: 'claimed' };
  if (!delivery?.object) return { kind: 'absent' };
  if (!actions.includes(action)) {
    if (action === 'terminate') return { kind: 'idle' };
    return isSuspended(delivery) ? { kind: 'suspended' } : { kind: 'notNow' };
  }
  const suspending = action === 'suspend' || action === 'resume';
  if (suspending ? may.suspend : may.sync) return undefined;
  return {
    kind: 'permission',
    permission: suspending ? 'gitops.target.suspend' : 'gitops.target.sync',
  };
}

function isSuspended(delivery: TargetDeliveryResponse['delivery']): boolean {
  return delivery?.suspended !== undefined || delivery?.state === 'suspended';
}
