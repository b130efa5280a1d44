import type {
  ResourceSelector,
  SyncRequest,
  SyncStep,
  TargetManifestResponse,
  TargetState,
} from '@backstage-gitops/plugin-gitops-common';
import { driftOf, resourcesOf } from './drift';
import type { LiveStory } from './live';

function head(resource: ResourceSelector, apiVersion: string): string[] {
  return [
    `apiVersion: ${apiVersion}`,
    `kind: ${resource.kind}`,
    'metadata:',
    '  labels:',
    '    app.kubernetes.io/managed-by: kustomize',
    `    app.kubernetes.io/name: ${resource.name}`,
    `  name: ${resource.name}`,
    ...(resource.namespace ? [`  namespace: ${resource.namespace}`] : []),
  ];
}

function deployment(resource: ResourceSelector, live: boolean): string[] {
  const { name } = resource;
  return [
    ...head(resource, 'apps/v1'),
    'spec:',
    `  replicas: ${live ? 5 : 3}`,
    '  selector:',
    '    matchLabels:',
    `      app.kubernetes.io/name: ${name}`,
    '  strategy:',
    '    rollingUpdate:',
    '      maxSurge: 25%',
    '      maxUnavailable: 0',
    '    type: RollingUpdate',
    '  template:',
    '    metadata:',
    '      labels:',
    `        app.kubernetes.io/name: ${name}`,
    '    spec:',
    '      containers:',
    `        - name: ${name}`,
    `          image: registry.larkspur.example/${name}:v41${
      live ? '-hotfix.1' : ''
    }`,
    '          ports:',
    '            - containerPort: 8080',
    '              protocol: TCP',
    '          readinessProbe:',
    '            httpGet:',
    '              path: /ready',
    '              port: 8080',
    '          resources:',
    '            limits:',
    '              memory: 512Mi',
    '            requests:',
    '              cpu: 100m',
    '              memory: 256Mi',
  ];
}

function flags(resource: ResourceSelector, live: boolean): string[] {
  return [
    ...head(resource, 'v1'),
    'data:',
    `  checkout_v2: "${live}"`,
    ...(live ? ['  legacy_host: booking.old.larkspur.example'] : []),
    '  limits.yaml: |',
    `    requests: ${live ? 400 : 100}`,
    `    burst: ${live ? 80 : 20}`,
    '    window: 60s',
    '  region: eu',
  ];
}

function secret(resource: ResourceSelector, live: boolean): string[] {
  return [
    ...head(resource, 'v1'),
    'data:',
    `  password: ${live ? '••••••••2' : '••••••••1'}`,
    ...(live ? [] : ['  rotatedAt: ••••••••3']),
    '  username: ••••••••4',
    'type: Opaque',
  ];
}

export function manifestOf(
  target: TargetState,
  story: LiveStory,
  resource: ResourceSelector,
): TargetManifestResponse {
  const found = driftOf(target, story).find(
    ({ kind, name }) => kind === resource.kind && name === resource.name,
  );
  const status = found?.status ?? 'synced';
  const differs = status === 'drifted';
  const write = { Deployment: deployment, Secret: secret }[resource.kind];
  const text = (live: boolean) =>
    `${(write ?? flags)(resource, live && differs).join('\n')}\n`;
  return {
    status,
    declared: status === 'orphaned' ? undefined : text(false),
    live: status === 'missing' ? undefined : text(true),
  };
}

/** The steps that end what a story shows; a namespace needs a word first. */
export function syncSteps(
  target: TargetState,
  story: LiveStory,
  request: SyncRequest,
): SyncStep[] {
  const { dryRun = false, prune = false, confirm = [] } = request;
  const outcome = dryRun ? ('planned' as const) : ('done' as const);
  const steps = resourcesOf(target, story, false).flatMap(
    ({ group, kind, namespace, name, status }): SyncStep[] => {
      const place = { group, kind, namespace, name, outcome };
      if (status === 'orphaned') {
        return prune ? [{ ...place, action: 'prune' }] : [];
      }
      if (status === 'missing') return [{ ...place, action: 'create' }];
      return [{ ...place, action: status === 'drifted' ? 'update' : 'none' }];
    },
  );
  if (!prune || story !== 'orphaned') return steps;
  const name = `${target.service}-preview`;
  const confirmed = confirm.includes(`Namespace/${name}`);
  return [
    ...steps,
    {
      group: '',
      kind: 'Namespace',
      name,
      action: 'prune',
      outcome: confirmed ? outcome : 'skipped',
      message: confirmed
        ? undefined
        : 'A namespace is only deleted once it is confirmed.',
    },
  ];
}
