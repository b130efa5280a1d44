import type {
  Difference,
  HealthState,
  ResourceDrift,
  ResourceSummary,
  Sync,
  TargetDriftResponse,
} from '@backstage-gitops/plugin-gitops-common';
import type { ObservedLive } from '../live/liveState';

export type ObservedParts = Partial<
  Omit<ObservedLive, 'health' | 'sync' | 'state'>
> & {
  readonly health?: HealthState;
  readonly sync?: Sync['state'];
  readonly message?: string;
};

export function aLive(parts: ObservedParts = {}): ObservedLive {
  const { health = 'healthy', sync = 'synced', message, ...rest } = parts;
  return {
    state: 'observed',
    cluster: 'eu-1',
    engine: 'builtin',
    mode: 'auto',
    observedAt: '2026-11-21T09:29:48.000Z',
    health:
      message === undefined ? { state: health } : { state: health, message },
    sync: { state: sync },
    artifacts: [
      {
        kind: 'image',
        name: 'registry.larkspur.example/ticket-sales',
        version: 'v41',
        pods: 3,
        ready: 3,
        since: '2026-11-15T08:02:00.000Z',
      },
    ],
    drift: {
      fields: 0,
      resources: 0,
      missing: 0,
      orphaned: 0,
      indeterminate: 0,
    },
    ...rest,
  };
}

export function aDifference(parts: Partial<Difference> = {}): Difference {
  return {
    field: 'spec.replicas',
    class: 'changed',
    declared: 3,
    live: 5,
    origin: { file: 'apps/ticket-sales/base/deployment.yaml', line: 9 },
    lastWrite: {
      manager: 'kubectl-scale',
      operation: 'Update',
      subresource: 'scale',
      time: '2026-11-21T06:29:00.000Z',
    },
    since: '2026-11-21T06:30:00.000Z',
    ...parts,
  };
}

export function aResourceDrift(
  parts: Partial<ResourceDrift> = {},
): ResourceDrift {
  return {
    group: 'apps',
    kind: 'Deployment',
    namespace: 'sales',
    name: 'ticket-sales',
    status: 'drifted',
    differences: [aDifference()],
    ...parts,
  };
}

export function aDriftAnswer(
  parts: Partial<TargetDriftResponse> = {},
): TargetDriftResponse {
  return {
    live: aLive(),
    comparison: 'readOnly',
    total: 14,
    resources: [],
    links: {},
    ...parts,
  };
}

export function aResource(
  parts: Partial<ResourceSummary> = {},
): ResourceSummary {
  return {
    group: 'apps',
    kind: 'Deployment',
    namespace: 'sales',
    name: 'ticket-sales',
    status: 'synced',
    health: { state: 'healthy' },
    targets: [],
    differences: 0,
    unmanaged: 0,
    ignored: 0,
    ...parts,
  };
}
