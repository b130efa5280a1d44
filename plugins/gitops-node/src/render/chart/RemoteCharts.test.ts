import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import {
  createTestRenderer,
  renderUnit,
} from '../../repository/testing/renderFiles';

const template = [
  'apiVersion: v1',
  'kind: ConfigMap',
  'metadata: { name: {{ .Release.Name }} }',
  'data: { size: {{ .Values.size | quote }} }',
].join('\n');

/** A repository of one chart, over HTTP on the loopback address. */
class ChartRepository {
  readonly seen: string[] = [];
  readonly #server: http.Server;

  private constructor(root: string) {
    this.#server = http.createServer((request, response) => {
      const name = path.basename(request.url ?? '');
      this.seen.push(name);
      const file = path.join(root, name);
      if (!fs.existsSync(file)) {
        response.writeHead(404).end();
        return;
      }
      response.end(fs.readFileSync(file));
    });
  }

  static async start(root: string): Promise<ChartRepository> {
    const chart = path.join(root, 'shelf');
    fs.mkdirSync(path.join(chart, 'templates'), { recursive: true });
    fs.writeFileSync(
      path.join(chart, 'Chart.yaml'),
      'apiVersion: v2\nname: shelf\nversion: 1.2.3\n',
    );
    fs.writeFileSync(path.join(chart, 'values.yaml'), 'size: small\n');
    fs.writeFileSync(path.join(chart, 'templates/a.yaml'), template);
    execFileSync('tar', ['-czf', 'shelf-1.2.3.tgz', 'shelf'], { cwd: root });
    fs.writeFileSync(
      path.join(root, 'index.yaml'),
      'apiVersion: v1\nentries:\n  shelf:\n    - { apiVersion: v2, name: shelf, version: 1.2.3, urls: [shelf-1.2.3.tgz] }\n',
    );
    const repository = new ChartRepository(root);
    await new Promise<void>(resolve =>
      repository.#server.listen(0, '127.0.0.1', resolve),
    );
    return repository;
  }

  get url(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${port}/charts`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise(resolve => this.#server.close(resolve));
  }
}

let folder: string;
let repository: ChartRepository;

beforeAll(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gitops-charts-'));
  repository = await ChartRepository.start(folder);
});
afterAll(async () => {
  await repository.stop();
  fs.rmSync(folder, { recursive: true, force: true });
});

const application = (version: string, chart: string = 'shelf') => ({
  'apps/shelf.yaml': [
    'apiVersion: argoproj.io/v1alpha1',
    'kind: Application',
    'metadata: { name: shelf, namespace: argocd }',
    'spec:',
    '  destination: { server: https://kubernetes.default.svc, namespace: shop }',
    '  source:',
    `    repoURL: ${repository.url}`,
    `    chart: ${chart}`,
    `    targetRevision: '${version}'`,
    '    helm: { valuesObject: { size: large } }',
  ].join('\n'),
});

async function render(
  files: Readonly<Record<string, string>>,
  allow: readonly string[] = [repository.url],
) {
  const cacheDirectory = path.join(folder, 'cache');
  const renderer = await createTestRenderer({
    charts: { allow, cacheDirectory },
  });
  return renderUnit(renderer, files, 'Application');
}

describe('a chart from elsewhere', () => {
  it('is fetched once where its repository is allowed', async () => {
    const first = await render(application('1.2.3'));
    expect(first.indeterminate).toEqual([]);
    expect(first.resources).toMatchObject([
      { resource: { metadata: { name: 'shelf' }, data: { size: 'large' } } },
    ]);
    const seen = repository.seen.length;
    expect(seen).toBeGreaterThan(0);
    const again = await render(application('1.2.3'));
    expect(again.resources).toHaveLength(1);
    expect(repository.seen).toHaveLength(seen);
  });

  it('is put where another chart depends on it', async () => {
    const rendered = await render({
      'apps/shop.yaml': [
        'apiVersion: argoproj.io/v1alpha1',
        'kind: Application',
        'metadata: { name: shop, namespace: argocd }',
        'spec:',
        '  source:',
        '    repoURL: https://git.fernhollow.example/platform/config',
        '    path: shop',
        '    helm: { valuesObject: { shelf: { size: huge } } }',
      ].join('\n'),
      'shop/Chart.yaml': `apiVersion: v2\nname: shop\nversion: 0.1.0\ndependencies: [{ name: shelf, version: 1.2.3, repository: "${repository.url}" }]\n`,
    });
    expect(rendered.indeterminate).toEqual([]);
    expect(rendered.resources).toMatchObject([
      { resource: { data: { size: 'huge' } } },
    ]);
  });

  it.each([
    ['nothing is allowed', [], '1.2.3', 'shelf', 'is in http'],
    [
      'another is allowed',
      ['https://charts.fernhollow.example'],
      '1.2.3',
      'shelf',
      'does not allow',
    ],
    [
      'a part of its name is allowed',
      ['PREFIX'],
      '1.2.3',
      'shelf',
      'does not allow',
    ],
    ['it names a range', ['URL'], '1.x', 'shelf', 'is a range'],
    ['it names nothing there is', ['URL'], '9.9.9', 'shelf', 'shelf'],
    ['its name is an option', ['URL'], '1.2.3', '--debug', 'does not allow'],
  ])('is not fetched where %s', async (_, allow, version, chart, reason) => {
    const urls = allow.map(each =>
      each
        .replace('URL', repository.url)
        .replace('PREFIX', repository.url.slice(0, -2)),
    );
    const { resources, indeterminate } = await render(
      application(version, chart),
      urls,
    );
    expect(resources).toEqual([]);
    expect(indeterminate).toEqual([expect.stringContaining(reason)]);
  });

  it('is looked for nowhere without a word of it', async () => {
    const before = repository.seen.length;
    const renderer = await createTestRenderer();
    const rendered = await renderUnit(
      renderer,
      application('1.2.3'),
      'Application',
    );
    expect(rendered.diagnostics).toMatchObject([
      { level: 'error', code: 'render-remote-chart' },
    ]);
    expect(repository.seen).toHaveLength(before);
  });
});
