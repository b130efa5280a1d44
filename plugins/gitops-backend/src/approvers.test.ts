import { historyResponseSchema } from '@backstage-gitops/plugin-gitops-common';
import { ServiceUnavailableError } from '@backstage/errors';
import { randomUUID } from 'node:crypto';
import { createTestDatabases } from './__testUtils__/databases';
import { answer } from './__testUtils__/portals';
import {
  ProposalPortal,
  proposalPortals,
} from './__testUtils__/proposalPortals';
import { Remote } from './__testUtils__/Remote';

describe.each(createTestDatabases().eachSupportedId())(
  'who approved changes on %s',
  id => {
    const { start, directory } = proposalPortals(id);

    /** So many releases, each by a pull request. */
    async function startReleased(count: number): Promise<ProposalPortal> {
      const remote = new Remote(directory.resolve(randomUUID()));
      remote.release('staging', 'v0');
      remote.release('production', 'v0');
      for (let number = 1; number <= count; number += 1) {
        remote.release(
          'staging',
          `v${number}`,
          `Release v${number} (#${number})`,
        );
      }
      const portal = await start({ remote });
      for (let number = 1; number <= count; number += 1) {
        portal.forge.facts.set(number, {
          number,
          url: `https://github.com/acme/platform/pull/${number}`,
          author: 'ada',
          approvers: number % 2 === 0 ? ['grace', 'alan'] : [],
        });
      }
      return portal;
    }

    const approvers = async (portal: ProposalPortal) => {
      const target = encodeURIComponent(await portal.target('staging'));
      const { items } = await answer(
        historyResponseSchema,
        portal.get(`/targets/${target}/history`),
      );
      return items.map(({ pullRequest, approvers: names }) => [
        pullRequest?.number,
        names,
      ]);
    };

    it('is told with each change, and read once', async () => {
      const portal = await startReleased(2);
      await portal.follow('platform');
      expect(await approvers(portal)).toEqual([
        [2, ['grace', 'alan']],
        [1, []],
        [undefined, undefined],
      ]);
      await portal.follow('platform');
      expect(portal.forge.factsAsked).toEqual([2, 1]);
    });

    it('is read of the newest first, some at a time', async () => {
      const portal = await startReleased(23);
      await portal.follow('platform');
      expect(portal.forge.factsAsked).toEqual(
        Array.from({ length: 20 }, (_, index) => 23 - index),
      );
      await portal.follow('platform');
      expect(portal.forge.factsAsked.slice(20)).toEqual([3, 2, 1]);
    });

    it('waits where the forge has had enough, and goes on later', async () => {
      const portal = await startReleased(2);
      const error = Object.assign(new ServiceUnavailableError('429'), {
        retryAt: new Date(Date.now() + 3_600_000).toISOString(),
      });
      portal.forge.fail('facts', error);
      await portal.follow('platform');
      portal.forge.faults.clear();
      await portal.follow('platform');
      expect(portal.forge.factsAsked).toEqual([2]);

      const restarted = await start(portal);
      await restarted.follow('platform');
      expect(portal.forge.factsAsked).toEqual([2, 2, 1]);
      expect(await approvers(restarted)).toMatchObject([
        [2, ['grace', 'alan']],
        [1, []],
        [undefined, undefined],
      ]);
    });

    it('stays unknown of a number that is no pull request', async () => {
      const portal = await startReleased(2);
      portal.forge.facts.delete(2);
      await portal.follow('platform');
      await portal.follow('platform');
      expect(portal.forge.factsAsked).toEqual([2, 1]);
      expect(await approvers(portal)).toMatchObject([
        [2, undefined],
        [1, []],
        [undefined, undefined],
      ]);
    });

    it('is known of a history that is read anew', async () => {
      const portal = await startReleased(2);
      await portal.follow('platform');
      await portal.knex('target_changes').delete();
      await portal.knex('changes').delete();
      await portal.knex('targets').update({ history_definition: null });
      await portal.knex('repositories').update({ history_key: null });
      await portal.read('platform');
      await portal.follow('platform');
      expect(portal.forge.factsAsked).toEqual([2, 1]);
      expect(await approvers(portal)).toMatchObject([
        [2, ['grace', 'alan']],
        [1, []],
        [undefined, undefined],
      ]);
    });
  },
);
