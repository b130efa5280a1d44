import { createMockDirectory } from '@backstage/backend-test-utils';
import { schedulerServiceFactory } from '@backstage/backend-defaults/scheduler';
import {
  diagnosticsResponseSchema,
  entityTargetsResponseSchema,
  fleetResponseSchema,
  gitopsTargetReadPermission,
  historyResponseSchema,
  repositoriesResponseSchema,
  targetStateSchema,
} from '@backstage-gitops/plugin-gitops-common';
import { Entity } from '@backstage/catalog-model';
import {
  AuthorizeResult,
  PolicyDecision,
} from '@backstage/plugin-permission-common';
import { z } from 'zod';
import {
  createGitopsTargetConditionalDecision,
  gitopsTargetConditions,
} from './permissions/rules';
import { createTestDatabases } from './testing/databases';
import {
  declaredArtifact,
  declaredTarget,
  DeclaredRepository,
  landedChange,
  objectId,
} from './testing/DeclaredRepository';
import {
  startGitops,
  TestPolicy,
  TestPortal,
  TestPortalOptions,
} from './testing/startGitops';

jest.setTimeout(60_000);

const component = (
  name: string,
  owner: string,
  metadata: Partial<Entity['metadata']> = {},
): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name, ...metadata },
  spec: { owner },
});

/** The service cart in three environments, production two changes behind. */
function cartRepository(): DeclaredRepository {
  const repository = new DeclaredRepository();
  const versions = { development: 'v3', staging: 'v3', production: 'v1' };
  repository.declare(
    Object.entries(versions).map(([environment, version]) =>
      declaredTarget(`cart-${environment}`, {
        environment,
        aliases: ['frontend'],
        artifacts: [declaredArtifact(version)],
        cluster: environment === 'production' ? 'eu-1' : undefined,
      }),
    ),
  );
  const history = [3, 2, 1].map(number => landedChange(number));
  repository.changes.set('cart-development', history);
  repository.changes.set('cart-staging', history);
  repository.changes.set('cart-production', [
    landedChange(4, { artifacts: [], subject: 'Tidy up' }),
    landedChange(1, { pullRequest: { number: 12 } }),
  ]);
  return repository;
}

async function answer<T extends z.ZodType>(
  schema: T,
  response: ReturnType<TestPortal['get']>,
): Promise<z.output<T>> {
  const { body, status } = await response;
  expect([status, body.error]).toEqual([200, undefined]);
  return schema.parse(body);
}

describe.each(createTestDatabases().eachSupportedId())('gitops on %s', id => {
  const databases = createTestDatabases();
  const directory = createMockDirectory();
  const portals: TestPortal[] = [];

  afterEach(async () => {
    await Promise.all(portals.splice(0).map(portal => portal.stop()));
  });

  async function start(
    options: Partial<TestPortalOptions> = {},
  ): Promise<TestPortal> {
    const portal = await startGitops({
      knex: options.knex ?? (await databases.init(id)),
      repositories: { platform: cartRepository() },
      workingDirectory: directory.path,
      entities: [component('cart', 'shop')],
      ...options,
    });
    portals.push(portal);
    return portal;
  }

  async function startAndRead(options: Partial<TestPortalOptions> = {}) {
    const portal = await start(options);
    for (const name of Object.keys(options.repositories ?? { platform: 1 })) {
      await portal.read(name);
    }
    await portal.readCatalog();
    return portal;
  }

  const cartTargets = (portal: TestPortal) =>
    answer(
      entityTargetsResponseSchema,
      portal.get('/entities/component/default/cart/targets'),
    );

  it('shows what an entity runs where, since when and how far behind', async () => {
    const portal = await startAndRead();
    const { targets, environments, services, repositories } = await cartTargets(
      portal,
    );
    expect(services).toEqual(['cart']);
    expect(environments.map(({ name }) => name)).toEqual([
      'development',
      'staging',
      'production',
    ]);
    expect(repositories).toMatchObject([{ id: 'platform', state: 'ready' }]);
    const [development, staging, production] = targets;
    expect(development.behind).toEqual({ state: 'first' });
    expect(staging.behind).toEqual({
      state: 'same',
      environment: 'development',
    });
    expect(production).toMatchObject({
      repository: 'platform',
      unitKind: 'Overlay',
      dependencyFiles: 1,
      cluster: 'eu-1',
      entityRef: 'component:default/cart',
      owner: 'group:default/shop',
      lastChange: {
        subject: 'Release v1',
        pullRequest: {
          number: 12,
          url: 'https://github.com/acme/platform/pull/12',
        },
      },
      behind: {
        state: 'behind',
        environment: 'staging',
        count: 2,
        since: landedChange(2).effectiveAt,
        changes: [{ subject: 'Release v3' }, { subject: 'Release v2' }],
      },
      links: {
        'apps/kustomization.yaml': `https://github.com/acme/platform/blob/${production.revision}/apps/kustomization.yaml`,
      },
      lineFragment: 'L{line}',
    });
    expect(
      await answer(targetStateSchema, portal.get('/targets/cart-production')),
    ).toEqual(production);
  });

  it('pages through the history of an entity and of a target', async () => {
    const portal = await startAndRead();
    const path = '/entities/component/default/cart/history?limit=2';
    const first = await answer(historyResponseSchema, portal.get(path));
    expect(
      first.items.map(({ subject, environment }) => [subject, environment]),
    ).toEqual([
      ['Release v3', 'development'],
      ['Release v3', 'staging'],
    ]);
    const rest = await answer(
      historyResponseSchema,
      portal.get(`${path}0&cursor=${first.nextCursor}`),
    );
    expect(
      rest.items.map(({ subject, environment }) => [subject, environment]),
    ).toEqual([
      ['Release v2', 'development'],
      ['Release v2', 'staging'],
      ['Release v1', 'development'],
      ['Release v1', 'production'],
      ['Release v1', 'staging'],
    ]);
    expect(rest.nextCursor).toBeUndefined();

    const production = await answer(
      historyResponseSchema,
      portal.get('/targets/cart-production/history?kind=all'),
    );
    expect(production.items).toMatchObject([
      { subject: 'Tidy up', artifacts: [], clusters: ['eu-1'] },
      {
        subject: 'Release v1',
        commitUrl: `https://github.com/acme/platform/commit/${objectId(3)}`,
      },
    ]);
  });

  it('lists the fleet a page at a time, sorted and counted', async () => {
    const portal = await startAndRead();
    const seen: string[] = [];
    let cursor = '';
    do {
      const page = await answer(
        fleetResponseSchema,
        portal.get(`/targets?sort=behind&order=desc&limit=1${cursor}`),
      );
      seen.push(...page.items.map(({ environment }) => environment));
      expect(page).toMatchObject({
        total: 3,
        counts: { services: 1, behind: 1, differs: 0 },
        facets: {
          environments: ['development', 'staging', 'production'],
          repositories: ['platform'],
          owners: ['group:default/shop'],
        },
      });
      cursor = page.nextCursor ? `&cursor=${page.nextCursor}` : '';
    } while (cursor);
    expect(seen).toEqual(['production', 'staging', 'development']);
    const old = await answer(
      fleetResponseSchema,
      portal.get('/targets?minBehind=2&olderThanDays=1&text=CART'),
    );
    expect(old.items).toMatchObject([
      { id: 'cart-production', behindCount: 2, behindState: 'behind' },
    ]);
  });

  it('keeps the last good state of a repository that fails', async () => {
    const platform = cartRepository();
    const portal = await startAndRead({ repositories: { platform } });
    platform.failure = new Error(
      "unable to access 'https://ada:hunter2@github.com/acme/platform/'",
    );
    await portal.read('platform');
    const { targets, repositories } = await cartTargets(portal);
    expect(targets).toHaveLength(3);
    expect(repositories).toMatchObject([
      {
        state: 'failed',
        error: "unable to access 'https://github.com/acme/platform/'",
        targets: 3,
        lastSuccessAt: expect.any(String),
      },
    ]);
    expect(portal.logged()).toContain('unable to access');
    expect(portal.logged()).not.toContain('hunter2');
    platform.failure = undefined;
    await portal.read('platform');
    const [healed] = (await cartTargets(portal)).repositories;
    expect([healed.state, healed.error]).toEqual(['ready', undefined]);
  });

  it('shows a repository before it was ever read', async () => {
    const portal = await start();
    expect(
      await answer(repositoriesResponseSchema, portal.get('/repositories')),
    ).toEqual({
      items: [
        {
          id: 'platform',
          url: 'https://github.com/acme/platform',
          state: 'pending',
          revisions: {},
          units: 0,
          targets: 0,
          diagnostics: { info: 0, warning: 0, error: 0 },
        },
      ],
    });
    const { targets, repositories } = await cartTargets(portal);
    expect(targets).toEqual([]);
    expect(repositories).toMatchObject([{ state: 'pending' }]);
  });

  it('discovers again only when the repository moved', async () => {
    const platform = cartRepository();
    const portal = await startAndRead({ repositories: { platform } });
    await portal.read('platform');
    expect([platform.refreshes, platform.discoveries]).toEqual([2, 1]);
    platform.declare([
      declaredTarget('cart-production', {
        artifacts: [declaredArtifact('v2')],
      }),
    ]);
    platform.changes.set('cart-production', [
      landedChange(5, { move: { from: 'v1', to: 'v2' } }),
      ...(platform.changes.get('cart-production') ?? []),
    ]);
    await portal.read('platform');
    expect(platform.discoveries).toBe(2);
    const { targets } = await cartTargets(portal);
    expect(targets).toMatchObject([
      {
        artifacts: [{ version: 'v2' }],
        lastChange: { subject: 'Release v5' },
        behind: { state: 'first' },
      },
    ]);
  });

  it('replaces the history of a branch that was rewritten', async () => {
    const platform = cartRepository();
    const portal = await startAndRead({ repositories: { platform } });
    platform.declare(platform.discovery.targets);
    platform.changes.set('cart-production', [
      landedChange(4, { landedBy: 'f'.repeat(40), subject: 'Rewritten' }),
    ]);
    await portal.read('platform');
    const { items } = await answer(
      historyResponseSchema,
      portal.get('/targets/cart-production/history?kind=all'),
    );
    expect(items.map(({ subject }) => subject)).toEqual(['Rewritten']);
  });

  it('tells the targets of two repositories apart', async () => {
    const [platform, other] = [
      new DeclaredRepository(),
      new DeclaredRepository(),
    ];
    platform.declare([declaredTarget('platform:cart')]);
    other.declare([declaredTarget('other:cart')]);
    const portal = await startAndRead({
      repositories: { platform, other },
      entities: [
        component('cart', 'shop'),
        component('their-cart', 'others', {
          annotations: {
            'gitops/service': 'cart',
            'gitops/repository': 'other',
          },
        }),
      ],
    });
    expect(
      (await cartTargets(portal)).targets.map(target => target.id),
    ).toEqual(['platform:cart', 'other:cart']);
    const theirs = await answer(
      entityTargetsResponseSchema,
      portal.get('/entities/component/default/their-cart/targets'),
    );
    expect(theirs.targets.map(target => target.id)).toEqual(['other:cart']);
    expect(theirs.repositories.map(repository => repository.id)).toEqual([
      'other',
    ]);
  });

  it('refuses to give one repository the target of another', async () => {
    const [platform, other] = [
      new DeclaredRepository(),
      new DeclaredRepository(),
    ];
    platform.declare([declaredTarget('cart')]);
    other.declare([declaredTarget('cart')]);
    const portal = await startAndRead({ repositories: { platform, other } });
    const { items } = await answer(
      repositoriesResponseSchema,
      portal.get('/repositories'),
    );
    expect(items).toMatchObject([
      { id: 'platform', state: 'ready' },
      { id: 'other', state: 'failed', error: expect.stringContaining('cart') },
    ]);
  });

  it('finds an entity of another namespace, and one just registered', async () => {
    const portal = await start({
      entities: [component('cart', 'shop', { namespace: 'Sales' })],
    });
    await portal.read('platform');
    const { targets } = await answer(
      entityTargetsResponseSchema,
      portal.get('/entities/component/sales/CART/targets'),
    );
    expect(targets).toHaveLength(3);
    expect(targets[0]).toMatchObject({
      entityRef: 'component:sales/cart',
      owner: 'group:sales/shop',
    });
    expect(
      (await portal.get('/entities/component/default/cart/targets')).status,
    ).toBe(404);
  });

  it('hands text of commits on as data', async () => {
    const platform = cartRepository();
    const subject = '<img src=x onerror=alert(1)> "; drop table changes; --';
    platform.changes.set('cart-staging', [
      landedChange(1, {
        subject,
        pullRequest: { number: 3, url: ['javascript', 'alert(1)'].join(':') },
      }),
    ]);
    const portal = await startAndRead({ repositories: { platform } });
    const response = await portal.get('/targets/cart-staging/history');
    expect(response.headers['content-type']).toMatch(/^application\/json/);
    const { items } = historyResponseSchema.parse(response.body);
    expect(items[0].subject).toBe(subject);
    expect(items[0].pullRequest?.url).toBe(
      'https://github.com/acme/platform/pull/3',
    );
  });

  it('lists diagnostics a page at a time', async () => {
    const platform = cartRepository();
    platform.declare(platform.discovery.targets, {
      diagnostics: [1, 2, 3].map(line => ({
        level: 'warning' as const,
        code: 'unresolved',
        message: `Line ${line}`,
        file: 'a.yaml',
        line,
      })),
    });
    const portal = await startAndRead({ repositories: { platform } });
    const path = '/repositories/platform/diagnostics?limit=2';
    const first = await answer(diagnosticsResponseSchema, portal.get(path));
    expect(first).toMatchObject({
      total: 3,
      items: [{ line: 1 }, { line: 2 }],
    });
    const second = await answer(
      diagnosticsResponseSchema,
      portal.get(`${path}&cursor=${first.nextCursor}`),
    );
    expect(second).toMatchObject({ items: [{ line: 3 }] });
    expect(second.nextCursor).toBeUndefined();
    expect((await portal.get('/repositories/none/diagnostics')).status).toBe(
      404,
    );
  });

  it.each([
    '/targets?limit=0',
    '/targets?limit=9999',
    '/targets?sort=price',
    '/targets?olderThanDays=-1',
    '/targets?cursor=eyJhIjoxfQ',
    '/targets?cursor[]=x',
    '/targets/cart-staging/history?cursor=../../etc',
    '/targets/cart-staging/history?kind=everything',
    '/entities/component/default/cart/history?limit=x',
  ])('refuses %s', async path => {
    const portal = await startAndRead();
    const { status, body } = await portal.get(path);
    expect([status, body.error.name]).toEqual([400, 'InputError']);
  });

  it('refuses a cursor that was altered or made for another list', async () => {
    const portal = await startAndRead();
    const { nextCursor = '' } = await answer(
      fleetResponseSchema,
      portal.get('/targets?limit=1'),
    );
    const altered = Buffer.from(
      Buffer.from(nextCursor, 'base64url').toString().replace('cart', 'dart'),
    ).toString('base64url');
    for (const query of [
      `cursor=${altered}`,
      `cursor=${nextCursor}&sort=owner`,
      `cursor=${nextCursor}&environment=staging`,
    ]) {
      expect((await portal.get(`/targets?${query}`)).status).toBe(400);
    }
    expect((await portal.get(`/targets?cursor=${nextCursor}`)).status).toBe(
      200,
    );
  });

  describe('permissions', () => {
    const routes = [
      '/repositories',
      '/repositories/platform/diagnostics',
      '/entities/component/default/cart/targets',
      '/entities/component/default/cart/history',
      '/targets',
      '/targets/cart-staging',
      '/targets/cart-staging/history',
    ];

    const stagingOnly: PolicyDecision = createGitopsTargetConditionalDecision(
      gitopsTargetReadPermission,
      gitopsTargetConditions.inEnvironment({ environments: ['staging'] }),
    );

    it('answers a denied person 403 on every route', async () => {
      const policy: TestPolicy = {
        decision: { result: AuthorizeResult.DENY },
      };
      const portal = await startAndRead({ policy });
      for (const route of routes) {
        const { status, body } = await portal.get(route);
        expect([route, status, body.error.name]).toEqual([
          route,
          403,
          'NotAllowedError',
        ]);
      }
    });

    it('filters rows, counts and facets by the conditions', async () => {
      const policy: TestPolicy = { decision: stagingOnly };
      const portal = await startAndRead({ policy });
      const fleet = await answer(fleetResponseSchema, portal.get('/targets'));
      expect(fleet).toMatchObject({
        items: [{ environment: 'staging' }],
        total: 1,
        counts: { services: 1, behind: 0, differs: 0 },
        facets: { environments: ['staging'] },
      });
      const { targets } = await cartTargets(portal);
      expect(targets.map(({ environment }) => environment)).toEqual([
        'staging',
      ]);
      const { items } = await answer(
        historyResponseSchema,
        portal.get('/entities/component/default/cart/history'),
      );
      expect(new Set(items.map(({ environment }) => environment))).toEqual(
        new Set(['staging']),
      );
      expect((await portal.get('/targets/cart-staging')).status).toBe(200);
      expect((await portal.get('/targets/cart-production')).status).toBe(404);
      expect(
        (await portal.get('/targets/cart-production/history')).status,
      ).toBe(404);
    });

    it('shows the health of repositories, but none of their files', async () => {
      const policy: TestPolicy = { decision: stagingOnly };
      const portal = await startAndRead({ policy });
      expect((await portal.get('/repositories')).status).toBe(200);
      const { status, body } = await portal.get(
        '/repositories/platform/diagnostics',
      );
      expect([status, body.error.name]).toEqual([403, 'NotAllowedError']);
    });

    it('goes by the owner that the catalog tells', async () => {
      const owned = (claim: string): PolicyDecision =>
        createGitopsTargetConditionalDecision(
          gitopsTargetReadPermission,
          gitopsTargetConditions.isEntityOwner({ claims: [claim] }),
        );
      const policy: TestPolicy = { decision: owned('group:default/shop') };
      const portal = await startAndRead({ policy });
      expect((await cartTargets(portal)).targets).toHaveLength(3);
      policy.decision = owned('group:default/others');
      expect((await cartTargets(portal)).targets).toHaveLength(0);
    });

    it('tells policies what conditions there are', async () => {
      const portal = await start();
      const { body } = await portal.get(
        '/.well-known/backstage/permissions/metadata',
      );
      expect(body.permissions).toMatchObject([{ name: 'gitops.target.read' }]);
      expect(body.rules.map(({ name }: { name: string }) => name)).toEqual([
        'HAS_ENTITY',
        'IS_ENTITY_OWNER',
        'IN_ENVIRONMENT',
      ]);
    });
  });

  it('reads a repository at once when its forge tells of a push', async () => {
    const platform = cartRepository();
    const portal = await start({ repositories: { platform } });
    await portal.events.publish({
      topic: 'github.push',
      eventPayload: {
        repository: { clone_url: 'https://github.com/acme/other.git' },
      },
    });
    expect(platform.refreshes).toBe(0);
    await portal.events.publish({
      topic: 'gitlab.push',
      eventPayload: 'nonsense',
    });
    await portal.events.publish({
      topic: 'github.push',
      eventPayload: {
        repository: { ssh_url: 'git@github.com:Acme/platform.git' },
      },
    });
    expect(platform.refreshes).toBe(1);
  });

  it('reads on one replica only, and serves on both', async () => {
    const knex = await databases.init(id);
    const replicas = [cartRepository(), cartRepository()];
    const started = [];
    for (const platform of replicas) {
      started.push(
        await start({
          knex,
          repositories: { platform },
          scheduler: schedulerServiceFactory,
        }),
      );
    }
    for (const portal of started) {
      await until(async () => {
        const { body } = await portal.get('/repositories');
        return body.items[0].state === 'ready';
      });
      expect((await cartTargets(portal)).targets).toHaveLength(3);
    }
    expect(replicas[0].discoveries + replicas[1].discoveries).toBe(1);
    expect(replicas[0].refreshes + replicas[1].refreshes).toBe(1);
  });

  it('closes its repositories with the backend', async () => {
    const platform = cartRepository();
    const portal = await start({ repositories: { platform } });
    await portal.stop();
    expect(platform.closed).toBe(true);
  });
});

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) {
    await new Promise(resolve => setImmediate(resolve));
  }
}
