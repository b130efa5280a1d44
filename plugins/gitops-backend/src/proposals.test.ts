import {
  proposalsResponseSchema,
  ProposalRequest,
} from '@backstage-gitops/plugin-gitops-common';
import { randomUUID } from 'node:crypto';
import { createTestDatabases } from './__testUtils__/databases';
import { answer } from './__testUtils__/portals';
import {
  ProposalPortal,
  proposalPortals,
  seeded,
} from './__testUtils__/proposalPortals';
import { Remote } from './__testUtils__/Remote';

const production = 'cart/production/kustomization.yaml';

describe.each(createTestDatabases().eachSupportedId())(
  'proposals over HTTP on %s',
  id => {
    const { start, directory } = proposalPortals(id);

    const listed = async (portal: ProposalPortal, query = '') =>
      (await answer(proposalsResponseSchema, portal.get(`/proposals${query}`)))
        .items;

    it('are shown before anything is opened', async () => {
      const portal = await start();
      const plan = await portal.preview(await portal.promote());
      expect(plan).toMatchObject({
        kind: 'promotion',
        repository: 'platform',
        revisions: { main: portal.remote.head() },
        moves: [{ from: 'v1', to: 'v3' }],
        files: [{ path: production, diff: expect.stringContaining('+') }],
        alsoAffects: [],
        brings: [{ subject: 'Release v3' }, { subject: 'Release v2 (#7)' }],
      });
      expect(plan.refused).toBeUndefined();
      expect(plan.open).toBeUndefined();
      expect(portal.forge.requests).toEqual([]);
      expect(await listed(portal)).toEqual([]);
    });

    it('become a pull request that says what it is', async () => {
      const portal = await start();
      const request = {
        ...(await portal.promote()),
        reason: 'Fixes #12 for @everyone',
        draft: true,
        autoMerge: true,
      };
      const proposal = await portal.propose(request);
      expect(proposal).toMatchObject({
        kind: 'promotion',
        state: 'open',
        reason: expect.stringContaining('a draft'),
        createdBy: 'user:default/mock',
        moves: [{ to: 'v3' }],
        pullRequest: { number: 1, draft: true, autoMerge: true },
      });
      const [{ body, ...sent }] = portal.forge.requests;
      expect(sent).toMatchObject({
        repositoryUrl: 'https://github.com/acme/platform',
        targetBranch: 'main',
        branch: expect.stringMatching(
          /^gitops\/promote-cart-production-[0-9a-f]{10}$/,
        ),
        labels: ['gitops'],
        reviewers: ['acme/shop'],
        coAuthor: { name: 'Grace Hopper', email: 'grace@acme.example' },
      });
      expect(body).toContain('| `v1` | `v3` |');
      expect(body).toContain(
        '[Release v2 &#40;&#35;\u20607&#41;](<https://github.com/acme/platform/pull/7>)',
      );
      expect(body).toContain(
        'https://portal.acme.example/catalog/default/component/cart/deployments',
      );
      expect(body).not.toMatch(/@everyone|#12/);
      expect(portal.remote.read(production, sent.branch)).toBe(
        portal.remote.read(production).replace('v1', 'v3'),
      );
      expect(portal.audits()).toMatchObject([
        {
          eventId: 'proposal-open',
          status: 'succeeded',
          person: { userEntityRef: 'user:default/mock' },
          meta: {
            kind: 'promotion',
            repository: 'platform',
            proposal: proposal.id,
            pullRequest: 'https://github.com/acme/platform/pull/1',
          },
        },
      ]);
    });

    it('are found by entity and by target, and by the next preview', async () => {
      const portal = await start();
      const request = await portal.promote();
      const proposal = await portal.propose(request);
      const [target] = proposal.targets;
      for (const query of [
        '',
        `?target=${encodeURIComponent(target)}`,
        '?entity=component:default/cart',
        '?state=all',
      ]) {
        expect(await listed(portal, query)).toEqual([proposal]);
      }
      expect(await listed(portal, '?entity=component:default/other')).toEqual(
        [],
      );
      expect((await portal.preview(request)).open).toEqual({
        id: proposal.id,
        url: proposal.pullRequest?.url,
      });
      expect((await portal.get('/proposals/none')).status).toBe(404);
    });

    it('are paged, newest first', async () => {
      const portal = await start();
      await portal.propose(await portal.promote());
      await portal.propose({
        kind: 'setVersion',
        targets: [await portal.target('staging')],
        artifact: 'registry.acme.example/cart',
        version: 'v9',
      });
      const first = await answer(
        proposalsResponseSchema,
        portal.get('/proposals?limit=1'),
      );
      const rest = await answer(
        proposalsResponseSchema,
        portal.get(`/proposals?limit=9&cursor=${first.nextCursor}`),
      );
      expect([...first.items, ...rest.items].map(({ kind }) => kind)).toEqual([
        'setVersion',
        'promotion',
      ]);
      const { status } = await portal.get(
        `/proposals?state=all&cursor=${first.nextCursor}`,
      );
      expect(status).toBe(400);
    });

    it('update the pull request that is open for the same', async () => {
      const portal = await start();
      const request = await portal.promote();
      const first = await portal.propose(request);
      portal.remote.release('staging', 'v4');
      await portal.read('platform');
      const second = await portal.propose(request);
      expect(second).toMatchObject({
        id: first.id,
        moves: [{ to: 'v4' }],
        pullRequest: { number: 1 },
      });
      expect(portal.forge.pulls).toHaveLength(1);
      const [{ branch }] = portal.forge.requests;
      expect(portal.remote.read(production, branch)).toContain('v4');
    });

    it('are opened as the person where they lend their token', async () => {
      const portal = await start();
      const token = 'ghp_ofGraceHopper0123456789';
      const proposal = await portal.propose(await portal.promote(), {
        forgeToken: token,
      });
      expect(portal.forge.requests[0].token).toBe(token);
      expect(portal.forge.requests[0].coAuthor).toBeUndefined();
      expect(proposal.pullRequest?.author).toBe('the-person');
      const dump = JSON.stringify([
        await portal.knex('proposals'),
        await portal.knex('proposal_targets'),
        portal.audits(),
        portal.logged(),
        proposal,
      ]);
      expect(dump).not.toContain(token);
    });

    it('bring what another repository declares, and move one at a time', async () => {
      const other = new Remote(directory.resolve(randomUUID()));
      other.release('preview', 'v7');
      const portal = await start({
        config: {
          gitops: {
            repositories: [
              {
                id: 'platform',
                url: seeded(new Remote(directory.resolve(randomUUID())))
                  .directory,
                upstream: 'https://github.com/acme/platform',
              },
              { id: 'other', url: other.directory },
            ],
          },
        },
      });
      await portal.read('other');
      const [from, staging] = await Promise.all(
        ['preview', 'staging'].map(portal.target),
      );
      const plan = await portal.preview({
        kind: 'promotion',
        from,
        to: [staging],
      });
      expect(plan).toMatchObject({
        repository: 'platform',
        moves: [{ target: staging, from: 'v3', to: 'v7' }],
      });
      const { status } = await portal.post('/proposals/preview', {
        kind: 'promotion',
        from: await portal.target('production'),
        to: [from, staging],
      });
      expect(status).toBe(400);
    });

    it('are refused where there is nothing to change', async () => {
      const portal = await start();
      const staging = await portal.target('staging');
      const request: ProposalRequest = {
        kind: 'setVersion',
        targets: [staging],
        artifact: 'registry.acme.example/cart',
        version: 'v3',
      };
      const plan = await portal.preview(request);
      expect(plan.refused).toEqual(expect.any(String));
      const { status, body } = await portal.post('/proposals', {
        request,
        revisions: plan.revisions,
      });
      expect([status, body.error.message]).toEqual([400, plan.refused]);
      expect(portal.forge.requests).toEqual([]);
      expect(portal.audits()).toMatchObject([
        { status: 'failed', error: plan.refused },
      ]);
    });

    it('are refused where a policy denies them', async () => {
      const portal = await start({
        config: {
          gitops: {
            policies: [
              {
                type: 'freeze',
                name: 'always',
                windows: [{ schedule: '* * * * *', duration: '1h' }],
              },
            ],
          },
        },
      });
      const request = await portal.promote();
      const plan = await portal.preview(request);
      expect(plan.policies).toMatchObject([{ policy: 'always' }]);
      const { status, body } = await portal.post('/proposals', {
        request,
        revisions: plan.revisions,
      });
      expect([status, body.error.message]).toEqual([400, plan.refused]);
      expect(body.error.message).toContain('always');
      expect(portal.forge.requests).toEqual([]);
    });

    it('say what to do where the host is no forge', async () => {
      const portal = await start({
        openForges: () => ({
          of: () => undefined,
          ofHost: () => undefined,
          hosts: () => [],
        }),
      });
      const request = await portal.promote();
      const { revisions, refused } = await portal.preview(request);
      const { status, body } = await portal.post('/proposals', {
        request,
        revisions,
      });
      expect(refused).toContain('integrations');
      expect([status, body.error.message]).toEqual([400, refused]);
    });

    it.each([
      [{}, 400],
      [{ kind: 'promotion', from: 'x', to: [] }, 400],
      [{ kind: 'promotion', from: 'x', to: ['y'] }, 404],
      [{ kind: 'promotion', from: 'x\0', to: ['y'] }, 400],
      [{ kind: 'rollback', targets: ['nobody'], to: 'v1' }, 404],
      [
        {
          kind: 'addEnvironment',
          repository: 'nobody',
          environment: 'qa',
          like: 'staging',
        },
        404,
      ],
      [
        {
          kind: 'setVersion',
          targets: ['x'],
          artifact: 'cart',
          version: 'v1\n- name: evil',
        },
        400,
      ],
    ])('answer %j with %d', async (request, status) => {
      const portal = await start();
      expect((await portal.post('/proposals/preview', request)).status).toBe(
        status,
      );
    });

    it('take no revisions but those of a preview', async () => {
      const portal = await start();
      const request = await portal.promote();
      for (const revisions of [
        {},
        { main: '--upload-pack=x' },
        { other: '0'.repeat(40) },
      ]) {
        const { status } = await portal.post('/proposals', {
          request,
          revisions,
        });
        expect([revisions, status]).toEqual([revisions, 400]);
      }
      expect(portal.forge.requests).toEqual([]);
    });
  },
);
