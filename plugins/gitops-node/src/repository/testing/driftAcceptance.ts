import {
  Difference,
  ProposalPlan,
  ResourceDrift,
} from '@backstage-gitops/plugin-gitops-common';
import { lines } from './lines';
import { NextRepository } from './plannedRepositories';

export const deployment = lines(
  'apiVersion: apps/v1',
  'kind: Deployment',
  'metadata:',
  '  name: web',
  'spec:',
  '  replicas: 2 # two are enough',
  '  template:',
  '    metadata:',
  '      labels: { app: web }',
  '    spec:',
  '      containers:',
  '        - name: web',
  '          image: quillmoor/web:v1',
  '          env:',
  '            - name: MODE',
  "              value: 'slow'",
  '            # asked for by support',
  '            - name: TRACE',
  '              value: "on"',
  '          resources:',
  '            limits:',
  '              memory: 512Mi',
);

/** Two environments over one base. */
export const overlays = (
  production: string,
  more: Record<string, string> = {},
) => ({
  'web/base/kustomization.yaml': 'resources:\n  - deployment.yaml\n',
  'web/base/deployment.yaml': deployment,
  'web/staging/kustomization.yaml': 'resources:\n  - ../base\n',
  'web/production/kustomization.yaml': production,
  ...more,
});

/** The production of those, with a patch of each kind. */
export const patched = overlays(
  lines(
    'resources:',
    '  - ../base',
    'patches:',
    '  - path: web.yaml',
    '  - patch: |-',
    '      apiVersion: apps/v1',
    '      kind: Deployment',
    '      metadata: { name: web }',
    '      spec:',
    '        # peak hours',
    '        replicas: 4',
    '  - target: { kind: Deployment, name: web }',
    '    patch: |-',
    '      - op: add',
    '        path: /spec/minReadySeconds',
    '        value: 10',
    'images:',
    '  - name: quillmoor/web',
    '    newTag: v2 # released',
  ),
  {
    'web/production/web.yaml': lines(
      'apiVersion: apps/v1',
      'kind: Deployment',
      'metadata: { name: web }',
      'spec:',
      '  template:',
      '    spec:',
      '      containers:',
      '        - name: web',
      '          env:',
      '            - name: MODE',
      '              value: fast # measured',
    ),
  },
);

export const image = 'spec.template.spec.containers[name=web].image';
export const memory =
  'spec.template.spec.containers[name=web].resources.limits.memory';
export const mode =
  'spec.template.spec.containers[name=web].env[name=MODE].value';

export const changed = (field: string, declared: unknown, live: unknown) =>
  ({ field, class: 'changed', declared, live } as const);

export interface Acceptance {
  readonly files: Readonly<Record<string, string>>;
  readonly differences: readonly Difference[];
  readonly file?: string;
  readonly resource?: Partial<ResourceDrift>;
}

/** What accepting the drift of a workload in production comes to. */
export async function acceptDrift(
  next: NextRepository,
  { files, differences, file, resource }: Acceptance,
): Promise<ProposalPlan> {
  const planned = next({
    upstream: 'https://git.fernhollow.example/platform/config',
  });
  planned.source.commit(files);
  const [target] = await planned.targets('production');
  const drift: ResourceDrift = {
    group: 'apps',
    kind: 'Deployment',
    name: 'web',
    status: 'drifted',
    differences: [...differences],
    ...resource,
  };
  const { group, kind, name } = drift;
  const { shown } = await planned.plan(
    {
      kind: 'acceptDrift',
      target,
      resource: { group, kind, name },
      fields: differences.map(({ field }) => field),
      ...(file !== undefined && { file }),
    },
    { drift: [drift] },
  );
  return shown;
}
