import {
  Difference,
  ProposalPlan,
  ResourceDrift,
} from '@backstage-gitops/plugin-gitops-common';
import { TemporaryFolder } from '../../git/testing/SourceRepository';
import { PlannedRepository } from '../testing/PlannedRepository';
import { createTestRenderer } from '../testing/renderFiles';
import { UnitRenderer } from '../UnitRenderer';

// The programs are real ones, and the machine may be busy.
jest.setTimeout(60_000);

let renderer: UnitRenderer;
let folder: TemporaryFolder;

beforeAll(async () => {
  renderer = await createTestRenderer();
});
beforeEach(() => {
  folder = new TemporaryFolder();
});
afterEach(() => folder.remove());

const lines = (...text: string[]) => `${text.join('\n')}\n`;

const deployment = lines(
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
const overlays = (production: string, more: Record<string, string> = {}) => ({
  'web/base/kustomization.yaml': 'resources:\n  - deployment.yaml\n',
  'web/base/deployment.yaml': deployment,
  'web/staging/kustomization.yaml': 'resources:\n  - ../base\n',
  'web/production/kustomization.yaml': production,
  ...more,
});

interface Acceptance {
  readonly files: Readonly<Record<string, string>>;
  readonly differences: readonly Difference[];
  readonly file?: string;
  readonly resource?: Partial<ResourceDrift>;
}

async function accept({
  files,
  differences,
  file,
  resource,
}: Acceptance): Promise<ProposalPlan> {
  const planned = new PlannedRepository(folder, renderer, {
    upstream: 'https://git.fernhollow.example/platform/config',
  });
  try {
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
  } finally {
    await planned.repository.close();
  }
}

/** The lines of a plan's diffs that are taken out or put in. */
function edits({ files }: ProposalPlan): Record<string, string[]> {
  return Object.fromEntries(
    files.map(({ path, diff }) => [
      path,
      diff.split('\n').filter(line => /^[-+](?![-+])/.test(line)),
    ]),
  );
}

const image = 'spec.template.spec.containers[name=web].image';
const memory =
  'spec.template.spec.containers[name=web].resources.limits.memory';
const mode = 'spec.template.spec.containers[name=web].env[name=MODE].value';

const changed = (field: string, declared: unknown, live: unknown) =>
  ({ field, class: 'changed', declared, live } as const);

const patched = overlays(
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
    const plan = await accept({ files, differences: [difference] });
    expect(plan.diagnostics).toEqual([]);
    expect(edits(plan)).toEqual(expected);
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
    const plan = await accept({
      files: {
        'web/base/kustomization.yaml': 'resources: [deployment.yaml]\n',
        'web/base/deployment.yaml': deployment,
        'clusters/production/web.yaml': text,
      },
      differences: [changed('spec.replicas', 4, 6)],
    });
    expect(plan.diagnostics).toEqual([]);
    expect(edits(plan)).toEqual({
      'clusters/production/web.yaml': [
        expect.stringMatching(/^- +value: 4 # here$/),
        expect.stringMatching(/^\+ +value: 6 # here$/),
      ],
    });
  });

  it('as a variable that the Kustomization sets', async () => {
    const plan = await accept({
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
    expect(edits(plan)).toEqual({
      'clusters/production/web.yaml': [
        '-      REPLICAS: "4" # as of May',
        '+      REPLICAS: "6" # as of May',
      ],
    });
  });

  it('in a literal of a generator, whose object gets another name', async () => {
    const plan = await accept({
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
    expect(edits(plan)).toEqual({
      'web/production/kustomization.yaml': [
        '-      - LEVEL="info" # quiet',
        '+      - LEVEL="debug" # quiet',
      ],
    });
  });
});

describe('a field of a base that others share', () => {
  const difference = changed(memory, '512Mi', '1Gi');
  const files = overlays('resources:\n  - ../base\n');

  it('asks where to write it', async () => {
    const plan = await accept({ files, differences: [difference] });
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
    const plan = await accept({
      files,
      differences: [difference],
      file: 'web/base/deployment.yaml',
    });
    expect(plan.refused).toBeUndefined();
    expect(edits(plan)).toEqual({
      'web/base/deployment.yaml': [
        '-              memory: 512Mi',
        '+              memory: 1Gi',
      ],
    });
    expect(plan.alsoAffects).toMatchObject([{ environment: 'staging' }]);
  });

  it('is written into a patch of the overlay', async () => {
    const plan = await accept({
      files,
      differences: [difference],
      file: 'web/production/kustomization.yaml',
    });
    expect(plan.refused).toBeUndefined();
    expect(edits(plan)).toEqual({
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
    const plan = await accept({
      files: patched,
      differences: [difference],
      file: 'web/production/web.yaml',
    });
    expect(plan.refused).toBeUndefined();
    expect(edits(plan)).toEqual({
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
    const plan = await accept(request);
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
      const chosen = await accept({ ...request, file });
      expect(chosen.refused).toBeUndefined();
      expect(chosen.files).toMatchObject([{ path: file }]);
    }
  });

  it('refuses a file that is none of them', async () => {
    const plan = await accept({
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

describe('a field that live has not', () => {
  const trace = 'spec.template.spec.containers[name=web].env[name=TRACE]';

  it('goes from its manifest, with what is said about it', async () => {
    const plan = await accept({
      files: { 'web/production/deployment.yaml': deployment },
      differences: [
        {
          field: trace,
          class: 'missing',
          declared: { name: 'TRACE', value: 'on' },
        },
        { field: memory, class: 'missing', declared: '512Mi' },
      ],
    });
    expect(plan.diagnostics).toEqual([]);
    expect(edits(plan)).toEqual({
      'web/production/deployment.yaml': [
        '-            # asked for by support',
        '-            - name: TRACE',
        '-              value: "on"',
        '-            limits:',
        '-              memory: 512Mi',
        '+            limits: {}',
      ],
    });
  });

  it('is taken out by the overlay where the base is kept', async () => {
    const plan = await accept({
      files: overlays('resources: [../base]\n'),
      differences: [
        {
          field: trace,
          class: 'missing',
          declared: { value: 'on', name: 'TRACE' },
        },
      ],
      file: 'web/production/kustomization.yaml',
    });
    expect(plan.refused).toBeUndefined();
    expect(edits(plan)['web/production/kustomization.yaml'].slice(-2)).toEqual([
      '+                  - name: TRACE',
      '+                    $patch: delete',
    ]);
  });

  it('goes with the operation that adds it', async () => {
    const plan = await accept({
      files: overlays(
        lines(
          'resources: [../base]',
          'patches:',
          '  - target: { kind: Deployment }',
          '    patch: |-',
          '      - op: add',
          '        path: /spec/paused',
          '        value: true',
          '      - op: add',
          '        path: /spec/minReadySeconds',
          '        value: 10',
        ),
      ),
      differences: [
        { field: 'spec.minReadySeconds', class: 'missing', declared: 10 },
      ],
    });
    expect(plan.diagnostics).toEqual([]);
    expect(edits(plan)).toEqual({
      'web/production/kustomization.yaml': [
        '-      - op: add',
        '-        path: /spec/minReadySeconds',
        '-        value: 10',
      ],
    });
  });
});

describe('a field that Git does not declare', () => {
  it('comes to the object that is the unit’s own', async () => {
    const plan = await accept({
      files: { 'web/production/deployment.yaml': deployment },
      differences: [
        {
          field: 'metadata.annotations["quillmoor.example/team"]',
          class: 'unmanaged',
          live: 'shop',
        },
        {
          field: 'spec.template.spec.containers[name=web].env[name=REGION]',
          class: 'pendingRemoval',
          live: { name: 'REGION', value: 'eu' },
        },
      ],
    });
    expect(plan.diagnostics).toEqual([]);
    expect(edits(plan)).toEqual({
      'web/production/deployment.yaml': [
        '+  annotations:',
        '+    quillmoor.example/team: shop',
        '+            - name: REGION',
        '+              value: eu',
      ],
    });
  });

  it('comes to the patch that the overlay has', async () => {
    const plan = await accept({
      files: patched,
      differences: [{ field: 'spec.paused', class: 'unmanaged', live: true }],
    });
    expect(plan.diagnostics).toEqual([]);
    expect(edits(plan)).toEqual({
      'web/production/web.yaml': ['+  paused: true'],
    });
  });

  it('asks where, if the object is shared', async () => {
    const plan = await accept({
      files: overlays('resources: [../base]\n'),
      differences: [{ field: 'spec.paused', class: 'unmanaged', live: true }],
    });
    expect(plan).toMatchObject({
      diagnostics: [{ code: 'proposal-place-ambiguous' }],
      places: [
        { file: 'web/base/deployment.yaml' },
        { file: 'web/production/kustomization.yaml', affects: [] },
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
    const plan = await accept({ files, ...acceptance });
    expect(plan.files).toEqual([]);
    expect(plan.refused).toContain(message);
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
    const plan = await accept({
      files: chart,
      differences: [changed(memory, '1Gi', '2Gi')],
    });
    expect(plan.diagnostics).toEqual([]);
    expect(edits(plan)).toEqual({
      'charts/web/values-production.yaml': [
        '-    memory: 1Gi # measured',
        '+    memory: 2Gi # measured',
      ],
    });
  });

  it('asks where a value of the chart itself is', async () => {
    const plan = await accept({
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
    const plan = await accept({
      files: chart,
      differences: [changed(mode, 'slow', 'fast')],
    });
    expect(plan.files).toEqual([]);
    expect(plan.refused).toContain('by hand');
  });
});
