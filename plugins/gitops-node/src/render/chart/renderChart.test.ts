import {
  createTestRenderer,
  renderUnit,
} from '../../repository/testing/renderFiles';
import { UnitRenderer } from '../../repository/UnitRenderer';
import { defaultRenderLimits } from '../renderLimits';
import { UnitRender } from '../UnitRender';

const application = (source: readonly string[]) =>
  [
    'apiVersion: argoproj.io/v1alpha1',
    'kind: Application',
    'metadata: { name: cart, namespace: argocd }',
    'spec:',
    '  destination: { server: https://kubernetes.default.svc, namespace: shop }',
    '  source:',
    '    repoURL: https://git.fernhollow.example/platform/config',
    '    path: charts/cart',
    ...source.map(line => `    ${line}`),
  ].join('\n');

const release = (spec: readonly string[]) =>
  [
    'apiVersion: helm.toolkit.fluxcd.io/v2',
    'kind: HelmRelease',
    'metadata: { name: cart, namespace: shop }',
    'spec:',
    '  chart: { spec: { chart: ./charts/cart, sourceRef: { kind: GitRepository, name: flux-system } } }',
    ...spec.map(line => `  ${line}`),
  ].join('\n');

const flux = {
  'clusters/live/apps.yaml':
    'apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: { name: apps, namespace: flux-system }\nspec: { path: ./apps, sourceRef: { kind: GitRepository, name: flux-system } }\n',
};

const configMap = (name: string, data: string) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name} }\ndata:\n${data}\n`;

const chart = {
  'charts/cart/Chart.yaml':
    'apiVersion: v2\nname: cart-chart\nversion: 0.1.0\n',
  'charts/cart/values.yaml': 'size: small\nlimits: { memory: 1 }\n',
  'charts/cart/templates/settings.yaml': configMap(
    'settings',
    '  release: {{ .Release.Name }} in {{ .Release.Namespace }}\n  size: {{ .Values.size | quote }}\n  memory: {{ .Values.limits.memory | quote }}',
  ),
};

/** With other templates than the usual one. */
const chartOf = (templates: Readonly<Record<string, string>>) => ({
  'charts/cart/Chart.yaml': chart['charts/cart/Chart.yaml'],
  ...Object.fromEntries(
    Object.entries(templates).map(([name, text]) => [
      `charts/cart/templates/${name}`,
      text,
    ]),
  ),
});

let renderer: UnitRenderer;

beforeAll(async () => {
  renderer = await createTestRenderer();
});

type Files = Parameters<typeof renderUnit>[1];

const render = (files: Files, kind: string = 'Application') =>
  renderUnit(renderer, { 'apps/cart.yaml': application([]), ...files }, kind);

function dataOf({ resources }: UnitRender): unknown[] {
  return resources.map(({ resource }) => resource.data);
}

describe('a chart of the repository', () => {
  it('is filled with what an Application sets, the last one winning', async () => {
    const rendered = await render({
      ...chart,
      'apps/cart.yaml': application([
        'helm:',
        '  releaseName: cart-live',
        '  valueFiles: [live.yaml]',
        '  valuesObject: { limits: { memory: 3 } }',
        '  parameters: [{ name: size, value: "1,5" }]',
      ]),
      'charts/cart/live.yaml': 'size: large\nlimits: { memory: 2 }\n',
    });
    expect(rendered).toMatchObject({
      namespace: 'shop',
      indeterminate: [],
      diagnostics: [],
    });
    expect(dataOf(rendered)).toEqual([
      { release: 'cart-live in shop', size: '1,5', memory: '3' },
    ]);
  });

  it('is filled as Flux does, with its name for the release and what it patches', async () => {
    const rendered = await render(
      {
        ...flux,
        ...chart,
        'apps/cart.yaml': release([
          'targetNamespace: shelf',
          'valuesFrom:',
          '  - { kind: ConfigMap, name: common }',
          '  - { kind: Secret, name: sizes, valuesKey: size, targetPath: size }',
          'values: { limits: { memory: 7 } }',
          'postRenderers:',
          '  - kustomize:',
          '      patches:',
          '        - target: { kind: ConfigMap }',
          '          patch: "- { op: add, path: /data/patched, value: \'yes\' }"',
        ]),
        'apps/values.yaml': configMap(
          'common',
          '  values.yaml: |\n    size: large\n    limits: { memory: 5 }',
        ),
        'apps/sizes.yaml':
          'apiVersion: v1\nkind: Secret\nmetadata: { name: sizes }\nstringData: { size: huge }\n',
      },
      'HelmRelease',
    );
    expect(rendered.indeterminate).toEqual([]);
    expect(dataOf(rendered)).toEqual([
      {
        release: 'shelf-cart in shelf',
        size: 'huge',
        memory: '7',
        patched: 'yes',
      },
    ]);
  });

  it('leaves hooks out, and CRDs where its engine leaves them alone', async () => {
    const files = {
      ...chart,
      'charts/cart/templates/hook.yaml':
        'apiVersion: v1\nkind: Pod\nmetadata: { name: hook, annotations: { helm.sh/hook: pre-install } }\n',
      'charts/cart/crds/crd.yaml':
        'apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: { name: carts.shop.example }\n',
    };
    const kinds = async (application_: string, kind: string) => {
      const rendered = await render(
        { ...flux, ...files, 'apps/cart.yaml': application_ },
        kind,
      );
      return rendered.resources.map(({ resource }) => resource.kind).sort();
    };
    const crd = 'CustomResourceDefinition';
    expect(await kinds(application([]), 'Application')).toEqual([
      'ConfigMap',
      crd,
    ]);
    expect(
      await kinds(application(['helm: { skipCrds: true }']), 'Application'),
    ).toEqual(['ConfigMap']);
    expect(await kinds(release([]), 'HelmRelease')).toEqual(['ConfigMap']);
    expect(
      await kinds(release(['upgrade: { crds: CreateReplace }']), 'HelmRelease'),
    ).toEqual(['ConfigMap', crd]);
  });

  it('takes in the charts beside it that it depends on', async () => {
    const rendered = await render({
      'charts/cart/Chart.yaml': `${chart['charts/cart/Chart.yaml']}dependencies: [{ name: labels, version: 1.x.x, repository: "file://../labels" }]\n`,
      'charts/cart/templates/settings.yaml': configMap(
        'settings',
        '  team: {{ include "team" . }}',
      ),
      'charts/labels/Chart.yaml':
        'apiVersion: v2\nname: labels\nversion: 1.4.0\ntype: library\n',
      'charts/labels/templates/_team.tpl': '{{ define "team" }}money{{ end }}',
    });
    expect(rendered.indeterminate).toEqual([]);
    expect(dataOf(rendered)).toEqual([{ team: 'money' }]);
  });

  it('is told what the cluster can do, or says what it assumed', async () => {
    const files = chartOf({
      'a.yaml': configMap(
        'a',
        '  version: {{ .Capabilities.KubeVersion.Version }}\n  monitors: {{ .Capabilities.APIVersions.Has "monitoring.example/v1" | quote }}',
      ),
    });
    const assumed = await render(files);
    expect(assumed.indeterminate).toEqual([]);
    expect(assumed.diagnostics).toMatchObject([
      { level: 'info', code: 'render-capabilities-assumed' },
    ]);
    const told = await renderUnit(
      renderer,
      { 'apps/cart.yaml': application([]), ...files },
      'Application',
      'cart',
      {
        capabilities: {
          kubeVersion: 'v1.31.4',
          apiVersions: ['monitoring.example/v1'],
        },
      },
    );
    expect(told.diagnostics).toEqual([]);
    expect(dataOf(told)).toEqual([{ version: 'v1.31.4', monitors: 'true' }]);
  });
});

describe('what a chart takes from elsewhere than Git', () => {
  const secret = (value: string) =>
    `apiVersion: v1\nkind: Secret\nmetadata: { name: keys }\nstringData: { key: {{ ${value} | quote }} }\n`;

  it.each([
    ['the cluster', 'lookup "v1" "Secret" "shop" "keys" | toJson'],
    ['chance', 'randAlphaNum 12'],
    ['the clock', 'now | date "2006-01-02"'],
    ['a library', 'include "password" .'],
    ['a value', 'tpl .Values.key .'],
  ])('makes its object indeterminate: %s', async (_, value) => {
    const rendered = await render({
      ...chartOf({
        'keys.yaml': secret(value),
        'settings.yaml': configMap('settings', '  a: b'),
        '_password.tpl': '{{ define "password" }}{{ uuidv4 }}{{ end }}',
      }),
      'charts/cart/values.yaml': `key: '{{ uuidv4 }}'\n`,
    });
    expect(rendered.indeterminate).toEqual([]);
    const told = rendered.resources.map(({ resource, indeterminate }) => [
      resource.kind,
      indeterminate?.replace(/\(.*/, ''),
    ]);
    expect(told).toEqual([
      ['Secret', 'templates/keys.yaml asks for what is not in Git '],
      ['ConfigMap', undefined],
    ]);
  });

  it('does not count where it is not asked', async () => {
    const rendered = await render(
      chartOf({
        'a.yaml': configMap(
          'a',
          '  # {{/* lookup */}}\n  a: {{ if .Values.random }}{{ randAlphaNum 5 }}{{ else }}"lookup"{{ end }}',
        ),
      }),
    );
    expect(rendered.indeterminate).toEqual([]);
    expect(rendered.resources).toMatchObject([
      { resource: { kind: 'ConfigMap' } },
    ]);
    expect(rendered.resources[0].indeterminate).toBeUndefined();
  });

  it('makes the whole indeterminate where a template may make more', async () => {
    const rendered = await render(
      chartOf({
        'a.yaml': `{{ if lookup "v1" "Secret" "shop" "keys" }}\n${configMap(
          'a',
          '  a: b',
        )}{{ end }}`,
        'b.yaml': configMap('b', '  a: b'),
      }),
    );
    expect(rendered.indeterminate).toEqual([
      expect.stringContaining('templates/a.yaml asks for what is not in Git'),
    ]);
    expect(rendered.resources).toHaveLength(1);
  });

  it('tells what an upgrade makes differently, for a release alone', async () => {
    const files = {
      ...flux,
      ...chartOf({
        'a.yaml': configMap('a', '  first: {{ .Release.IsInstall | quote }}'),
        'b.yaml': configMap('b', '  a: b'),
      }),
    };
    const released = await render(
      { ...files, 'apps/cart.yaml': release([]) },
      'HelmRelease',
    );
    expect(
      released.resources.map(({ indeterminate }) => indeterminate),
    ).toEqual([expect.stringContaining('of an upgrade'), undefined]);
    const applied = await render(files);
    expect(applied.resources[0].indeterminate).toBeUndefined();
  });

  it.each([
    [
      'a ConfigMap of the cluster',
      'valuesFrom: [{ kind: ConfigMap, name: nowhere }]',
      'not in Git',
    ],
    [
      'an encrypted Secret',
      'valuesFrom: [{ kind: Secret, name: hidden }]',
      'encrypted',
    ],
  ])('is indeterminate with values from %s', async (_, line, reason) => {
    const rendered = await render(
      {
        ...flux,
        ...chart,
        'apps/cart.yaml': release([line]),
        'apps/hidden.yaml':
          'apiVersion: v1\nkind: Secret\nmetadata: { name: hidden }\nstringData: { values.yaml: "ENC[AES256_GCM,data:abc=]" }\nsops: { mac: x }\n',
      },
      'HelmRelease',
    );
    expect(rendered.resources).toEqual([]);
    expect(rendered.indeterminate).toEqual([expect.stringContaining(reason)]);
  });
});

describe('a hostile chart', () => {
  const failureOf = async (files: Files, limits = defaultRenderLimits) => {
    const bounded = await createTestRenderer({ limits });
    const rendered = await renderUnit(
      bounded,
      { 'apps/cart.yaml': application([]), ...files },
      'Application',
    );
    expect(rendered.resources).toEqual([]);
    expect(rendered.indeterminate).toHaveLength(1);
    return rendered.diagnostics[0].code;
  };

  it('can not print without end', async () => {
    const files = chartOf({
      'a.yaml': configMap('a', '  a: {{ repeat 500000 "x" }}'),
    });
    const limits = { ...defaultRenderLimits, outputBytes: 400_000 };
    expect(await failureOf(files, limits)).toBe('render-too-large');
  });

  it('can not take all memory', async () => {
    const files = chartOf({
      // It keeps what it took until it is stopped, however late that is.
      'a.yaml':
        '{{ $a := repeat 50000000 "abcdefgh" }}{{ range until 100000 }}{{ range until 100000 }}{{ end }}{{ end }}{{ len $a }}',
    });
    const limits = { ...defaultRenderLimits, memoryBytes: 300_000_000 };
    expect(await failureOf(files, limits)).toBe('render-too-large');
  });

  it('can not go on without end', async () => {
    const files = chartOf({
      'a.yaml':
        '{{ range until 100000 }}{{ range until 100000 }}{{ end }}{{ end }}',
    });
    const limits = { ...defaultRenderLimits, milliseconds: 1_000 };
    expect(await failureOf(files, limits)).toBe('render-timeout');
  });

  it('can not call itself for ever', async () => {
    const files = chartOf({
      '_a.tpl': '{{ define "a" }}{{ include "a" . }}{{ end }}',
      'a.yaml': '{{ include "a" . }}',
    });
    expect(await failureOf(files)).toBe('render-failed');
  });

  it('can not repeat its values without end', async () => {
    const levels = Array.from({ length: 12 }, (_, index) =>
      index === 0
        ? 'a0: &a0 [x, x, x, x, x, x, x, x, x, x]'
        : `a${index}: &a${index} [${Array(10)
            .fill(`*a${index - 1}`)
            .join(', ')}]`,
    );
    const files = {
      ...chart,
      'charts/cart/values.yaml': levels.join('\n'),
    };
    expect(await failureOf(files)).toMatch(/render-(failed|too-large)/);
  });

  it('reads no file outside itself', async () => {
    const rendered = await render({
      ...chartOf({
        'a.yaml': configMap(
          'a',
          '  passwd: {{ .Files.Get "/etc/passwd" | quote }}\n  up: {{ .Files.Get "../../secret.txt" | quote }}\n  home: {{ .Files.Get "../home" | quote }}',
        ),
        'b.yaml': configMap(
          'b',
          '  env: {{ (.Files.Glob "../**").AsConfig | quote }}',
        ),
      }),
      'secret.txt': 'hidden',
    });
    const text = JSON.stringify(rendered);
    expect(text).not.toContain('root:');
    expect(text).not.toContain('hidden');
  });

  it('follows no symlink out of the repository', async () => {
    const files = {
      ...chart,
      'charts/cart/files/passwd': { state: 'symlink' as const },
    };
    expect(await failureOf(files)).toBe('render-outside');
  });

  it('has no schema that is looked for elsewhere', async () => {
    const rendered = await render({
      ...chart,
      'charts/cart/values.schema.json': '{ "$ref": "file:///etc/passwd" }',
    });
    expect(rendered.indeterminate).toEqual([]);
  });

  it.each([
    ['a name that is an option', 'helm: { releaseName: --post-renderer=x }'],
    ['a parameter that is one', 'helm: { valueFiles: ["--kubeconfig=x"] }'],
  ])('passes no option: %s', async (_, line) => {
    const rendered = await render({
      ...chart,
      'apps/cart.yaml': application([line]),
    });
    expect(rendered.indeterminate).toHaveLength(1);
    expect(rendered.resources).toEqual([]);
  });
});
