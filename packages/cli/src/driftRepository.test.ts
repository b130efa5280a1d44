import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ApiServer, describeWithKubernetes } from '@backstage-gitops/envtest';
import { makeRepository, TestRepository } from './testing/makeRepository';
import { runGitops } from './testing/runGitops';

const application = `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: shop, namespace: argocd }
spec:
  destination: { server: https://kubernetes.default.svc, namespace: bookshop }
  source:
    repoURL: https://git.fernhollow.example/platform/config
    path: charts/shop
    helm: { valueFiles: [production.yaml] }
`;

const files = {
  'apps/production/shop.yaml': application,
  'charts/shop/Chart.yaml': 'apiVersion: v2\nname: shop\nversion: 0.1.0\n',
  'charts/shop/production.yaml':
    'image:\n  repository: acme/shop\n  tag: v4\nreplicas: 2\n',
  'charts/shop/templates/shop.yaml': `apiVersion: apps/v1
kind: Deployment
metadata: { name: shop }
spec:
  replicas: {{ .Values.replicas }}
  selector: { matchLabels: { app: shop } }
  template:
    metadata: { labels: { app: shop } }
    spec:
      containers:
        - name: shop
          image: {{ .Values.image.repository }}:{{ .Values.image.tag }}
`,
  'charts/shop/templates/keys.yaml': `apiVersion: v1
kind: Secret
metadata: { name: shop-keys }
stringData: { key: {{ randAlphaNum 12 }} }
`,
};

let folder: string;
let repository: TestRepository;

beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gitops-cli-drift-'));
  repository = makeRepository(path.join(folder, 'config'));
  repository.git(
    ...['remote', 'add', 'origin'],
    'https://git.fernhollow.example/platform/config',
  );
  repository.commit(files, 'Run the shop');
});
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

const run = (...args: readonly string[]) =>
  runGitops(args, { cwd: folder, cache: path.join(folder, 'cache') });

const shop = ['config', '--service', 'shop', '--environment', 'production'];

describe('gitops render of a service', () => {
  it('fills its chart, masks its secrets and tells what is uncertain', async () => {
    const { code, stdout } = await run('render', ...shop, '--json');
    const answer = JSON.parse(stdout);
    expect(answer.resources).toMatchObject([
      { kind: 'Secret', stringData: { key: expect.stringMatching(/^\*{3}/) } },
      { kind: 'Deployment', spec: { replicas: 2 } },
    ]);
    expect(answer.diagnostics).toMatchObject([
      {
        code: 'render-uncertain',
        message: expect.stringContaining('Secret shop-keys'),
      },
    ]);
    expect(code).toBe(1);
  });

  it('wants a path or a service', async () => {
    const neither = await run('render', 'config');
    const both = await run('render', ...shop, '--path', 'apps');
    expect([neither.code, both.code]).toEqual([2, 2]);
    expect(neither.stderr).toContain('name a --path, or a --service');
  });
});

describe('gitops drift of a repository', () => {
  it.each([
    [['--kubeconfig', 'nowhere'], 'nowhere'],
    [[], '--kubeconfig is missing'],
    [['--kubeconfig', 'x', '--manager', 'y'], '--manager goes with --declared'],
  ])('is refused in one line: %s', async (args, message) => {
    const { code, stdout, stderr } = await run('drift', ...shop, ...args);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain(message);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });
});

describeWithKubernetes('gitops drift against a cluster', () => {
  let server: ApiServer;

  const deployment = (replicas: number, tag: string) => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'shop', namespace: 'bookshop' },
    spec: {
      replicas,
      selector: { matchLabels: { app: 'shop' } },
      template: {
        metadata: { labels: { app: 'shop' } },
        spec: { containers: [{ name: 'shop', image: `acme/shop:${tag}` }] },
      },
    },
  });

  beforeAll(async () => {
    server = await ApiServer.start();
    await server.namespace('bookshop');
  });
  afterAll(async () => {
    await server?.stop();
  });

  async function drift(user: 'admin' | 'outsider' = 'admin') {
    const kubeconfig = server.kubeconfigFile(user);
    const { code, stdout, stderr } = await run(
      ...['drift', ...shop, '--kubeconfig', kubeconfig, '--json'],
    );
    if (stdout === '') throw new Error(stderr);
    return { code, answer: JSON.parse(stdout) };
  }

  it('tells what is missing, what is different, by whom, and where it is declared', async () => {
    const empty = await drift();
    expect(empty.code).toBe(1);
    expect(empty.answer).toMatchObject({
      inSync: false,
      resources: [
        { kind: 'Secret', status: 'indeterminate' },
        { kind: 'Deployment', namespace: 'bookshop', status: 'missing' },
      ],
    });

    await server.apply(deployment(2, 'v4'), {
      fieldManager: 'argocd-controller',
    });
    const synced = await drift();
    expect(synced.answer.resources[1]).toMatchObject({ status: 'synced' });
    // Nobody can tell what the key should be.
    expect(synced.answer.inSync).toBe(false);

    await server.apply(deployment(2, 'v3'), {
      fieldManager: 'kubectl-edit',
      force: true,
    });
    const { answer } = await drift();
    expect(answer.resources[1]).toMatchObject({
      status: 'drifted',
      differences: [
        {
          field: 'spec.template.spec.containers[name=shop].image',
          class: 'changed',
          declared: 'acme/shop:v4',
          live: 'acme/shop:v3',
          origin: { file: 'charts/shop/production.yaml', line: 3 },
          lastWrite: { manager: 'kubectl-edit', operation: 'Apply' },
        },
      ],
    });
  });

  it('calls nothing synced that may not be read', async () => {
    const { code, answer } = await drift('outsider');
    expect(code).toBe(1);
    expect(answer.resources).toMatchObject([
      { kind: 'Secret', status: 'indeterminate' },
      {
        kind: 'Deployment',
        status: 'indeterminate',
        reason: expect.stringContaining('not permitted'),
      },
    ]);
  });
});
