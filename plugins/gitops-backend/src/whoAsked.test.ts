import {
  gitopsTargetReadPermission,
  historyResponseSchema,
  targetStateSchema,
} from '@backstage-gitops/plugin-gitops-common';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { Knex } from 'knex';
import {
  createGitopsTargetConditionalDecision,
  gitopsTargetConditions,
} from './permissions/rules';
import { createTestDatabases } from './__testUtils__/databases';
import { answer } from './__testUtils__/portals';
import {
  ProposalPortal,
  proposalPortals,
} from './__testUtils__/proposalPortals';
import { TestPolicy } from './__testUtils__/startGitops';

const grace = 'user:default/mock';

describe.each(createTestDatabases().eachSupportedId())(
  'who asked for a change on %s',
  id => {
    const { start } = proposalPortals(id);

    /** Production was promoted from the portal, and it was merged. */
    async function startMerged(policy?: TestPolicy): Promise<ProposalPortal> {
      const portal = await start({ policy });
      await portal.propose(await portal.promote());
      portal.forge.merge(1);
      await portal.read('platform');
      return portal;
    }

    const path = async (portal: ProposalPortal) =>
      `/targets/${encodeURIComponent(await portal.target('production'))}`;

    const history = async (portal: ProposalPortal) =>
      (
        await answer(
          historyResponseSchema,
          portal.get(`${await path(portal)}/history`),
        )
      ).items;

    const askers = async (portal: ProposalPortal) =>
      (await history(portal)).map(({ pullRequest, askedBy }) => [
        ...[pullRequest?.number, askedBy],
      ]);

    it('is told in the history, beside who the forge says made it', async () => {
      const portal = await startMerged();
      const [promoted, first] = await history(portal);
      expect(promoted).toMatchObject({
        ...{ author: 'Ada', askedBy: grace, pullRequest: { number: 1 } },
      });
      expect(first).not.toHaveProperty('askedBy');
    });

    it('is told with the newest change of a target', async () => {
      const portal = await startMerged();
      const { lastChange } = await answer(
        targetStateSchema,
        portal.get(await path(portal)),
      );
      expect(lastChange).toMatchObject({ askedBy: grace });
    });

    it('is asked of the database once for a page', async () => {
      const portal = await startMerged();
      const page = `${await path(portal)}/history`;
      const asked = await statementsOf(portal.knex, 'created_by', () =>
        answer(historyResponseSchema, portal.get(page)),
      );
      expect(asked).toHaveLength(1);
    });

    it('is nobody of the portal where others opened it', async () => {
      const portal = await startMerged();
      await portal.knex('proposals').update({ kind: null, created_by: 'ada' });
      expect(await askers(portal)).toEqual([
        [1, undefined],
        [undefined, undefined],
      ]);
    });

    it('is nobody where what was asked for here was given up', async () => {
      const portal = await startMerged();
      await portal.knex('proposals').update({ state: 'closed' });
      expect(await askers(portal)).toMatchObject([[1, undefined], {}]);
    });

    it('is told to those alone who may see the proposal', async () => {
      const policy: TestPolicy = {
        decision: { result: AuthorizeResult.ALLOW },
      };
      const portal = await startMerged(policy);
      policy.decision = createGitopsTargetConditionalDecision(
        gitopsTargetReadPermission,
        gitopsTargetConditions.inEnvironment({ environments: ['production'] }),
      );
      expect(await askers(portal)).toMatchObject([[1, grace], {}]);
      // As if it had moved only what the person may not see.
      await portal
        .knex('proposal_targets')
        .update({ environment: 'staging', target_id: 'elsewhere' });
      expect(await askers(portal)).toMatchObject([[1, undefined], {}]);
    });
  },
);

/** Statements that name a column, made while `work` runs. */
async function statementsOf(
  knex: Knex,
  column: string,
  work: () => Promise<unknown>,
): Promise<string[]> {
  const found: string[] = [];
  const listener = ({ sql }: { sql: string }) => {
    if (sql.includes(column)) found.push(sql);
  };
  knex.on('query', listener);
  try {
    await work();
  } finally {
    knex.removeListener('query', listener);
  }
  return found;
}
