import { discover } from '../discovery/discover';
import { DiscoveryInput } from '../discovery/model';
import { fileTreeOf } from '../discovery/testing/fileTreeOf';
import { planPromotion } from './planPromotion';
import { planVersions } from './planVersions';

type Files = Record<string, string>;

const url = 'https://git.quillmoor.example/shop/config.git';

function promote(files: Files) {
  const input: DiscoveryInput = {
    repository: { id: 'shop', url },
    branches: [{ name: 'main', tree: fileTreeOf(files) }],
    environments: [],
    rules: [],
  };
  const discovery = discover(input);
  const of = (environment: string) => {
    const found = discovery.targets.filter(
      target => target.service === 'web' && target.environment === environment,
    );
    if (found.length > 0) return found;
    const known = discovery.targets.map(
      target => `${target.service} in ${target.environment}`,
    );
    throw new Error(`no web in ${environment}: ${known.join(', ')}`);
  };
  const [source] = of('staging');
  const promotion = planPromotion(source, of('production'));
  const plan = planVersions(input, discovery, promotion.moves);
  const lines = plan.files.flatMap(({ path, before = '', after = '' }) => {
    const old = before.split('\n');
    const now = after.split('\n');
    expect(now).toHaveLength(old.length);
    return now.flatMap((line, index) =>
      line === old[index] ? [] : [`${path}:${index + 1}: ${line.trim()}`],
    );
  });
  return { ...plan, lines };
}

const both = (make: (stage: string, version: string) => Files): Files => ({
  ...make('staging', '2.0.0'),
  ...make('production', '1.0.0'),
});

const application = (stage: string, source: string) =>
  `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: web-${stage}, namespace: argocd }
spec:
  project: default
  destination: { name: ${stage}, namespace: web }
${source}`;

const release = (more: string) => `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: web, namespace: web }
spec:
  interval: 5m
${more}`;

const chartOf = (version: string) => `  chart:
    spec:
      chart: web
      version: ${version}
      sourceRef: { kind: HelmRepository, name: shop }
`;

const localChart = {
  'charts/web/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 0.1.0\n',
  'charts/web/values.yaml': 'image: { repository: shop/web, tag: unset }\n',
  'charts/web/templates/deployment.yaml':
    'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web }\nspec: { template: { spec: { containers: [{ name: web, image: "{{ .Values.image.repository }}:{{ .Values.image.tag }}" }] } } }\n',
};

const deployment = `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec: { template: { spec: { containers: [{ name: web, image: "shop/web" }] } } }
`;

const layouts: Record<string, { files: Files; lines: string[] }> = {
  "Argo CD's Git revision of another repository": {
    files: both((stage, version) => ({
      [`argocd/${stage}/web.yaml`]: application(
        stage,
        `  source:
    repoURL: https://git.quillmoor.example/shop/web.git
    path: deploy
    targetRevision: v${version} # released
`,
      ),
    })),
    lines: ['argocd/production/web.yaml:10: targetRevision: v2.0.0 # released'],
  },
  'values as a text in an Application': {
    files: {
      ...localChart,
      ...both((stage, version) => ({
        [`argocd/${stage}/web.yaml`]: application(
          stage,
          `  source:
    repoURL: ${url}
    path: charts/web
    helm:
      values: |
        # as in the chart
        image:
          tag: "${version}" # moved
`,
        ),
      })),
    },
    lines: ['argocd/production/web.yaml:14: tag: "2.0.0" # moved'],
  },
  'values as an object in an Application': {
    files: {
      ...localChart,
      ...both((stage, version) => ({
        [`argocd/${stage}/web.yaml`]: application(
          stage,
          `  source:
    repoURL: ${url}
    path: charts/web
    helm:
      valuesObject: { image: { tag: ${version} } }
`,
        ),
      })),
    },
    lines: [
      'argocd/production/web.yaml:11: valuesObject: { image: { tag: 2.0.0 } }',
    ],
  },
  'images of an Application’s kustomize': {
    files: {
      'web/kustomization.yaml': 'resources: [deployment.yaml]\n',
      'web/deployment.yaml': deployment,
      ...both((stage, version) => ({
        [`argocd/${stage}/web.yaml`]: application(
          stage,
          `  source:
    repoURL: ${url}
    path: web
    kustomize:
      images: [ 'shop/web:${version}' ]
`,
        ),
      })),
    },
    lines: ["argocd/production/web.yaml:11: images: [ 'shop/web:2.0.0' ]"],
  },
  'several sources, with values of another': {
    files: {
      ...both((stage, version) => ({
        [`argocd/${stage}/web.yaml`]: application(
          stage,
          `  sources:
    - repoURL: https://charts.quillmoor.example
      chart: web
      targetRevision: ${version}
      helm:
        valueFiles: [ $values/values/${stage}.yaml ]
    - repoURL: ${url}
      ref: values
`,
        ),
        [`values/${stage}.yaml`]: 'replicas: 2\n',
      })),
    },
    lines: ['argocd/production/web.yaml:10: targetRevision: 2.0.0'],
  },
  'a chart’s version of a HelmRelease': {
    files: both((stage, version) => ({
      [`clusters/${stage}/web.yaml`]: release(chartOf(version)),
    })),
    lines: ['clusters/production/web.yaml:9: version: 2.0.0'],
  },
  'an image as one text in a HelmRelease': {
    files: both((stage, version) => ({
      [`clusters/${stage}/web.yaml`]: release(
        `${chartOf(
          '1.4.0',
        )}  values:\n    java: { image: 'shop.azurecr.io/web:prod-${version}' }\n`,
      ),
    })),
    lines: [
      "clusters/production/web.yaml:12: java: { image: 'shop.azurecr.io/web:prod-2.0.0' }",
    ],
  },
  'a tag of an OCIRepository': {
    files: both((stage, version) => ({
      [`clusters/${stage}/web.yaml`]: `apiVersion: source.toolkit.fluxcd.io/v1
kind: OCIRepository
metadata: { name: web, namespace: web }
spec:
  url: oci://registry.quillmoor.example/charts/web
  ref: { tag: ${version} }
---
${release('  chartRef: { kind: OCIRepository, name: web }\n')}`,
    })),
    lines: ['clusters/production/web.yaml:6: ref: { tag: 2.0.0 }'],
  },
  'the ref of a GitRepository': {
    files: both((stage, version) => ({
      [`clusters/${stage}/web.yaml`]: `apiVersion: source.toolkit.fluxcd.io/v1
kind: GitRepository
metadata: { name: web, namespace: flux-system }
spec:
  url: https://git.quillmoor.example/shop/web
  ref: { tag: v${version} }
---
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: web, namespace: flux-system }
spec:
  path: ./deploy
  sourceRef: { kind: GitRepository, name: web }
`,
    })),
    lines: ['clusters/production/web.yaml:6: ref: { tag: v2.0.0 }'],
  },
  'a chart that kustomize inflates': {
    files: both((stage, version) => ({
      [`web/${stage}/kustomization.yaml`]: `helmCharts:
  - name: web
    repo: https://charts.quillmoor.example
    version: ${version}
    releaseName: web
`,
    })),
    lines: ['web/production/kustomization.yaml:4: version: 2.0.0'],
  },
  'a Helmfile with a file of values for each environment': {
    files: {
      'helmfile.yaml': `environments:
  staging: { values: [ env/staging.yaml ] }
  production: { values: [ env/production.yaml ] }
---
releases:
  - name: web
    chart: shop/web
    version: {{ .Values.web.version | quote }}
`,
      ...both((stage, version) => ({
        [`env/${stage}.yaml`]: `web: { version: ${version} } # here\n`,
      })),
    },
    lines: ['env/production.yaml:1: web: { version: 2.0.0 } # here'],
  },
  'substituted variables of a Kustomization': {
    files: {
      'web/kustomization.yaml': 'resources: [deployment.yaml]\n',
      'web/deployment.yaml': deployment.replace(
        'shop/web',
        'shop/web:${web_version}',
      ),
      ...both((stage, version) => ({
        [`clusters/${stage}/web.yaml`]: `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: web, namespace: flux-system }
spec:
  path: ./web
  sourceRef: { kind: GitRepository, name: flux-system }
  postBuild: { substitute: { web_version: ${version} } }
`,
      })),
    },
    lines: [
      'clusters/production/web.yaml:7: postBuild: { substitute: { web_version: 2.0.0 } }',
    ],
  },
  'an ApplicationSet’s list of elements': {
    files: {
      'web/set.yaml': `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: { name: web, namespace: argocd }
spec:
  generators:
    - list:
        elements:
          - { stage: staging, version: 2.0.0 }
          - { stage: production, version: 1.0.0 } # slow
  template:
    metadata: { name: 'web-{{stage}}' }
    spec:
      destination: { name: '{{stage}}', namespace: web }
      source:
        repoURL: https://charts.quillmoor.example
        chart: web
        targetRevision: '{{version}}'
`,
    },
    lines: ['web/set.yaml:9: - { stage: production, version: 2.0.0 } # slow'],
  },
  'files that an ApplicationSet’s Git generator reads': {
    files: {
      'web/set.yaml': `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: { name: web, namespace: argocd }
spec:
  generators:
    - git:
        repoURL: ${url}
        revision: HEAD
        files: [ { path: 'stages/*.yaml' } ]
  template:
    metadata: { name: 'web-{{stage}}' }
    spec:
      destination: { name: '{{stage}}', namespace: web }
      source:
        repoURL: https://charts.quillmoor.example
        chart: web
        targetRevision: '{{web.version}}'
`,
      ...both((stage, version) => ({
        [`stages/${stage}.yaml`]: `stage: ${stage}\nweb:\n  version: "${version}"\n`,
      })),
    },
    lines: ['stages/production.yaml:3: version: "2.0.0"'],
  },
};

const overlay = (tag: string) =>
  `resources: [../base]\nimages:\n  - name: shop/web\n    newTag: ${tag}\n`;
const overlays = (production: string): Files => ({
  'web/base/kustomization.yaml': 'resources: [deployment.yaml]\n',
  'web/base/deployment.yaml': deployment,
  'web/staging/kustomization.yaml': overlay('v2'),
  'web/production/kustomization.yaml': production,
});

describe('a promotion is refused', () => {
  it.each<[string, Files, string]>([
    [
      'where the file is encrypted by SOPS',
      both((stage, version) => ({
        [`clusters/${stage}/web.yaml`]: release(
          `${chartOf(
            version,
          )}  values: { a: "ENC[AES256_GCM,data:x,iv:y,tag:z,type:str]" }\nsops:\n  version: 3.9.0\n`,
        ),
      })),
      'proposal-encrypted',
    ],
    [
      'where a template of an ApplicationSet writes the version',
      {
        'web/set.yaml': `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: { name: web, namespace: argocd }
spec:
  goTemplate: true
  generators:
    - list: { elements: [{ stage: staging }, { stage: production }] }
  template:
    metadata: { name: 'web-{{ .stage }}' }
    spec:
      destination: { name: '{{ .stage }}', namespace: web }
      source:
        repoURL: https://charts.quillmoor.example
        chart: web
        targetRevision: '{{ if eq .stage "staging" }}2.0.0{{ else }}1.0.0{{ end }}'
`,
      },
      'proposal-templated',
    ],
    [
      'where an anchor hands the version to others',
      overlays(`${overlay('&tag v1')}commonLabels: { version: *tag }\n`),
      'proposal-shared',
    ],
  ])('%s', (_, files, code) => {
    const plan = promote(files);
    expect(plan.diagnostics).toMatchObject([
      { level: 'error', code, message: expect.stringContaining(' ') },
    ]);
    expect(plan.files).toEqual([]);
  });

  it('where git-crypt hides the file, which then declares nothing', () => {
    const files = overlays(overlay('v1'));
    const input: DiscoveryInput = {
      repository: { id: 'shop', url },
      branches: [
        {
          name: 'main',
          tree: fileTreeOf({
            ...files,
            'web/production/kustomization.yaml': { state: 'binary' },
          }),
        },
      ],
      environments: [],
      rules: [],
    };
    const { targets } = discover(input);
    expect(targets.map(({ environment }) => environment)).toEqual(['staging']);
  });
});

describe('a promotion moves', () => {
  it.each(Object.entries(layouts))('%s', (_, { files, lines }) => {
    const plan = promote(files);
    expect(plan.diagnostics).toEqual([]);
    expect(plan.alsoAffects).toEqual([]);
    expect(plan.lines).toEqual(lines);
  });
});
