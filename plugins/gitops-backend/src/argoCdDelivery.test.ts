import { ArgoCdStandIn } from '@backstage-gitops/envtest';
import {
  enginesResponseSchema,
  syncResponseSchema,
  targetDeliveryResponseSchema,
} from '@backstage-gitops/plugin-gitops-common';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  deploying,
  liveOf,
  readingArgoCd,
} from './__testUtils__/argoCdPortals';
import { createTestDatabases } from './__testUtils__/databases';
import { answer, testPortals, until } from './__testUtils__/portals';
import { TestPortal, TestPortalOptions } from './__testUtils__/startGitops';

const production = 'cart-production';
const target = `/targets/${production}`;

const outOfSync = {
  sync: { status: 'OutOfSync', revision: '1'.repeat(40) },
  resources: [
    {
      ...{ version: 'v1', kind: 'ConfigMap', namespace: 'shop', name: 'flags' },
      status: 'OutOfSync',
    },
    {
      ...{ version: 'v1', kind: 'Namespace', name: 'old' },
      ...{ status: 'OutOfSync', requiresPruning: true },
    },
  ],
};

const askers = 25;

const configMap = (value: string) =>
  JSON.stringify({
    ...{ apiVersion: 'v1', kind: 'ConfigMap' },
    metadata: { namespace: 'shop', name: 'flags' },
    data: { sale: value },
  });

const managed = {
  ...{ kind: 'ConfigMap', namespace: 'shop', name: 'flags' },
  ...{ targetState: configMap('no'), liveState: configMap('yes') },
};

describe.each(createTestDatabases().eachSupportedId())(
  'what Argo CD is asked on %s',
  id => {
    const { databases, startAndRead } = testPortals(id);
    let server: ArgoCdStandIn;

    beforeEach(async () => {
      server = await ArgoCdStandIn.start('eu');
    });
    afterEach(() => server.stop());

    /** A portal, and one that reads nothing of Argo CD itself. */
    async function startTwo(more: Partial<TestPortalOptions> = {}) {
      const knex = await databases.init(id);
      const options = { knex, ...readingArgoCd([server]), ...more };
      await startAndRead(options);
      await until(async () => server.streams === 1);
      const portal = await startAndRead(options);
      await until(
        async () => (await liveOf(portal, production))?.state === 'observed',
      );
      return portal;
    }

    const delivery = (portal: TestPortal) =>
      answer(targetDeliveryResponseSchema, portal.get(`${target}/delivery`));

    it('tells more of a target to those who look, and asks for many at once', async () => {
      server.put(deploying(production));
      server.events = [
        {
          ...{ type: 'Normal', reason: 'OperationCompleted', message: 'done' },
          involvedObject: { kind: 'Application', name: production },
        },
      ];
      const portal = await startTwo();
      const before = server.requests.length;

      const told = await Promise.all(
        Array.from({ length: askers }, () => delivery(portal)),
      );

      expect(told.at(-1)).toMatchObject({
        live: { state: 'observed', engine: 'argocd' },
        delivery: { instance: 'eu', history: [{}] },
        events: [{ reason: 'OperationCompleted' }],
        ...{ windows: [], canSync: true, actions: ['refresh'] },
      });
      const asked = server.requests
        .slice(before)
        .filter(path => path.includes(production));
      expect([...new Set(asked)].sort()).toEqual([
        `/api/v1/applications/${production}/events`,
        `/api/v1/applications/${production}/resource-tree`,
        `/api/v1/applications/${production}/syncwindows`,
      ]);
      // An answer serves for some seconds, in which a slow machine answers some.
      expect(asked.length).toBeLessThan(askers);
    });

    it('tells the rest of what hangs, and why something is missing', async () => {
      server.put(deploying(production));
      const portal = await startTwo(readingArgoCd([server], { lookMs: 300 }));

      server.hang();

      expect(await delivery(portal)).toMatchObject({
        delivery: { instance: 'eu', state: 'synced' },
        ...{ events: [], canSync: false },
        unanswered: "Argo CD 'eu' did not answer within 300 ms",
      });
    });

    it('asks nothing of what is known to be away', async () => {
      server.put(deploying(production));
      const portal = await startTwo();
      server.fail('refusing');
      await until(async () => {
        const { items } = await answer(
          enginesResponseSchema,
          portal.get('/engines'),
        );
        return items[0].state === 'failed';
      });
      const asked = () =>
        server.requests.filter(path => path.includes(production));
      const before = asked().length;

      expect(await delivery(portal)).toMatchObject({
        live: { stale: { reason: expect.stringContaining("Argo CD 'eu'") } },
        unanswered: expect.stringContaining("Argo CD 'eu'"),
        actions: [],
      });
      expect(asked()).toHaveLength(before);
    });

    it('syncs by any replica what a person selects, and tells who did', async () => {
      server.put(deploying(production, { status: outOfSync }));
      server.tell([managed]);
      const rendered: string[] = [];
      const portal = await startTwo({
        openRenderer: async () => async asked => {
          rendered.push(asked.unit);
          throw new Error('Argo CD renders what it applies by itself');
        },
      });
      const sync = (body: object) => portal.post(`${target}/sync`, body);

      const plan = await answer(
        syncResponseSchema,
        sync({ dryRun: true, prune: true }),
      );
      expect(plan.steps.map(({ action, name }) => [action, name])).toEqual([
        ['update', 'flags'],
        ['prune', 'old'],
      ]);
      expect(server.written).toEqual([]);

      const refused = await sync({ prune: true });
      expect([refused.status, refused.body.error.message]).toEqual([
        400,
        'It would delete Namespace/old, which has to be confirmed',
      ]);
      const resources = [
        { group: '', kind: 'ConfigMap', namespace: 'shop', name: 'flags' },
      ];
      await answer(syncResponseSchema, sync({ resources }));
      await answer(
        syncResponseSchema,
        sync({ prune: true, confirm: ['Namespace/old'] }),
      );
      expect(server.written.map(({ path }) => path)).toEqual(
        Array(2).fill(`/api/v1/applications/${production}/sync`),
      );
      expect(JSON.parse(server.written[0].body)).toMatchObject({
        ...{ resources, prune: false, dryRun: false },
      });
      expect(
        portal.audits().map(({ eventId, status }) => [eventId, status]),
      ).toEqual([
        ['target-sync', 'succeeded'],
        ['target-sync', 'failed'],
        ['target-sync', 'succeeded'],
        ['target-sync', 'succeeded'],
      ]);
      expect(rendered).toEqual([]);
    });

    it('refreshes, ends what is under way, and suspends nothing', async () => {
      server.put(
        deploying(production, {
          status: { operationState: { phase: 'Running' } },
        }),
      );
      const portal = await startTwo();
      const ask = async (body: object) => {
        const { status, body: told } = await portal.post(
          `${target}/engine`,
          body,
        );
        return status === 200 ? told.action : status;
      };

      expect((await delivery(portal)).actions).toEqual([
        'refresh',
        'terminate',
      ]);
      expect(await ask({ action: 'refresh', hard: true })).toBe('refresh');
      expect(await ask({ action: 'terminate' })).toBe('terminate');
      expect(await ask({ action: 'suspend', reason: 'a freeze' })).toBe(409);
      expect(server.written.map(({ method, path }) => [method, path])).toEqual([
        ['DELETE', `/api/v1/applications/${production}/operation`],
      ]);
      expect(
        portal.audits().map(({ eventId, status }) => [eventId, status]),
      ).toEqual([
        ['target-engine', 'succeeded'],
        ['target-engine', 'succeeded'],
        ['target-engine', 'failed'],
      ]);
    });

    it('does nothing for who may not ask for it', async () => {
      server.put(deploying(production, { status: outOfSync }));
      const portal = await startTwo({
        policy: {
          decision: { result: AuthorizeResult.ALLOW },
          decisions: {
            'gitops.target.sync': { result: AuthorizeResult.DENY },
          },
        },
      });

      const answers = await Promise.all([
        portal.post(`${target}/sync`, {}),
        portal.post(`${target}/engine`, { action: 'refresh' }),
        portal.post(`${target}/engine`, { action: 'terminate' }),
      ]);

      expect(answers.map(({ status }) => status)).toEqual([403, 403, 403]);
      expect(server.written).toEqual([]);
    });

    it('shows a resource as Argo CD declares it and as it is', async () => {
      server.put(deploying(production, { status: outOfSync }));
      server.tell([managed]);
      const portal = await startTwo();

      const { body } = await portal.get(
        `${target}/manifest?kind=ConfigMap&namespace=shop&name=flags`,
      );

      expect(body).toMatchObject({
        status: 'drifted',
        declared: expect.stringMatching(/sale: ["']?no/),
        live: expect.stringMatching(/sale: ["']?yes/),
      });
    });

    it('tells of instances, and what nothing declares', async () => {
      server.put(deploying(production));
      server.put(deploying('stray'));
      const portal = await startTwo();

      const engines = async () =>
        (await answer(enginesResponseSchema, portal.get('/engines'))).items;
      await until(async () => (await engines())[0].undeclaredTotal === 1);

      expect(await engines()).toMatchObject([
        {
          ...{ kind: 'argocd', name: 'eu', state: 'ready', units: 1 },
          link: server.instance.url,
          undeclaredTotal: 1,
          undeclared: [{ object: { kind: 'Application', name: 'stray' } }],
        },
      ]);
    });
  },
);
