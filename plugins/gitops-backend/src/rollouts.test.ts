import {
  ChangeRollout,
  HistoryResponse,
  historyResponseSchema,
  targetStateSchema,
  UnitObservation,
} from '@backstage-gitops/plugin-gitops-common';
import { createTestDatabases } from './__testUtils__/databases';
import {
  MemoryCluster,
  observed,
  observedTarget,
} from './__testUtils__/MemoryCluster';
import { answer, until } from './__testUtils__/portals';
import {
  ProposalPortal,
  proposalPortals,
} from './__testUtils__/proposalPortals';

const iso = (minute: number) =>
  new Date(Date.UTC(2026, 0, 2, 3, minute)).toISOString();

const progressing = { health: { state: 'progressing' } } as const;

describe.each(createTestDatabases().eachSupportedId())(
  'rollouts of changes on %s',
  id => {
    const { start } = proposalPortals(id);

    async function startWatched() {
      const cluster = new MemoryCluster('eu-1', {
        environments: ['production'],
      });
      const portal = await start({ clusters: [cluster] });
      portal.watch('eu-1');
      const target = await portal.target('production');
      const address = `/targets/${encodeURIComponent(target)}`;
      const state = () => answer(targetStateSchema, portal.get(address));
      const { unit } = await state();
      /** The engine has applied the head of the branch, or another commit. */
      const apply = async (
        minute: number,
        more: Partial<UnitObservation> = {},
      ) => {
        const { health = { state: 'healthy' as const } } = more;
        const observedAt = iso(minute);
        cluster.tell(
          observed(unit, {
            appliedRevision: portal.remote.head(),
            observedAt,
            targets: [observedTarget(target, { health })],
            ...more,
          }),
        );
        await until(async () => {
          const row = await portal
            .knex('observations')
            .where({ unit_id: unit })
            .first();
          return Number(row?.observed_at) === Date.parse(observedAt);
        });
      };
      return { portal, apply, target, address };
    }

    const shortly = (rollout: ChangeRollout) => [
      rollout.state,
      ...('appliedAt' in rollout ? [rollout.appliedAt] : []),
      ...('runningAt' in rollout ? [rollout.runningAt] : []),
    ];

    /** A page does without the order of commits where git takes its time. */
    async function ordered(portal: ProposalPortal, path: string) {
      let items: HistoryResponse['items'] = [];
      await until(
        async () => {
          const page = portal.get(path);
          ({ items } = await answer(historyResponseSchema, page));
          // The oldest one ran before it was looked at.
          return items.every(
            ({ environment, artifacts: [{ to }], rollouts }) =>
              environment !== 'production' || to === 'v1' || rollouts,
          );
        },
        () => items,
      );
      return items;
    }

    /** `[version, rollouts]` of production, newest first. */
    const history = async (portal: ProposalPortal, address: string) => {
      const items = await ordered(portal, `${address}/history`);
      return items.map(({ artifacts, rollouts }) => [
        artifacts[0].to,
        rollouts?.map(shortly),
      ]);
    };

    async function release(portal: ProposalPortal, version: string) {
      portal.remote.release('production', version);
      await portal.read('platform');
    }

    it('tells with a history when each change was applied and ran', async () => {
      const { portal, apply, address } = await startWatched();
      await apply(0);
      expect(await history(portal, address)).toEqual([['v1', undefined]]);

      const before = portal.remote.head();
      await release(portal, 'v2');
      expect(await history(portal, address)).toEqual([
        ['v2', [['waiting']]],
        ['v1', undefined],
      ]);

      await apply(2, progressing);
      expect(await history(portal, address)).toEqual([
        ['v2', [['settling', iso(2)]]],
        ['v1', undefined],
      ]);

      await apply(4);
      await apply(5, { appliedRevision: before });
      await release(portal, 'v3');
      await release(portal, 'v4');
      await apply(7);
      expect(await history(portal, address)).toEqual([
        ['v4', [['running', iso(7), iso(7)]]],
        ['v3', [['running', iso(7), iso(7)]]],
        ['v2', [['running', iso(2), iso(4)]]],
        ['v1', undefined],
      ]);
    });

    it('names target, cluster and engine, in the history of an entity', async () => {
      const { portal, apply, target } = await startWatched();
      await apply(0);
      await release(portal, 'v2');
      await apply(1);
      const items = await ordered(
        portal,
        '/entities/component/default/cart/history',
      );
      expect(items[0].rollouts).toEqual([
        {
          ...{ state: 'running', target, cluster: 'eu-1', engine: 'builtin' },
          ...{ appliedAt: iso(1), runningAt: iso(1) },
        },
      ]);
      const staging = items.filter(item => item.environment === 'staging');
      expect(staging.map(({ rollouts }) => rollouts)).toEqual([
        undefined,
        undefined,
        undefined,
      ]);
    });

    it('does not say that a change ran which was rolled back before', async () => {
      const { portal, apply, address } = await startWatched();
      await apply(0);
      await release(portal, 'v2');
      await apply(1, progressing);
      await release(portal, 'v1');
      await apply(3);
      expect(await history(portal, address)).toEqual([
        ['v1', [['running', iso(3), iso(3)]]],
        ['v2', [['applied', iso(1)]]],
        ['v1', undefined],
      ]);
    });
  },
);
