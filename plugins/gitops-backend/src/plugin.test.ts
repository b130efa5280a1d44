import { schedulerServiceFactory } from '@backstage/backend-defaults/scheduler';
import {
  entityTargetsResponseSchema,
  fleetResponseSchema,
  historyResponseSchema,
  repositoriesResponseSchema,
} from '@backstage-gitops/plugin-gitops-common';
import { createTestDatabases } from './__testUtils__/databases';
import {
  declaredArtifact,
  declaredTarget,
  DeclaredRepository,
  landedChange,
} from './__testUtils__/DeclaredRepository';
import {
  answer,
  cartRepository,
  cartTargets,
  component,
  testPortals,
  until,
} from './__testUtils__/portals';

/** Is read until it is closed. */
class UnendingRepository extends DeclaredRepository {
  #begin = () => {};
  #end: (reason: Error) => void = () => {};
  readonly begun = new Promise<void>(resolve => {
    this.#begin = resolve;
  });

  async refresh(): Promise<never> {
    this.#begin();
    return new Promise((_, reject) => {
      this.#end = reject;
    });
  }

  async close(): Promise<void> {
    this.#end(new Error('The reader is closed'));
  }
}

describe.each(createTestDatabases().eachSupportedId())(
  'the plugin on %s',
  id => {
    const { databases, start, startAndRead } = testPortals(id);

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

    it('asks the catalog for owners as soon as a repository was read', async () => {
      const portal = await start();
      await portal.read('platform');
      const { items } = await answer(
        fleetResponseSchema,
        portal.get('/targets'),
      );
      expect(items.map(({ owner }) => owner)).toEqual(
        Array(3).fill('group:default/shop'),
      );
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
          lastChange: {
            subject: 'Release v5',
            observedAt: expect.any(String),
          },
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
        {
          id: 'other',
          state: 'failed',
          error: expect.stringContaining('cart'),
        },
      ]);
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
      const url = 'https://github.com/acme/platform';
      const hour = { hours: 1 };
      const started = [];
      for (const platform of replicas) {
        started.push(
          await start({
            knex,
            repositories: { platform },
            scheduler: schedulerServiceFactory,
            config: {
              gitops: {
                repositories: [{ id: 'platform', url }],
                // A second turn would be another read of its own.
                schedule: { frequency: hour, timeout: hour },
              },
            },
          }),
        );
      }
      for (const portal of started) {
        await until(
          async () => {
            const { body } = await portal.get('/repositories');
            return body.items[0].state === 'ready';
          },
          async () => (await portal.get('/repositories')).body,
        );
        expect((await cartTargets(portal)).targets).toHaveLength(3);
      }
      expect(replicas[0].discoveries + replicas[1].discoveries).toBe(1);
      expect(replicas[0].refreshes + replicas[1].refreshes).toBe(1);
    });

    it('does not take a read that its end cuts off for one that failed', async () => {
      const knex = await databases.init(id);
      const platform = new UnendingRepository();
      const portal = await start({ knex, repositories: { platform } });
      const reading = portal.read('platform');
      await platform.begun;

      await portal.stop();
      await reading;

      expect(await knex('repositories').pluck('state')).toEqual(['pending']);
      expect(portal.logged()).not.toContain('Reading a repository failed');
    });

    it('closes its repositories with the backend', async () => {
      const platform = cartRepository();
      const portal = await start({ repositories: { platform } });
      await portal.stop();
      expect(platform.closed).toBe(true);
    });
  },
);
