import {
  Delivery,
  proposalsResponseSchema,
  targetStateSchema,
} from '@backstage-gitops/plugin-gitops-common';
import { ServiceUnavailableError } from '@backstage/errors';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { createTestDatabases, writesDuring } from './__testUtils__/databases';
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
import { TestPolicy } from './__testUtils__/startGitops';

const production = 'cart/production/kustomization.yaml';

describe.each(createTestDatabases().eachSupportedId())(
  'following proposals on %s',
  id => {
    const { start } = proposalPortals(id);

    const listed = async (portal: ProposalPortal, query = '') =>
      (await answer(proposalsResponseSchema, portal.get(`/proposals${query}`)))
        .items;

    async function startPromoted(
      options: Parameters<typeof start>[0] = {},
    ): Promise<{ portal: ProposalPortal; proposal: string }> {
      const portal = await start(options);
      const { id: proposal } = await portal.propose(await portal.promote());
      return { portal, proposal };
    }

    const stateOf = async (portal: ProposalPortal, proposal: string) => {
      const { state, reason } = await portal.one(proposal);
      return [state, reason];
    };

    /** What pods run, as the cluster's engine tells it. */
    async function tell(
      portal: ProposalPortal,
      cluster: MemoryCluster,
      version: string,
    ): Promise<void> {
      const target = await portal.target('production');
      const { unit } = await answer(
        targetStateSchema,
        portal.get(`/targets/${encodeURIComponent(target)}`),
      );
      const name = 'registry.acme.example/cart';
      cluster.tell(
        observed(unit, {
          targets: [
            observedTarget(target, {
              artifacts: [{ kind: 'image', name, version, pods: 2, ready: 2 }],
            }),
          ],
        }),
      );
    }

    it('tells what a pull request waits for, and pages of it', async () => {
      const { portal, proposal } = await startPromoted();
      await portal.follow('platform');
      expect(await stateOf(portal, proposal)).toEqual([
        'open',
        'waiting for a review by acme/shop',
      ]);
      const signals = portal.signalled().length;
      portal.forge.change(1, {
        approvedBy: ['ada', 'alan'],
        checks: { state: 'pending', waitingFor: ['lint'], failed: [] },
      });
      await portal.follow('platform');
      expect(await stateOf(portal, proposal)).toEqual([
        'open',
        '2 approvals, waiting for check lint',
      ]);
      await until(async () => portal.signalled().length > signals);
    });

    it('writes nothing where nothing is new', async () => {
      const { portal } = await startPromoted();
      await portal.follow('platform');
      const writes = await writesDuring(portal.knex, () =>
        portal.follow('platform'),
      );
      expect(writes).toEqual([]);
    });

    it('looks at once where the forge tells of news', async () => {
      const { portal } = await startPromoted();
      const { lists } = portal.forge;
      await portal.events.publish({
        topic: 'github.pull_request_review',
        eventPayload: {
          repository: { html_url: 'https://github.com/acme/platform' },
        },
      });
      expect(portal.forge.lists).toBe(lists + 1);
      await portal.events.publish({
        topic: 'github.check_run',
        eventPayload: { repository: { html_url: 'https://github.com/a/b' } },
      });
      expect(portal.forge.lists).toBe(lists + 1);
    });

    it('ends with the pull request where it is closed', async () => {
      const { portal, proposal } = await startPromoted();
      portal.forge.change(1, { state: 'closed' });
      await portal.follow('platform');
      expect((await portal.one(proposal)).state).toBe('closed');
      expect(await listed(portal)).toEqual([]);
      expect(await listed(portal, '?state=all')).toHaveLength(1);
      const again = await portal.propose(await portal.promote());
      expect(again.id).not.toBe(proposal);
      expect(again.pullRequest?.number).toBe(2);
    });

    it('is another one where the last was merged and nobody looked yet', async () => {
      const { portal, proposal } = await startPromoted();
      portal.forge.merge(1);
      portal.remote.release('staging', 'v4');
      await portal.read('platform');
      const next = await portal.propose(await portal.promote());
      expect(next).toMatchObject({
        state: 'open',
        moves: [{ from: 'v3', to: 'v4' }],
        pullRequest: { number: 2 },
      });
      expect(next.id).not.toBe(proposal);
      expect(await portal.one(proposal)).toMatchObject({
        state: 'merged',
        pullRequest: { number: 1 },
      });
    });

    it('goes on at the next turn where the forge does not answer', async () => {
      const { portal, proposal } = await startPromoted();
      portal.forge.change(1, { state: 'closed' });
      portal.forge.fail('list', new ServiceUnavailableError('502'));
      await portal.follow('platform');
      expect((await portal.one(proposal)).state).toBe('open');
      portal.forge.faults.clear();
      await portal.follow('platform');
      expect((await portal.one(proposal)).state).toBe('closed');
    });

    it('ends at the merge, and says so, where no cluster is known', async () => {
      const { portal, proposal } = await startPromoted();
      portal.forge.merge(1);
      await portal.follow('platform');
      expect(await stateOf(portal, proposal)).toEqual([
        'merged',
        'Waiting for cart in production to be read',
      ]);
      expect(await listed(portal)).toHaveLength(1);
      await portal.read('platform');
      await portal.follow('platform');
      expect(await stateOf(portal, proposal)).toEqual([
        'merged',
        'What runs in cart in production is not seen: No cluster is configured',
      ]);
      expect(await listed(portal)).toEqual([]);
    });

    it('is running when every target runs what was asked for', async () => {
      const cluster = new MemoryCluster('eu-1', {
        environments: ['production'],
      });
      const { portal, proposal } = await startPromoted({ clusters: [cluster] });
      portal.watch('eu-1');
      await tell(portal, cluster, 'v1');
      portal.forge.merge(1);
      await portal.follow('platform');
      await portal.read('platform');
      await until(
        async () =>
          (await portal.one(proposal)).reason ===
          'Waiting for cart in production to run it',
      );
      // The engine's news are enough; nobody asks the forge again.
      portal.forge.fail('list', new ServiceUnavailableError('away'));
      await tell(portal, cluster, 'v3');
      await until(async () => (await portal.one(proposal)).state === 'running');
      expect(await listed(portal)).toEqual([]);
      expect((await portal.one(proposal)).pullRequest?.state).toBe('merged');
    });

    it('tells step by step what a merge waits for, and follows a failure', async () => {
      const cluster = new MemoryCluster('eu-1', {
        environments: ['production'],
      });
      const { portal, proposal } = await startPromoted({ clusters: [cluster] });
      portal.watch('eu-1');
      const before = portal.remote.head();
      portal.forge.merge(1);
      await portal.follow('platform');
      await portal.read('platform');
      const merge = portal.remote.head();
      const target = await portal.target('production');
      const { unit } = await answer(
        targetStateSchema,
        portal.get(`/targets/${encodeURIComponent(target)}`),
      );
      const at = (commit: string) => ({ revision: commit, commit });
      const deliver = (
        fetched: string,
        applied: string,
        more: Partial<Delivery> = {},
      ) =>
        cluster.tell(
          observed(unit, {
            engine: 'flux',
            observedAt: new Date().toISOString(),
            delivery: {
              ...{ state: 'synced', waitsFor: [], conditions: [], history: [] },
              ...{ fetched: at(fetched), applied: at(applied) },
              steps: [
                { step: 'declared', state: 'done' },
                { step: 'fetched', state: 'done' },
                { step: 'applied', state: 'done' },
                { step: 'running', state: 'done' },
              ],
              ...more,
            },
            targets: [observedTarget(target)],
          }),
        );
      const comesTo = (reason: string) =>
        until(
          async () => {
            // Where git takes its time the next turn has the order of commits.
            await portal.follow('platform');
            return (await portal.one(proposal)).reason === reason;
          },
          () => portal.one(proposal),
        );

      deliver(before, before);
      await comesTo(
        'Waiting for cart in production: Flux has not fetched the merge yet',
      );
      expect((await portal.one(proposal)).rollouts).toMatchObject([
        {
          ...{ target, place: 'cart in production', state: 'waiting' },
          engine: 'flux',
          stopped: { reason: 'notFetched' },
          steps: [
            { step: 'declared', state: 'done' },
            { step: 'fetched', state: 'pending' },
            { step: 'applied', state: 'pending' },
            { step: 'running', state: 'pending' },
          ],
        },
      ]);

      deliver(merge, before, {
        state: 'failed',
        stopped: { reason: 'failed', message: 'field is immutable' },
      });
      await comesTo('Sync failed in cart in production: field is immutable');
      expect(await listed(portal)).toMatchObject([
        { id: proposal, rollouts: [{ stopped: { reason: 'failed' } }] },
      ]);

      // What came later on the branch holds the merge.
      portal.remote.release('staging', 'v4');
      await portal.read('platform');
      deliver(portal.remote.head(), portal.remote.head());
      await until(async () => (await portal.one(proposal)).state === 'running');
      expect((await portal.one(proposal)).rollouts).toBeUndefined();
    });

    it('tells of no target that a person may not see', async () => {
      const policy: TestPolicy = {
        decision: { result: AuthorizeResult.ALLOW },
      };
      const { portal, proposal } = await startPromoted({ policy });
      portal.forge.merge(1);
      await portal.follow('platform');
      expect((await portal.one(proposal)).rollouts).toHaveLength(1);
      const [hidden] = await portal.knex('proposal_targets').select('*');
      await portal.knex('proposal_targets').insert({
        ...{ ...hidden, target_id: await portal.target('staging') },
        environment: 'staging',
      });
      policy.decision = {
        result: AuthorizeResult.CONDITIONAL,
        pluginId: 'gitops',
        resourceType: 'gitops-target',
        conditions: {
          rule: 'IN_ENVIRONMENT',
          resourceType: 'gitops-target',
          params: { environments: ['staging'] },
        },
      };
      const { rollouts, reason, targets } = await portal.one(proposal);
      expect(targets).toHaveLength(1);
      // It gains nothing by it, so there is nothing to wait for.
      expect([rollouts, reason]).toEqual([[], undefined]);
    });

    it('tells where a later change took the target elsewhere', async () => {
      const { portal, proposal } = await startPromoted();
      portal.forge.merge(1);
      await portal.follow('platform');
      portal.remote.release('production', 'v2');
      await portal.read('platform');
      await portal.follow('platform');
      expect(await stateOf(portal, proposal)).toEqual([
        'merged',
        'A later change moved cart in production to something else',
      ]);
      expect(await listed(portal)).toEqual([]);
    });

    it('shows what others opened, with the versions it would move', async () => {
      const portal = await start();
      const target = await portal.target('production');
      const headCommit = portal.remote.commitFiles({
        targetBranch: 'main',
        branch: 'renovate/cart',
        commitMessage: 'Update cart',
        files: [
          {
            path: production,
            content: portal.remote.read(production).replace('v1', 'v2'),
          },
        ],
      });
      portal.forge.openByHand({
        title: 'Update cart',
        author: 'renovate[bot]',
        sourceBranch: 'renovate/cart',
        headCommit,
      });
      await portal.follow('platform');
      const [proposal] = await listed(portal);
      expect(proposal).toMatchObject({
        state: 'open',
        title: 'Update cart',
        createdBy: 'renovate[bot]',
        reason: 'ready to merge',
        targets: [target],
        moves: [{ target, from: 'v1', to: 'v2' }],
        pullRequest: { number: 1 },
      });
      expect(proposal.kind).toBeUndefined();
      const writes = await writesDuring(portal.knex, () =>
        portal.follow('platform'),
      );
      expect(writes).toEqual([]);
      portal.forge.change(1, { approvedBy: ['ada'] });
      await portal.follow('platform');
      expect(await listed(portal)).toMatchObject([
        { id: proposal.id, reason: '1 approval, ready to merge' },
      ]);
      portal.forge.change(1, { state: 'closed' });
      await portal.follow('platform');
      expect(await listed(portal)).toEqual([]);
    });

    it('keeps no pull request that touches no target', async () => {
      const portal = await start();
      const headCommit = portal.remote.commitFiles({
        targetBranch: 'main',
        branch: 'docs',
        commitMessage: 'Explain',
        files: [{ path: 'README.md', content: 'About' }],
      });
      portal.forge.openByHand({ sourceBranch: 'docs', headCommit });
      await portal.follow('platform');
      expect(await listed(portal, '?state=all')).toEqual([]);
    });

    it('tells of what it touches where its head can’t be read', async () => {
      const portal = await start();
      portal.remote.commitFiles({
        targetBranch: 'main',
        branch: 'fork',
        commitMessage: 'Update cart',
        files: [{ path: production, content: 'images: []\n' }],
      });
      const headCommit = 'f'.repeat(40);
      portal.forge.openByHand({ sourceBranch: 'fork', headCommit });
      await portal.follow('platform');
      expect(await listed(portal)).toMatchObject([
        { targets: [await portal.target('production')], moves: [] },
      ]);
    });

    it('follows a declaration that moves, with its proposals', async () => {
      const { portal, proposal } = await startPromoted();
      portal.remote.write('apps/README.md', 'Apps');
      portal.remote.git('mv', 'cart', 'apps/cart');
      portal.remote.git('commit', '--quiet', '-m', 'Tidy up');
      await portal.read('platform');
      const target = await portal.target('production');
      expect((await portal.one(proposal)).targets).toEqual([target]);
    });
  },
);
