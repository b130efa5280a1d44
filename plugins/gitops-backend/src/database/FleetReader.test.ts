import {
  Delivery,
  TroubleKind,
  UnitObservation,
} from '@backstage-gitops/plugin-gitops-common';
import { Visibility } from '../permissions/TargetAccess';
import {
  createTestDatabases,
  explain,
  migratedDatabase,
} from '../__testUtils__/databases';
import {
  declaredTarget,
  declaredUnit,
  threeStages,
} from '../__testUtils__/DeclaredRepository';
import { observed, observedTarget } from '../__testUtils__/MemoryCluster';
import { ArgoCdObservations } from './ArgoCdObservations';
import { factRows } from './factRows';
import { FactsStore } from './FactsStore';
import { FleetReader } from './FleetReader';
import { ObservationStore } from './ObservationStore';
import { RepositoryStore } from './RepositoryStore';
import { FleetFilter, StaleSources } from './targetConditions';

const all: Visibility = { scope: 'all' };
const none: StaleSources = { clusters: [], instances: [] };
const names = ['declared', 'fetched', 'applied', 'running'] as const;

/** As an engine tells of a unit that came all the way. */
const delivered = (more: Partial<Delivery> = {}): Delivery => ({
  ...{ state: 'synced', waitsFor: [], conditions: [], history: [] },
  steps: names.map(step => ({ step, state: 'done' })),
  ...more,
});

const stopped = (reason: NonNullable<Delivery['stopped']>['reason']) => ({
  stopped: { reason, message: 'as the engine says' },
});

const flux = (more: Partial<Delivery> = {}): Partial<UnitObservation> => ({
  ...{ engine: 'flux', mode: undefined },
  delivery: delivered(more),
});

const argocd = (
  instance: string | undefined,
  more: Partial<Delivery> = {},
): Partial<UnitObservation> => ({
  ...{ engine: 'argocd', cluster: 'far-1' },
  delivery: delivered({ instance, ...more }),
});

const object = { group: 'argoproj.io', kind: 'Application', name: 'cart' };

/** One target of each, named after how it is. */
const seen: Record<string, Partial<UnitObservation>> = {
  fine: flux(),
  unfetched: flux(stopped('notFetched')),
  waiting: flux({ ...stopped('waiting'), waitsFor: ['infra/crds'] }),
  suspended: flux({ suspended: { by: 'user:default/noor' } }),
  away: { ...flux(stopped('failed')), cluster: 'us-1' },
  failed: argocd('eu', stopped('failed')),
  rolling: argocd('eu', stopped('rollingOut')),
  silent: argocd('us', stopped('failed')),
  claimed: argocd(undefined, { claimedBy: [object, object] }),
  manual: { sync: { state: 'outOfSync' } },
  sick: { mode: 'auto', health: { state: 'degraded' } },
};

describe.each(createTestDatabases().eachSupportedId())(
  'the fleet by engine and by where it is stuck on %s',
  id => {
    const databases = createTestDatabases();

    async function open() {
      const knex = await migratedDatabase(databases, id);
      const services = [...Object.keys(seen), 'unseen'];
      await new RepositoryStore(knex).startAttempt('platform', new Date(0));
      await new FactsStore(knex).write(
        'platform',
        factRows('platform', {
          units: services.map(service => declaredUnit(service)),
          targets: services.map(service =>
            declaredTarget(service, {
              service,
              environment: service === 'failed' ? 'staging' : 'production',
            }),
          ),
          environments: threeStages,
          diagnostics: [],
        }),
        { revisions: {}, factsKey: '' },
      );
      const store = new ObservationStore(knex);
      for (const [service, more] of Object.entries(seen)) {
        const { health, sync } = observed(service, more);
        const targets = [observedTarget(service, { health, sync })];
        await store.write(observed(service, { targets, ...more }));
      }
      const fleet = new FleetReader(knex);
      const read = (filter: FleetFilter, visibility = all) =>
        fleet.pageQuery(
          { filter, sort: 'service', order: 'asc', limit: 50 },
          visibility,
        );
      const select = async (filter: FleetFilter, visibility = all) =>
        (await read(filter, visibility)).map(({ service }) => service);
      const stuck = (at: TroubleKind | 'any', stale = none) =>
        select({ stuck: { at, stale } });
      return { knex, store, fleet, read, select, stuck };
    }

    it('is selected by who brings it, and by the instance', async () => {
      const { select } = await open();
      expect(await select({ engine: 'builtin' })).toEqual(['manual', 'sick']);
      expect(await select({ engine: 'argocd' })).toEqual([
        ...['claimed', 'failed', 'rolling', 'silent'],
      ]);
      expect(await select({ engine: 'argocd', instance: 'us' })).toEqual([
        'silent',
      ]);
    });

    it('is selected by one kind of trouble, or by any that stays', async () => {
      const { stuck } = await open();
      for (const [kind, expected] of [
        ['notFetched', ['unfetched']],
        ['waiting', ['waiting']],
        ['suspended', ['suspended']],
        ['failed', ['away', 'failed', 'silent']],
        ['rollingOut', ['rolling']],
        ['claimed', ['claimed']],
        ['needsSync', ['manual']],
        ['degraded', ['sick']],
        ['fetchFailed', []],
      ] as const) {
        expect([kind, await stuck(kind)]).toEqual([kind, expected]);
      }
      expect(await stuck('any')).toEqual([
        ...['away', 'claimed', 'failed', 'manual', 'sick', 'silent'],
        ...['suspended', 'unfetched', 'waiting'],
      ]);
    });

    it('is not called stuck for what was seen too long ago', async () => {
      const { fleet, stuck } = await open();
      const stale = { clusters: ['us-1'], instances: ['us'] };
      expect(await stuck('failed', stale)).toEqual(['failed']);
      expect(await fleet.counts({}, stale, all)).toMatchObject({
        ...{ total: 12, stuck: 7, unhealthy: 1 },
      });
      expect((await fleet.counts({}, none, all)).stuck).toBe(9);
    });

    it('tells a person of nothing that they may not see', async () => {
      const { fleet, select } = await open();
      const stagingOnly: Visibility = {
        scope: 'some',
        criteria: { property: 'environment', values: ['staging'] },
      };
      const any = { at: 'any', stale: none } as const;
      expect(await select({ stuck: any }, stagingOnly)).toEqual(['failed']);
      expect(await fleet.counts({}, none, stagingOnly)).toMatchObject({
        ...{ total: 1, stuck: 1 },
      });
      expect((await fleet.facets(stagingOnly)).engines).toEqual([
        { kind: 'argocd', instance: 'eu' },
      ]);
    });

    it('offers the engines that bring anything, by instance', async () => {
      const { fleet } = await open();
      expect((await fleet.facets(all)).engines).toEqual([
        { kind: 'argocd', instance: undefined },
        { kind: 'argocd', instance: 'eu' },
        { kind: 'argocd', instance: 'us' },
        { kind: 'builtin', instance: undefined },
        { kind: 'flux', instance: undefined },
      ]);
    });

    it('is sorted with what could not be brought before what is held', async () => {
      const { knex, select } = await open();
      const ranks: { service: string; state_rank: number }[] = await knex(
        'targets',
      ).orderBy([{ column: 'state_rank', order: 'desc' }, 'service']);
      expect(ranks.map(({ service }) => service)).toEqual([
        ...['sick', 'away', 'claimed', 'failed', 'silent'],
        ...['manual', 'suspended', 'unfetched', 'waiting'],
        ...['unseen', 'rolling', 'fine'],
      ]);
      expect(await select({ live: { state: 'fine', stale: none } })).toEqual([
        ...['fine', 'rolling'],
      ]);
    });

    it('follows news of an engine that move nothing else', async () => {
      const { store, select, stuck } = await open();
      const targets = [observedTarget('unfetched')];
      const news = await store.write(
        observed('unfetched', { targets, ...flux(stopped('failed')) }),
      );
      expect(news).toEqual(['unfetched']);
      expect(await stuck('notFetched')).toEqual([]);
      expect(await stuck('failed')).toContain('unfetched');
      await store.write(observed('unfetched', { targets, ...flux() }));
      expect(await stuck('failed')).not.toContain('unfetched');
      expect(await select({ engine: 'flux' })).toContain('unfetched');
    });

    it('forgets an engine that brings a target no more', async () => {
      const { knex, select, stuck } = await open();
      await new ArgoCdObservations(knex).forget(['failed']);
      expect(await select({ engine: 'argocd' })).not.toContain('failed');
      expect(await stuck('failed')).not.toContain('failed');
    });

    it('is found by an index', async () => {
      if (id !== 'SQLITE_3') return;
      const { knex, read } = await open();
      await knex.raw('analyze');
      const failed = { at: 'failed', stale: none } as const;
      expect(await explain(knex, read({ stuck: failed }))).not.toMatch(
        /SCAN targets$/m,
      );
    });
  },
);
