import type { SyncStep } from '@backstage-gitops/plugin-gitops-common';
import { byResource } from '../drift/resourceText';

/** Kinds that take other objects with them when they are deleted. */
const CONTAINERS = ['Namespace', 'CustomResourceDefinition'];

/** As the backend wants a deletion confirmed. */
export function confirmationOf({ kind, name }: SyncStep): string {
  return `${kind}/${name}`;
}

/** The deletions that take more with them and are confirmed one by one. */
export function toConfirm(steps: readonly SyncStep[]): SyncStep[] {
  return steps
    .filter(
      ({ action, kind }) => action === 'prune' && CONTAINERS.includes(kind),
    )
    .sort(byResource);
}

const ORDER: Record<SyncStep['action'], number> = {
  create: 0,
  update: 1,
  prune: 2,
  none: 3,
};

export interface SyncPlan {
  /** What is done, or failed, or was refused. */
  readonly steps: readonly SyncStep[];
  /** How many resources stay as they are. */
  readonly unchanged: number;
}

/** The steps that say something, by what they do. */
export function syncPlan(steps: readonly SyncStep[]): SyncPlan {
  const telling = steps.filter(
    ({ action, outcome }) => action !== 'none' || outcome === 'failed',
  );
  return {
    steps: [...telling].sort(
      (a, b) => ORDER[a.action] - ORDER[b.action] || byResource(a, b),
    ),
    unchanged: steps.length - telling.length,
  };
}
