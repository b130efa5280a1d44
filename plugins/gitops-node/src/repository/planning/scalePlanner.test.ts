import { ProposalPlan } from '@backstage-gitops/plugin-gitops-common';
import { lines } from '../testing/lines';
import { changedLines } from '../testing/PlannedRepository';
import { plannedRepositories } from '../testing/plannedRepositories';

const next = plannedRepositories();

const workload = (name: string, replicas?: number | string) =>
  lines(
    'apiVersion: apps/v1',
    'kind: Deployment',
    'metadata:',
    `  name: ${name}`,
    'spec:',
    ...(replicas === undefined ? [] : [`  replicas: ${replicas} # as of May`]),
    '  template:',
    '    spec:',
    '      containers:',
    `        - { name: ${name}, image: "quillmoor/${name}:v1" }`,
  );

const base = (replicas?: number) => ({
  'web/base/kustomization.yaml': 'resources: [deployment.yaml]\n',
  'web/base/deployment.yaml': workload('web', replicas),
  'web/staging/kustomization.yaml': 'resources: [../base]\n',
  'web/production/kustomization.yaml': 'resources: [../base]\n',
});

const autoscaler = (kind: string, apiVersion: string, target: string) =>
  lines(
    `apiVersion: ${apiVersion}`,
    `kind: ${kind}`,
    'metadata: { name: web }',
    `spec: { scaleTargetRef: ${target} }`,
  );

interface Scaling {
  readonly replicas?: number;
  readonly allowOthers?: boolean;
  readonly environments?: readonly string[];
  readonly resource?: { readonly kind: string; readonly name: string };
}

async function scale(
  files: Readonly<Record<string, string>>,
  { environments = ['production'], resource, ...request }: Scaling = {},
): Promise<ProposalPlan> {
  const planned = next();
  planned.source.commit(files);
  const targets = [];
  for (const environment of environments) {
    targets.push(...(await planned.targets(environment)));
  }
  const { shown } = await planned.plan({
    kind: 'scale',
    targets,
    replicas: 5,
    ...request,
    ...(resource && { resource: { group: 'apps', ...resource } }),
  });
  return shown;
}

describe('scale', () => {
  it('writes the number where the workload declares it', async () => {
    const plan = await scale({
      'web/production/deployment.yaml': workload('web', 2),
    });
    expect(plan).toMatchObject({
      title: 'Scale web in production to 5',
      diagnostics: [],
      alsoAffects: [],
    });
    expect(changedLines(plan)).toEqual([
      '-  replicas: 2 # as of May',
      '+  replicas: 5 # as of May',
    ]);
  });

  it('adds it where the workload declares none', async () => {
    const plan = await scale({
      'web/production/deployment.yaml': workload('web'),
    });
    expect(plan.refused).toBeUndefined();
    expect(changedLines(plan)).toEqual(['+  replicas: 5']);
  });

  it.each([2, undefined])(
    'gives an overlay a number of its own where others share the base (%p)',
    async replicas => {
      const plan = await scale(base(replicas));
      expect(plan.refused).toBeUndefined();
      expect(plan.alsoAffects).toEqual([]);
      expect(changedLines(plan)).toEqual([
        '+replicas:',
        '+  - name: web',
        '+    count: 5',
      ]);
    },
  );

  it('changes the base where others may follow', async () => {
    const plan = await scale(base(2), { allowOthers: true });
    expect(plan.refused).toBeUndefined();
    expect(plan.files).toMatchObject([{ path: 'web/base/deployment.yaml' }]);
    expect(plan.alsoAffects).toMatchObject([{ environment: 'staging' }]);
  });

  it('changes the base where all who share it are to change', async () => {
    const plan = await scale(base(2), {
      environments: ['staging', 'production'],
    });
    expect(plan.refused).toBeUndefined();
    expect(plan.files).toMatchObject([{ path: 'web/base/deployment.yaml' }]);
  });

  it('has nothing to do where it is so already', async () => {
    const plan = await scale(base(5));
    expect(plan).toMatchObject({
      files: [],
      refused: 'There is nothing to change.',
    });
  });

  it.each([
    [
      'HorizontalPodAutoscaler',
      'autoscaling/v2',
      '{ apiVersion: apps/v1, kind: Deployment, name: web }',
    ],
    ['ScaledObject', 'keda.sh/v1alpha1', '{ name: web }'],
  ])('leaves the number to a %s', async (kind, apiVersion, target) => {
    const plan = await scale({
      'web/production/deployment.yaml': workload('web', 2),
      'web/production/autoscaler.yaml': autoscaler(kind, apiVersion, target),
    });
    expect(plan.files).toEqual([]);
    expect(plan.refused).toContain('set by an autoscaler');
  });

  it('asks which of several workloads is meant', async () => {
    const files = {
      'web/production/web.yaml': workload('web', 2).replace(
        'name: web\n',
        'name: web\n  labels: { app: web }\n',
      ),
      'web/production/worker.yaml': workload('web-worker', 2).replace(
        'name: web-worker\n',
        'name: web-worker\n  labels: { app: web }\n',
      ),
    };
    const asked = await scale(files);
    expect(asked.refused).toContain(
      'choose of Deployment web, Deployment web-worker',
    );
    const plan = await scale(files, {
      resource: { kind: 'Deployment', name: 'web-worker' },
    });
    expect(plan.files).toMatchObject([{ path: 'web/production/worker.yaml' }]);
  });

  describe('of a chart', () => {
    const chart = {
      'charts/web/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 0.1.0\n',
      'charts/web/values.yaml': lines(
        'replicaCount: 1',
        'revisionHistory: 1',
        'image: { tag: v1 }',
      ),
      'charts/web/templates/deployment.yaml': workload(
        'web',
        '{{ .Values.replicaCount }}',
      ).replace('v1', '{{ .Values.image.tag }}'),
    };

    it('overrides the value in the file of the environment', async () => {
      const plan = await scale({
        ...chart,
        'charts/web/values-staging.yaml': 'image: { tag: v2 }\n',
        'charts/web/values-production.yaml': '# ours\nimage: { tag: v1 }\n',
      });
      expect(plan.refused).toBeUndefined();
      expect(plan.files).toMatchObject([
        { path: 'charts/web/values-production.yaml' },
      ]);
      expect(changedLines(plan)).toEqual(['+replicaCount: 5']);
    });

    it('sets the values of a HelmRelease', async () => {
      const plan = await scale({
        ...chart,
        'clusters/production/web.yaml': lines(
          'apiVersion: helm.toolkit.fluxcd.io/v2',
          'kind: HelmRelease',
          'metadata: { name: web, namespace: web }',
          'spec:',
          '  chart:',
          '    spec:',
          '      chart: ./charts/web',
          '      sourceRef: { kind: GitRepository, name: flux-system }',
          '  values:',
          '    replicaCount: 3 # as of May',
          '    image: { tag: v1 }',
        ),
      });
      expect(plan.refused).toBeUndefined();
      expect(changedLines(plan)).toEqual([
        '-    replicaCount: 3 # as of May',
        '+    replicaCount: 5 # as of May',
      ]);
    });
  });

  it('patches the HelmRelease of a base in the overlay', async () => {
    const overlay = 'resources: [../../base]\n';
    const plan = await scale({
      'charts/web/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 0.1.0\n',
      'charts/web/templates/deployment.yaml': workload(
        'web',
        '{{ .Values.replicaCount }}',
      ),
      'base/kustomization.yaml': 'resources: [web.yaml]\n',
      'base/web.yaml': lines(
        'apiVersion: helm.toolkit.fluxcd.io/v2',
        'kind: HelmRelease',
        'metadata: { name: web, namespace: web }',
        'spec:',
        '  chart:',
        '    spec:',
        '      chart: ./charts/web',
        '      sourceRef: { kind: GitRepository, name: flux-system }',
        '  values:',
        '    replicaCount: 3',
      ),
      'clusters/staging/kustomization.yaml': overlay,
      'clusters/production/kustomization.yaml': overlay,
    });
    expect(plan.refused).toBeUndefined();
    expect(plan.alsoAffects).toEqual([]);
    expect(plan.files).toMatchObject([
      { path: 'clusters/production/kustomization.yaml' },
    ]);
    expect(changedLines(plan)).toEqual([
      '+patches:',
      '+  - patch: |-',
      '+      apiVersion: helm.toolkit.fluxcd.io/v2',
      '+      kind: HelmRelease',
      '+      metadata:',
      '+        name: web',
      '+        namespace: web',
      '+      spec:',
      '+        values:',
      '+          replicaCount: 5',
    ]);
  });

  it('says why a unit that can not be rendered is left alone', async () => {
    const plan = await scale({
      'clusters/production/web.yaml': lines(
        'apiVersion: helm.toolkit.fluxcd.io/v2',
        'kind: HelmRelease',
        'metadata: { name: web, namespace: web }',
        'spec:',
        '  chart:',
        '    spec:',
        '      chart: web',
        '      version: 1.0.0',
        '      sourceRef: { kind: HelmRepository, name: quillmoor }',
        '  values: { replicaCount: 3 }',
        '---',
        'apiVersion: source.toolkit.fluxcd.io/v1',
        'kind: HelmRepository',
        'metadata: { name: quillmoor, namespace: web }',
        'spec: { url: https://charts.quillmoor.example }',
      ),
    });
    expect(plan.files).toEqual([]);
    expect(plan.refused).toContain('renders no Deployment');
    expect(plan.refused).toContain('charts.quillmoor.example');
  });
});
