import { DiscoveryRule } from '../../discovery/model';
import { Random } from './Random';

export type Files = Record<string, string>;

/** A repository made up for a test: one service in three environments. */
export interface MadeRepository {
  /** Files by branch. */
  readonly branches: Readonly<Record<string, Files>>;
  /** Environment to branch, where each is one. */
  readonly environments?: Readonly<Record<string, string>>;
  readonly rules?: readonly DiscoveryRule[];
}

/** What an environment is pinned to. */
interface Pin {
  readonly tag: string;
  readonly digest?: string;
}

export type Layout = (
  random: Random,
  pins: Readonly<Record<string, Pin>>,
) => MadeRepository;

const ownUrl = 'https://git.quillmoor.example/quillmoor/config.git';
const stages = ['development', 'staging', 'production'] as const;

const main = (files: Files): MadeRepository => ({ branches: { main: files } });

function perStage(make: (stage: string) => Files): Files {
  return Object.assign({}, ...stages.map(make));
}

/** A scalar in one of the ways that people write them. */
function scalar(random: Random, value: string): string {
  const quote = random.pick(['', '', '"', "'"]);
  const comment = random.pick(['', '', ' # keep', '   # {"why": "not"}']);
  return `${quote}${value}${quote}${comment}`;
}

const deployment = (image: string) => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  template:
    spec:
      containers:
        - name: web   # the service
          image: ${image}
        - name: sidecar
          image: quillmoor/sidecar:1.0.0
`;

const overlayImages: Layout = (random, pins) =>
  main({
    'apps/web/base/kustomization.yaml': 'resources: [deployment.yaml]\n',
    'apps/web/base/deployment.yaml': deployment('quillmoor/web'),
    ...perStage(stage => ({
      [`apps/web/${stage}/kustomization.yaml`]: [
        '# yaml-language-server: $schema=kustomization',
        'resources:',
        '  - ../base',
        '',
        'images:',
        `  - name: quillmoor/web`,
        `    newTag: ${scalar(random, pins[stage].tag)}`,
        ...(pins[stage].digest ? [`    digest: ${pins[stage].digest}`] : []),
        'commonAnnotations: { a: "1",b: \'2\' }',
        '',
      ].join('\n'),
    })),
  });

const overlayPatches: Layout = (random, pins) =>
  main({
    'apps/web/base/kustomization.yaml': 'resources: [deployment.yaml]\n',
    'apps/web/base/deployment.yaml': deployment('quillmoor/web:unset'),
    ...perStage(stage => ({
      [`apps/web/${stage}/kustomization.yaml`]: `resources: [../base]
patches:
  - patch: |-
      # how this stage differs
      apiVersion: apps/v1
      kind: Deployment
      metadata: { name: web }
      spec:
        template:
          spec:
            containers:
              - name: web
                image: quillmoor/web:${pins[stage].tag}${
        pins[stage].digest ? `@${pins[stage].digest}` : ''
      }${random.pick(['', ' # v'])}
`,
    })),
  });

const remoteBase: Layout = (random, pins) =>
  main(
    perStage(stage => ({
      [`apps/web/${stage}/kustomization.yaml`]: `resources:
  - https://git.quillmoor.example/quillmoor/web//deploy?ref=${
    pins[stage].tag
  }${random.pick(['', '&timeout=90s', ' # pinned'])}
`,
    })),
  );

const helmRelease: Layout = (random, pins) =>
  main(
    perStage(stage => ({
      [`clusters/${stage}/web.yaml`]: `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata:
  name: web
  namespace: web
spec:
  interval: 5m
  chart:
    spec:
      chart: web-service
      version: ${scalar(random, '1.4.0')}
      sourceRef: { kind: HelmRepository, name: quillmoor }
  values:
    image:
      repository: quillmoor/web
      tag: ${scalar(
        random,
        `${pins[stage].tag}${
          pins[stage].digest ? `@${pins[stage].digest}` : ''
        }`,
      )}
    resources: {limits: {memory: 512Mi}}
`,
    })),
  );

const ociSource: Layout = (random, pins) =>
  main(
    perStage(stage => ({
      [`clusters/${stage}/web.yaml`]: `apiVersion: source.toolkit.fluxcd.io/v1
kind: OCIRepository
metadata: { name: web, namespace: web }
spec:
  url: oci://registry.quillmoor.example/charts/web
  ref:
    tag: ${scalar(random, pins[stage].tag)}
---
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: web, namespace: web }
spec:
  chartRef: { kind: OCIRepository, name: web }
`,
    })),
  );

const application = (
  stage: string,
  source: string,
) => `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: web-${stage}
  namespace: argocd
spec:
  project: default
  destination: { name: ${stage}, namespace: web }
  source:
${source}
`;

const applicationRevision: Layout = (random, pins) =>
  main(
    perStage(stage => ({
      [`argocd/${stage}/web.yaml`]: application(
        stage,
        `    repoURL: https://charts.quillmoor.example
    chart: web
    targetRevision: ${scalar(random, pins[stage].tag)}`,
      ),
    })),
  );

const applicationParameters: Layout = (random, pins) =>
  main({
    'charts/web/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 0.1.0\n',
    'charts/web/values.yaml':
      'image:\n  repository: quillmoor/web\n  tag: unset\n',
    'charts/web/templates/deployment.yaml':
      'kind: Deployment\nimage: "{{ .Values.image.repository }}:{{ .Values.image.tag }}"\n',
    ...perStage(stage => ({
      [`argocd/${stage}/web.yaml`]: application(
        stage,
        `    repoURL: ${ownUrl}
    path: charts/web
    helm:
      parameters:
        - { name: replicas, value: "2" }
        - name: image.tag
          value: ${scalar(random, pins[stage].tag)}`,
      ),
    })),
  });

const valuesFiles: Layout = (random, pins) =>
  main({
    'charts/web/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 0.1.0\n',
    'charts/web/values.yaml':
      'image:\n  repository: quillmoor/web\n  tag: unset\n',
    'charts/web/templates/deployment.yaml':
      'kind: Deployment\nimage: "{{ .Values.image.repository }}:{{ .Values.image.tag }}"\n',
    ...perStage(stage => ({
      [`charts/web/values-${stage}.yaml`]: `# ${stage}
replicas: 3
image:
    tag: ${scalar(random, pins[stage].tag)}
`,
    })),
  });

const helmfile: Layout = (random, pins) =>
  main(
    perStage(stage => ({
      [`deploy/${stage}/helmfile.yaml`]: `repositories:
  - name: quillmoor
    url: https://charts.quillmoor.example
releases:
  - name: web
    namespace: web
    chart: quillmoor/web
    version: ${scalar(random, pins[stage].tag)}
`,
    })),
  );

const rules: Layout = (random, pins) => ({
  ...main(
    perStage(stage => ({
      [`tags/${stage}/web`]: `# written by people\nimage_tag: ${scalar(
        random,
        pins[stage].tag,
      )}\nowner: shop\n`,
    })),
  ),
  rules: [{ path: 'tags/{environment}/{service}', version: 'image_tag' }],
});

const branchPerEnvironment: Layout = (_, pins) => ({
  branches: Object.fromEntries(
    stages.map(stage => [
      stage,
      {
        'web/deployment.yaml': deployment(`quillmoor/web:${pins[stage].tag}`),
      },
    ]),
  ),
  environments: Object.fromEntries(stages.map(stage => [stage, stage])),
});

/** Every layout in which a version can be declared. */
export const layouts: Readonly<Record<string, Layout>> = {
  overlayImages,
  overlayPatches,
  remoteBase,
  helmRelease,
  ociSource,
  applicationRevision,
  applicationParameters,
  valuesFiles,
  helmfile,
  rules,
  branchPerEnvironment,
};

/** Whether a layout can pin digests beside tags. */
const digestLayouts: ReadonlySet<string> = new Set([
  'overlayImages',
  'overlayPatches',
  'helmRelease',
]);

/** One repository of a layout, with line ends and final newlines of its own. */
export function makeRepositoryOf(name: string, seed: number): MadeRepository {
  const random = new Random(seed);
  const style = random.pick(['v', 'semver', 'date', 'commit', 'number']);
  const pinned = digestLayouts.has(name) && random.chance(0.4);
  const pins = Object.fromEntries(
    stages.map((stage, index) => [
      stage,
      {
        tag: versionOf(style, 9 - index * 3, random),
        ...(pinned && { digest: `sha256:${random.hex(64)}` }),
      },
    ]),
  );
  const made = layouts[name](random, pins);
  const crlf = random.chance(0.2);
  const bare = random.chance(0.2);
  const dress = (text: string) => {
    const ended = bare ? text.replace(/\n$/, '') : text;
    return crlf ? ended.replace(/\n/g, '\r\n') : ended;
  };
  return {
    ...made,
    branches: Object.fromEntries(
      Object.entries(made.branches).map(([branch, files]) => [
        branch,
        Object.fromEntries(
          Object.entries(files).map(([path, text]) => [path, dress(text)]),
        ),
      ]),
    ),
  };
}

function versionOf(style: string, number: number, random: Random): string {
  switch (style) {
    case 'semver':
      return `1.${number}.${random.below(20)}`;
    case 'date':
      return `prod-${random.hex(7)}-2026081${number}103000`;
    case 'commit':
      return `a${random.hex(39)}`;
    case 'number':
      return `1${number}.10`;
    default:
      return `v${40 + number}`;
  }
}
