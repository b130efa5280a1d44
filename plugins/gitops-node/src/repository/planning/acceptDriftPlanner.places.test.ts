import {
  acceptDrift,
  changed,
  deployment,
  memory,
  mode,
  overlays,
  patched,
} from '../testing/driftAcceptance';
import { lines } from '../testing/lines';
import { changedLinesByFile } from '../testing/PlannedRepository';
import { plannedRepositories } from '../testing/plannedRepositories';

const next = plannedRepositories();

describe('a field of a base that others share', () => {
  const difference = changed(memory, '512Mi', '1Gi');
  const files = overlays('resources:\n  - ../base\n');

  it('asks where to write it', async () => {
    const plan = await acceptDrift(next, { files, differences: [difference] });
    expect(plan).toMatchObject({
      files: [],
      diagnostics: [{ level: 'error', code: 'proposal-place-ambiguous' }],
      places: [
        {
          file: 'web/base/deployment.yaml',
          line: 22,
          affects: [{ environment: 'staging' }],
        },
        { file: 'web/production/kustomization.yaml', affects: [] },
      ],
    });
    expect(plan.refused).toContain('choose the file');
  });

  it('is written into the base, for all', async () => {
    const plan = await acceptDrift(next, {
      files,
      differences: [difference],
      file: 'web/base/deployment.yaml',
    });
    expect(plan.refused).toBeUndefined();
    expect(changedLinesByFile(plan)).toEqual({
      'web/base/deployment.yaml': [
        '-              memory: 512Mi',
        '+              memory: 1Gi',
      ],
    });
    expect(plan.alsoAffects).toMatchObject([{ environment: 'staging' }]);
  });

  it('is written into a patch of the overlay', async () => {
    const plan = await acceptDrift(next, {
      files,
      differences: [difference],
      file: 'web/production/kustomization.yaml',
    });
    expect(plan.refused).toBeUndefined();
    expect(changedLinesByFile(plan)).toEqual({
      'web/production/kustomization.yaml': [
        '+patches:',
        '+  - patch: |-',
        '+      apiVersion: apps/v1',
        '+      kind: Deployment',
        '+      metadata:',
        '+        name: web',
        '+      spec:',
        '+        template:',
        '+          spec:',
        '+            containers:',
        '+              - name: web',
        '+                resources:',
        '+                  limits:',
        '+                    memory: 1Gi',
      ],
    });
    expect(plan.alsoAffects).toEqual([]);
  });

  it('goes into the patch that the overlay has', async () => {
    const plan = await acceptDrift(next, {
      files: patched,
      differences: [difference],
      file: 'web/production/web.yaml',
    });
    expect(plan.refused).toBeUndefined();
    expect(changedLinesByFile(plan)).toEqual({
      'web/production/web.yaml': [
        '+          resources:',
        '+            limits:',
        '+              memory: 1Gi',
      ],
    });
  });

  it('offers every kustomization on the way', async () => {
    const levels = overlays('resources: [../shared]\n', {
      'web/shared/kustomization.yaml': lines(
        'namePrefix: shop-',
        'resources:',
        '- ../base',
      ),
      'web/canary/kustomization.yaml': 'resources: [../shared]\n',
    });
    const request = {
      files: levels,
      differences: [difference],
      resource: { name: 'shop-web' },
    };
    const plan = await acceptDrift(next, request);
    expect(plan.places).toMatchObject([
      {
        file: 'web/base/deployment.yaml',
        affects: [{ path: 'web/canary' }, { path: 'web/staging' }],
      },
      { file: 'web/production/kustomization.yaml', affects: [] },
      {
        file: 'web/shared/kustomization.yaml',
        affects: [{ path: 'web/canary' }],
      },
    ]);
    for (const { file } of plan.places) {
      const chosen = await acceptDrift(next, { ...request, file });
      expect(chosen.refused).toBeUndefined();
      expect(chosen.files).toMatchObject([{ path: file }]);
    }
  });

  it('refuses a file that is none of them', async () => {
    const plan = await acceptDrift(next, {
      files,
      differences: [difference],
      file: '../../etc/passwd',
    });
    expect(plan).toMatchObject({
      files: [],
      diagnostics: [{ code: 'proposal-place-unknown' }],
    });
  });
});

describe('a chart', () => {
  const chart = {
    'charts/web/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 0.1.0\n',
    'charts/web/values.yaml': lines(
      'replicaCount: 2',
      'surge: 2',
      'image: { repository: quillmoor/web, tag: v1 }',
      'resources: {}',
    ),
    'charts/web/templates/deployment.yaml': deployment
      .replace(
        'replicas: 2 # two are enough',
        'replicas: {{ .Values.replicaCount }}\n  minReadySeconds: {{ .Values.surge }}',
      )
      .replace(
        'quillmoor/web:v1',
        '"{{ .Values.image.repository }}:{{ .Values.image.tag }}"',
      )
      .replace(
        / {10}resources:[\s\S]*$/,
        '          resources: {{ toJson .Values.resources }}\n',
      ),
    'charts/web/values-staging.yaml': 'image: { tag: v2 }\n',
    'charts/web/values-production.yaml': lines(
      '# production',
      'replicaCount: 3',
      'image:',
      '  tag: v1',
      'resources:',
      '  limits:',
      '    memory: 1Gi # measured',
    ),
  };

  it('takes the value of its own file that sets the field', async () => {
    const plan = await acceptDrift(next, {
      files: chart,
      differences: [changed(memory, '1Gi', '2Gi')],
    });
    expect(plan.diagnostics).toEqual([]);
    expect(changedLinesByFile(plan)).toEqual({
      'charts/web/values-production.yaml': [
        '-    memory: 1Gi # measured',
        '+    memory: 2Gi # measured',
      ],
    });
  });

  it('asks where a value of the chart itself is', async () => {
    const plan = await acceptDrift(next, {
      files: chart,
      differences: [changed('spec.minReadySeconds', 2, 5)],
    });
    expect(plan).toMatchObject({
      diagnostics: [{ code: 'proposal-place-ambiguous' }],
      places: [
        {
          file: 'charts/web/values.yaml',
          line: 2,
          affects: [{ environment: 'staging' }],
        },
        { file: 'charts/web/values-production.yaml', affects: [] },
      ],
    });
  });

  it('refuses what the template says itself', async () => {
    const plan = await acceptDrift(next, {
      files: chart,
      differences: [changed(mode, 'slow', 'fast')],
    });
    expect(plan.files).toEqual([]);
    expect(plan.refused).toContain('by hand');
  });
});
