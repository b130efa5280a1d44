import {
  createMockDirectory,
  TestDatabases,
} from '@backstage/backend-test-utils';
import {
  fleetResponseSchema,
  historyResponseSchema,
  repositoriesResponseSchema,
} from '@backstage-gitops/plugin-gitops-common';
import { GitConfigRepository } from '@backstage-gitops/plugin-gitops-node';
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { answer, component } from './__testUtils__/portals';
import { startGitops, TestPortal } from './__testUtils__/startGitops';

jest.setTimeout(60_000);

/** A repository of one service in two environments, with a real history. */
class Remote {
  readonly directory: string;
  #minute = 0;

  constructor(directory: string) {
    this.directory = directory;
    mkdirSync(directory, { recursive: true });
    this.git('init', '--quiet', '--initial-branch=main');
  }

  git(...args: string[]): string {
    this.#minute += 1;
    const date = new Date(
      Date.UTC(2026, 0, 1) + this.#minute * 60_000,
    ).toISOString();
    return execFileSync('git', ['-C', this.directory, ...args], {
      encoding: 'utf8',
      env: {
        ...process.env,
        GIT_CONFIG_GLOBAL: '/dev/null',
        GIT_CONFIG_SYSTEM: '/dev/null',
        GIT_AUTHOR_NAME: 'Ada',
        GIT_AUTHOR_EMAIL: 'ada@acme.example',
        GIT_COMMITTER_NAME: 'Ada',
        GIT_COMMITTER_EMAIL: 'ada@acme.example',
        GIT_AUTHOR_DATE: date,
        GIT_COMMITTER_DATE: date,
      },
    });
  }

  release(environment: string, version: string, subject?: string): void {
    this.write(
      `cart/${environment}/kustomization.yaml`,
      [
        'resources: [deployment.yaml]',
        'images:',
        '  - name: registry.acme.example/cart',
        `    newTag: ${version}`,
        '',
      ].join('\n'),
    );
    this.write(
      `cart/${environment}/deployment.yaml`,
      [
        'apiVersion: apps/v1',
        'kind: Deployment',
        'metadata: { name: cart }',
        'spec:',
        '  template:',
        '    spec:',
        '      containers:',
        '        - name: cart',
        '          image: registry.acme.example/cart',
        '',
      ].join('\n'),
    );
    this.git('add', '--all');
    this.git('commit', '--quiet', '-m', subject ?? `${environment} ${version}`);
  }

  write(file: string, text: string): void {
    const full = path.join(this.directory, file);
    mkdirSync(path.dirname(full), { recursive: true });
    writeFileSync(full, text);
  }
}

describe('repositories in Git', () => {
  const databases = TestDatabases.create({
    ids: ['SQLITE_3'],
    disableDocker: true,
  });
  const directory = createMockDirectory();
  let portal: TestPortal;
  let remote: Remote;

  beforeEach(async () => {
    directory.clear();
    remote = new Remote(directory.resolve('remote'));
    remote.release('staging', 'v1');
    remote.release('production', 'v1');
    remote.release('staging', 'v2', 'Release v2 <b>now</b> (#7)');
    remote.release('staging', 'v3');
    portal = await startGitops({
      knex: await databases.init('SQLITE_3'),
      repositories: {},
      workingDirectory: directory.resolve('work'),
      entities: [component('cart', 'shop')],
      config: {
        gitops: { repositories: [{ id: 'platform', url: remote.directory }] },
      },
      openRepository: options => new GitConfigRepository(options),
    });
    await portal.read('platform');
  });

  afterEach(() => portal.stop());

  const fleet = () => answer(fleetResponseSchema, portal.get('/targets'));
  const status = async () => {
    const { items } = await answer(
      repositoriesResponseSchema,
      portal.get('/repositories'),
    );
    return items[0];
  };

  const versions = async () =>
    Object.fromEntries(
      (await fleet()).items.map(({ environment, artifacts }) => [
        environment,
        artifacts[0]?.version,
      ]),
    );

  it('are read from nothing to their newest change', async () => {
    expect(await status()).toMatchObject({
      state: 'ready',
      targets: 2,
      revisions: { main: remote.git('rev-parse', 'HEAD').trim() },
    });
    expect(await versions()).toEqual({ staging: 'v3', production: 'v1' });
    const { items } = await answer(
      historyResponseSchema,
      portal.get('/entities/component/default/cart/history'),
    );
    expect(
      items.map(({ subject, environment }) => [environment, subject]),
    ).toEqual([
      ['staging', 'staging v3'],
      ['staging', 'Release v2 <b>now</b> (#7)'],
      ['production', 'production v1'],
      ['staging', 'staging v1'],
    ]);
    expect(items[1]).toMatchObject({
      author: 'Ada',
      pullRequest: { number: 7 },
      artifacts: [{ from: 'v1', to: 'v2' }],
    });
    const [production] = (await fleet()).items.filter(
      ({ environment }) => environment === 'production',
    );
    expect(production).toMatchObject({
      owner: 'group:default/shop',
      behindState: 'behind',
      behindCount: 2,
    });
  });

  it('follow what is pushed, a rewritten branch included', async () => {
    remote.release('production', 'v3');
    await portal.read('platform');
    expect(await versions()).toEqual({ staging: 'v3', production: 'v3' });
    expect((await fleet()).counts).toMatchObject({ behind: 0 });

    remote.git('reset', '--quiet', '--hard', 'HEAD~2');
    remote.release('staging', 'v9', 'Instead');
    await portal.read('platform');
    expect(await versions()).toEqual({ staging: 'v9', production: 'v1' });
    const { items } = await answer(
      historyResponseSchema,
      portal.get('/entities/component/default/cart/history'),
    );
    expect(items.map(({ subject }) => subject)).toEqual([
      'Instead',
      'Release v2 <b>now</b> (#7)',
      'production v1',
      'staging v1',
    ]);
  });

  it('keep what was known when they can be reached no more', async () => {
    rmSync(remote.directory, { recursive: true });
    await portal.read('platform');
    expect(await status()).toMatchObject({
      state: 'failed',
      error: expect.stringMatching(/./),
      targets: 2,
    });
    expect(await versions()).toEqual({ staging: 'v3', production: 'v1' });
  });

  it('keep their history when a folder is renamed', async () => {
    remote.git('mv', 'cart', 'basket-team-cart');
    remote.git('commit', '--quiet', '-m', 'Tidy up');
    await portal.read('platform');
    const { items } = await fleet();
    expect(items).toHaveLength(2);
    for (const { id } of items) {
      const history = await answer(
        historyResponseSchema,
        portal.get(`/targets/${encodeURIComponent(id)}/history?kind=all`),
      );
      expect(history.items.map(({ subject }) => subject)).toEqual(
        expect.arrayContaining([expect.stringMatching(/v1$/)]),
      );
    }
  });
});
