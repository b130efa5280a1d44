import type {
  Difference,
  ResourceDrift,
  ResourceSummary,
  TargetState,
} from '@backstage-gitops/plugin-gitops-common';
import {
  aDifference,
  aResource,
  aResourceDrift,
} from '../../src/__testUtils__/live';
import { daysAgo, hoursAgo } from './clock';
import type { LiveStory } from './live';

const forge = 'https://git.larkspur.example/larkspur/platform/src/commit';

function baseOf(service: string): string {
  return `apps/${service}/base`;
}

function deployment(service: string, differences: Difference[]): ResourceDrift {
  return aResourceDrift({ namespace: service, name: service, differences });
}

function scaled(service: string): Difference {
  return aDifference({
    origin: { file: `${baseOf(service)}/deployment.yaml`, line: 9 },
    lastWrite: {
      manager: 'kubectl-scale',
      operation: 'Update',
      subresource: 'scale',
      time: hoursAgo(3.2),
    },
    since: hoursAgo(3.1),
  });
}

function hotfixed(service: string, target: TargetState): Difference {
  const artifact = target.artifacts[1];
  return aDifference({
    field: `spec.template.spec.containers[name=${service}].image`,
    declared: `registry.larkspur.example/${service}:${artifact?.version}`,
    live: `registry.larkspur.example/${service}:${artifact?.version}-hotfix.1`,
    origin: artifact && { file: artifact.file, line: artifact.line },
    lastWrite: {
      manager: 'kubectl-set',
      operation: 'Update',
      time: hoursAgo(2.4),
    },
    since: hoursAgo(2.4),
  });
}

function flags(service: string): ResourceDrift {
  return aResourceDrift({
    group: '',
    kind: 'ConfigMap',
    namespace: service,
    name: `${service}-flags`,
    differences: [
      aDifference({
        field: 'data.checkout_v2',
        declared: 'false',
        live: 'true',
        origin: { file: `${baseOf(service)}/flags.yaml`, line: 14 },
        lastWrite: {
          manager: 'kubectl-edit',
          operation: 'Update',
          time: daysAgo(2),
        },
        since: daysAgo(2),
      }),
      aDifference({
        field: 'data["limits.yaml"]',
        declared: 'requests: 100\nburst: 20\nwindow: 60s\n',
        live: 'requests: 400\nburst: 80\nwindow: 60s\n',
        origin: { file: `${baseOf(service)}/flags.yaml`, line: 17 },
        lastWrite: {
          manager: 'kubectl-edit',
          operation: 'Update',
          time: daysAgo(2),
        },
        since: daysAgo(2),
      }),
      aDifference({
        field: 'data.legacy_host',
        class: 'pendingRemoval',
        declared: undefined,
        live: 'booking.old.larkspur.example',
        origin: undefined,
        lastWrite: {
          manager: 'backstage-gitops',
          operation: 'Apply',
          time: daysAgo(31),
        },
        since: daysAgo(5),
      }),
      aDifference({
        field: 'metadata.annotations["ops.larkspur.example/on-call"]',
        class: 'unmanaged',
        declared: undefined,
        live: 'ama.owusu',
        origin: undefined,
        lastWrite: {
          manager: 'pager-bot',
          operation: 'Update',
          time: daysAgo(1),
        },
        since: daysAgo(1),
      }),
    ],
    ignored: [
      {
        rule: 'restarts',
        fields: [
          'spec.template.metadata.annotations["kubectl.kubernetes.io/restartedAt"]',
        ],
      },
    ],
  });
}

function secret(service: string): ResourceDrift {
  const write = {
    manager: 'vault-sync',
    operation: 'Update' as const,
    time: hoursAgo(9),
  };
  return aResourceDrift({
    group: '',
    kind: 'Secret',
    namespace: service,
    name: `${service}-credentials`,
    differences: [
      aDifference({
        field: 'data.password',
        declared: '••••••••1',
        live: '••••••••2',
        origin: { file: `${baseOf(service)}/secret.yaml`, line: 7 },
        lastWrite: write,
        since: hoursAgo(9),
      }),
      aDifference({
        field: 'data.rotatedAt',
        class: 'missing',
        declared: '••••••••3',
        live: undefined,
        origin: { file: `${baseOf(service)}/secret.yaml`, line: 8 },
        lastWrite: undefined,
        since: hoursAgo(9),
      }),
    ],
  });
}

const hpa = {
  rule: 'HPA owns replicas',
  fields: ['spec.replicas'],
};

/** The resources of a story that are not simply synced. */
export function driftOf(
  target: TargetState,
  story: LiveStory,
): ResourceDrift[] {
  const { service } = target;
  const synced = (parts: Partial<ResourceDrift>) =>
    aResourceDrift({
      namespace: service,
      status: 'synced',
      differences: [],
      ...parts,
    });
  switch (story) {
    case 'drifted':
      return [
        deployment(service, [scaled(service), hotfixed(service, target)]),
        flags(service),
        synced({ name: `${service}-worker`, ignored: [hpa] }),
      ];
    case 'degradedAndDrifted':
    case 'observeOnly':
      return [deployment(service, [scaled(service)])];
    case 'secret':
      return [secret(service)];
    case 'orphaned':
      return [
        synced({
          kind: 'Job',
          group: 'batch',
          name: `${service}-migrate-0041`,
          status: 'orphaned',
        }),
        synced({
          kind: 'ConfigMap',
          group: '',
          name: `${service}-old-flags`,
          status: 'orphaned',
        }),
        synced({
          kind: 'NetworkPolicy',
          group: 'networking.k8s.io',
          name: service,
          status: 'missing',
        }),
      ];
    case 'uncertain':
      return [
        synced({
          kind: 'Certificate',
          group: 'cert-manager.io',
          name: service,
          status: 'indeterminate',
          reason: 'The cluster has no schema for Certificate.',
        }),
        synced({
          kind: 'ConfigMap',
          group: '',
          name: `${service}-build`,
          status: 'indeterminate',
          reason: 'Its template uses a random function, so two renders differ.',
        }),
      ];
    default:
      return [synced({ name: `${service}-worker`, ignored: [hpa] })];
  }
}

const rest = [
  ['', 'ConfigMap', '-settings'],
  ['', 'Namespace', ''],
  ['', 'Secret', '-credentials'],
  ['', 'Service', ''],
  ['', 'ServiceAccount', ''],
  ['apps', 'Deployment', ''],
  ['apps', 'Deployment', '-worker'],
  ['autoscaling', 'HorizontalPodAutoscaler', '-worker'],
  ['networking.k8s.io', 'Ingress', ''],
  ['networking.k8s.io', 'NetworkPolicy', ''],
  ['policy', 'PodDisruptionBudget', ''],
] as const;

/** Everything of the unit: what drifted and what did not. */
export function resourcesOf(
  target: TargetState,
  story: LiveStory,
  many: boolean,
): ResourceSummary[] {
  const { service } = target;
  const drifted = driftOf(target, story);
  const named = new Set(drifted.map(({ kind, name }) => `${kind} ${name}`));
  const failing = story === 'degraded' || story === 'degradedAndDrifted';
  const extra = many
    ? Array.from({ length: 400 }, (_, index): [string, string, string] => [
        '',
        'ConfigMap',
        `-route-${String(index).padStart(3, '0')}`,
      ])
    : [];
  return [
    ...drifted.map(({ ignored, differences, ...resource }) =>
      aResource({
        ...resource,
        health: {
          state: resource.status === 'missing' ? 'missing' : 'healthy',
        },
        differences: differences.filter(d => d.class !== 'unmanaged').length,
        unmanaged: differences.filter(d => d.class === 'unmanaged').length,
        ignored: ignored?.length ?? 0,
        since: differences[0]?.since,
      }),
    ),
    ...[...rest, ...extra]
      .filter(([, kind, tail]) => !named.has(`${kind} ${service}${tail}`))
      .map(([group, kind, tail]) =>
        aResource({
          group,
          kind,
          namespace: kind === 'Namespace' ? undefined : service,
          name: `${service}${tail}`,
          health:
            failing && kind === 'Deployment' && tail === ''
              ? {
                  state: 'degraded',
                  message: '1 of 3 replicas are available: ImagePullBackOff',
                }
              : { state: 'healthy' },
        }),
      ),
  ];
}

export function driftLinks(service: string): Record<string, string> {
  return Object.fromEntries(
    ['deployment', 'flags', 'secret'].map(name => {
      const file = `${baseOf(service)}/${name}.yaml`;
      return [file, `${forge}/6aa2976855/${file}`];
    }),
  );
}
