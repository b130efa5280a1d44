import {
  diagnosticsResponseSchema,
  entityTargetsResponseSchema,
  fleetQuerySchema,
  fleetResponseSchema,
  historyResponseSchema,
  targetStateSchema,
} from '@backstage-gitops/plugin-gitops-common';
import { encodeCursor } from './cursor';
import { createTestDatabases } from '../__testUtils__/databases';
import { landedChange, objectId } from '../__testUtils__/DeclaredRepository';
import {
  answer,
  cartRepository,
  cartTargets,
  component,
  testPortals,
} from '../__testUtils__/portals';

describe.each(createTestDatabases().eachSupportedId())('the API on %s', id => {
  const { start, startAndRead } = testPortals(id);

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
    '/targets?service=%00',
    '/targets/%00',
    '/targets?limit=0',
    '/targets?limit=9999',
    '/targets?sort=price',
    '/targets?engine=helm',
    '/targets?stuck=nowhere',
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

  it('finds nothing beyond what any number can be', async () => {
    const portal = await startAndRead();
    for (const query of ['minBehind=99999999999', 'olderThanDays=9999999999']) {
      const page = await answer(
        fleetResponseSchema,
        portal.get(`/targets?${query}`),
      );
      expect(page.items).toEqual([]);
    }
  });

  it('refuses a cursor that names no place', async () => {
    const portal = await startAndRead();
    const question = { ...fleetQuerySchema.parse({}), limit: undefined };
    const statusAt = async (place: unknown) =>
      (await portal.get(`/targets?cursor=${encodeCursor(question, place)}`))
        .status;
    expect(await statusAt(['cart', 0, 1])).toBe(200);
    for (const place of [
      ['cart', 'x', 1],
      ['cart', 0, 2 ** 40],
      ['\0', 0, 1],
      ['cart', 0],
    ]) {
      expect([place, await statusAt(place)]).toEqual([place, 400]);
    }
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
});
