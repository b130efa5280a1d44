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
import { rmSync } from 'node:fs';
import { answer, component } from './__testUtils__/portals';
import { Remote } from './__testUtils__/Remote';
import { startGitops, TestPortal } from './__testUtils__/startGitops';

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
