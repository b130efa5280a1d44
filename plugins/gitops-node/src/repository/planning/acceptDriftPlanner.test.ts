import { Difference } from '@backstage-gitops/plugin-gitops-common';
import {
  Acceptance,
  acceptDrift,
  changed,
  deployment,
  image,
  mode,
  overlays,
  patched,
} from '../testing/driftAcceptance';
import { lines } from '../testing/lines';
import { changedLinesByFile } from '../testing/PlannedRepository';
import { plannedRepositories } from '../testing/plannedRepositories';

const next = plannedRepositories();

describe('a changed field is written where it is declared', () => {
  it.each<
    [string, Record<string, string>, Difference, Record<string, string[]>]
  >([
    [
      'in a manifest',
      {
        'web/production/deployment.yaml': deployment,
        'web/production/kustomization.yaml': 'resources: [deployment.yaml]\n',
      },
      changed('spec.replicas', 2, 5),
      {
        'web/production/deployment.yaml': [
          '-  replicas: 2 # two are enough',
          '+  replicas: 5 # two are enough',
        ],
      },
    ],
    [
      'in a manifest without a kustomization',
      { 'web/production/deployment.yaml': deployment },
      changed(mode, 'slow', 'fast'),
      {
        'web/production/deployment.yaml': [
          "-              value: 'slow'",
          "+              value: 'fast'",
        ],
      },
    ],
    [
      'in a patch of its own file',
      patched,
      changed(mode, 'fast', 'faster'),
      {
        'web/production/web.yaml': [
          '-              value: fast # measured',
          '+              value: faster # measured',
        ],
      },
    ],
    [
      'in an inline patch',
      patched,
      changed('spec.replicas', 4, 6),
      {
        'web/production/kustomization.yaml': [
          '-        replicas: 4',
          '+        replicas: 6',
        ],
      },
    ],
    [
      'in an operation of a JSON patch',
      patched,
      changed('spec.minReadySeconds', 10, 30),
      {
        'web/production/kustomization.yaml': [
          '-        value: 10',
          '+        value: 30',
        ],
      },
    ],
    [
      'in images',
      patched,
      changed(image, 'quillmoor/web:v2', 'quillmoor/web:v3'),
      {
        'web/production/kustomization.yaml': [
          '-    newTag: v2 # released',
          '+    newTag: v3 # released',
        ],
      },
    ],
    [
      'in replicas',
      overlays(
        lines('resources: [../base]', 'replicas:', '- name: web', '  count: 3'),
      ),
      changed('spec.replicas', 3, 7),
      {
        'web/production/kustomization.yaml': ['-  count: 3', '+  count: 7'],
      },
    ],
    [
      'in labels',
      overlays(
        lines(
          'resources: [../base]',
          'labels:',
          '  - pairs:',
          '      tier: silver',
        ),
      ),
      changed('metadata.labels.tier', 'silver', 'gold'),
      {
        'web/production/kustomization.yaml': [
          '-      tier: silver',
          '+      tier: gold',
        ],
      },
    ],
  ])('%s', async (_, files, difference, expected) => {
    const plan = await acceptDrift(next, { files, differences: [difference] });
    expect(plan.diagnostics).toEqual([]);
    expect(changedLinesByFile(plan)).toEqual(expected);
    expect(plan).toMatchObject({
      alsoAffects: [],
      places: [],
      rendered: [
        expect.objectContaining({ resource: 'apps/Deployment/_/web' }),
      ],
    });
    expect(plan.refused).toBeUndefined();
  });

  it.each([
    [
      'a Flux Kustomization',
      lines(
        'apiVersion: kustomize.toolkit.fluxcd.io/v1',
        'kind: Kustomization',
        'metadata: { name: web-production, namespace: flux-system }',
        'spec:',
        '  path: ./web/base',
        '  sourceRef: { kind: GitRepository, name: flux-system }',
        '  patches:',
        '    - target: { kind: Deployment }',
        '      patch: |',
        '        - op: replace',
        '          path: /spec/replicas',
        '          value: 4 # here',
      ),
    ],
    [
      'an Argo CD Application',
      lines(
        'apiVersion: argoproj.io/v1alpha1',
        'kind: Application',
        'metadata: { name: web-production, namespace: argocd }',
        'spec:',
        '  destination: { name: production, namespace: web }',
        '  source:',
        '    repoURL: https://git.fernhollow.example/platform/config',
        '    path: web/base',
        '    kustomize:',
        '      patches:',
        '        - target: { kind: Deployment }',
        '          patch: |-',
        '            - op: replace',
        '              path: /spec/replicas',
        '              value: 4 # here',
      ),
    ],
  ])('in a patch of %s', async (_, text) => {
    const plan = await acceptDrift(next, {
      files: {
        'web/base/kustomization.yaml': 'resources: [deployment.yaml]\n',
        'web/base/deployment.yaml': deployment,
        'clusters/production/web.yaml': text,
      },
      differences: [changed('spec.replicas', 4, 6)],
    });
    expect(plan.diagnostics).toEqual([]);
    expect(changedLinesByFile(plan)).toEqual({
      'clusters/production/web.yaml': [
        expect.stringMatching(/^- +value: 4 # here$/),
        expect.stringMatching(/^\+ +value: 6 # here$/),
      ],
    });
  });

  it('as a variable that the Kustomization sets', async () => {
    const plan = await acceptDrift(next, {
      files: {
        'web/base/kustomization.yaml': 'resources: [deployment.yaml]\n',
        'web/base/deployment.yaml': deployment.replace(
          'replicas: 2',
          'replicas: ${REPLICAS:=2}',
        ),
        'clusters/production/web.yaml': lines(
          'apiVersion: kustomize.toolkit.fluxcd.io/v1',
          'kind: Kustomization',
          'metadata: { name: web-production, namespace: flux-system }',
          'spec:',
          '  path: ./web/base',
          '  sourceRef: { kind: GitRepository, name: flux-system }',
          '  postBuild:',
          '    substitute:',
          '      REPLICAS: "4" # as of May',
        ),
      },
      differences: [changed('spec.replicas', 4, 6)],
    });
    expect(plan.diagnostics).toEqual([]);
    expect(changedLinesByFile(plan)).toEqual({
      'clusters/production/web.yaml': [
        '-      REPLICAS: "4" # as of May',
        '+      REPLICAS: "6" # as of May',
      ],
    });
  });

  it('in a literal of a generator, whose object gets another name', async () => {
    const plan = await acceptDrift(next, {
      files: {
        'web/production/kustomization.yaml': lines(
          'resources: [deployment.yaml]',
          'configMapGenerator:',
          '  - name: settings',
          '    literals:',
          '      - LEVEL="info" # quiet',
          '      - MODE=a',
        ),
        'web/production/deployment.yaml': deployment.replace(
          '          env:',
          '          envFrom: [{ configMapRef: { name: settings } }]\n          env:',
        ),
      },
      differences: [changed('data.LEVEL', 'info', 'debug')],
      resource: { group: '', kind: 'ConfigMap', name: 'settings-f9tdbb8mbb' },
    });
    expect(plan.diagnostics).toEqual([]);
    expect(changedLinesByFile(plan)).toEqual({
      'web/production/kustomization.yaml': [
        '-      - LEVEL="info" # quiet',
        '+      - LEVEL="debug" # quiet',
      ],
    });
  });
});

describe('it refuses', () => {
  const files = { 'web/production/deployment.yaml': deployment };

  it.each<
    [string, Partial<Acceptance> & Pick<Acceptance, 'differences'>, string]
  >([
    [
      'a secret',
      {
        differences: [changed('data.key', '***1a2b3c4d', '***9a8b7c6d')],
        resource: { group: '', kind: 'Secret' },
      },
      'never written into Git',
    ],
    [
      'a value that holds a mask',
      { differences: [changed(mode, 'slow', 'x=***9a8b7c6d')] },
      'never written into Git',
    ],
    [
      'what Git declares otherwise by now',
      { differences: [changed('spec.replicas', 3, 5)] },
      'declared otherwise by now',
    ],
    [
      'an object that is missing',
      {
        differences: [changed(mode, 'slow', 'fast')],
        resource: { status: 'missing' },
      },
      'no field to accept',
    ],
    [
      'what others of the unit would get as well',
      {
        files: {
          'web/production/kustomization.yaml': lines(
            'resources: [deployment.yaml, other.yaml]',
            'commonLabels: { tier: silver }',
          ),
          'web/production/deployment.yaml': deployment,
          'web/production/other.yaml':
            'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: other }\n',
        },
        differences: [changed('metadata.labels.tier', 'silver', 'gold')],
      },
      'by hand',
    ],
    [
      'what an encrypted file declares',
      {
        files: {
          'web/production/deployment.yaml': `${deployment}sops:\n  mac: ENC[AES256_GCM,data:x]\n`,
        },
        differences: [changed(mode, 'slow', 'fast')],
      },
      'encrypted',
    ],
  ])('%s', async (_, acceptance, message) => {
    const plan = await acceptDrift(next, { files, ...acceptance });
    expect(plan.files).toEqual([]);
    expect(plan.refused).toContain(message);
  });
});
