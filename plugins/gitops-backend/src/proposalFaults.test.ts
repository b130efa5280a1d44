import {
  ConflictError,
  InputError,
  NotAllowedError,
  ServiceUnavailableError,
} from '@backstage/errors';
import { createTestDatabases } from './__testUtils__/databases';
import { ForgeStep } from './__testUtils__/MemoryForge';
import {
  ProposalPortal,
  proposalPortals,
} from './__testUtils__/proposalPortals';

const production = 'cart/production/kustomization.yaml';

/** The places at which a process may die while it opens a pull request. */
const steps: ForgeStep[] = ['commit', 'pull', 'decorate', 'answer'];

describe.each(createTestDatabases().eachSupportedId())(
  'opening a proposal on %s',
  id => {
    const { start } = proposalPortals(id);

    const question = async (portal: ProposalPortal) => {
      const request = await portal.promote();
      const { revisions } = await portal.preview(request);
      return { request, revisions };
    };

    /** As if the time of its claim had passed. */
    const letClaimsRunOut = ({ knex }: ProposalPortal) =>
      knex('proposals').whereNotNull('holder').update({ held_until: 1 });

    /** Another replica, over the same database and forge. */
    const another = ({ knex, forge, remote }: ProposalPortal) =>
      start({ knex, forge, remote });

    it('makes one pull request of two people who ask at once', async () => {
      const one = await start();
      const two = await another(one);
      const asked = await question(one);
      const answers = await Promise.all(
        [one, two, one, two].map(portal => portal.post('/proposals', asked)),
      );
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
      expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
      const { pulls } = one.forge;
      expect(pulls).toHaveLength(1);
      expect(one.remote.read(production, pulls[0].status.sourceBranch)).toBe(
        one.remote.read(production).replace('v1', 'v3'),
      );
    });

    it('tells who asks for something else meanwhile to look at it', async () => {
      const portal = await start();
      const { reached, goOn } = portal.forge.stopAt('commit');
      const first = portal
        .post('/proposals', await question(portal))
        .then(({ status }) => status);
      await reached;
      portal.remote.release('staging', 'v4');
      await portal.read('platform');
      const { status, body } = await portal.post(
        '/proposals',
        await question(portal),
      );
      expect([status, body.error.message]).toEqual([
        409,
        expect.stringContaining('at this moment'),
      ]);
      goOn();
      expect(await first).toBe(200);
      const [{ status: pull }] = portal.forge.pulls;
      expect(portal.remote.read(production, pull.sourceBranch)).toContain('v3');
    });

    it('is a conflict where the same field has moved since', async () => {
      const portal = await start();
      const asked = await question(portal);
      portal.remote.release('production', 'v2');
      const { status, body } = await portal.post('/proposals', asked);
      expect([status, body.error.name]).toEqual([409, 'ConflictError']);
      expect(body.error.message).toContain(production);
      expect(portal.forge.requests).toEqual([]);
      expect(await portal.knex('proposals')).toEqual([]);
    });

    it('is a conflict where there is nothing left to do', async () => {
      const portal = await start();
      const asked = await question(portal);
      portal.remote.release('production', 'v3');
      const { status } = await portal.post('/proposals', asked);
      expect(status).toBe(409);
      expect(portal.forge.requests).toEqual([]);
    });

    it('goes onto the newest commit where something else has moved', async () => {
      const portal = await start();
      const asked = await question(portal);
      portal.remote.write('README.md', 'About');
      portal.remote.commit('Tell what it is');
      const head = portal.remote.head();
      const { status, body } = await portal.post('/proposals', asked);
      expect([status, body.state]).toEqual([200, 'open']);
      const [{ baseCommit, branch }] = portal.forge.requests;
      expect(baseCommit).toBe(head);
      expect(portal.remote.changedFiles('main', branch)).toEqual([production]);
    });

    it('is a conflict where the branch was written anew', async () => {
      const portal = await start();
      const asked = await question(portal);
      portal.remote.git('reset', '--quiet', '--hard', 'HEAD~2');
      portal.remote.release('staging', 'v8');
      const { status } = await portal.post('/proposals', asked);
      expect(status).toBe(409);
      expect(portal.forge.requests).toEqual([]);
    });

    it.each([
      [403, new NotAllowedError('GitHub, opening a pull request: Forbidden')],
      [409, new ConflictError('GitHub, opening a pull request: Moved on')],
      [400, new InputError('GitHub, opening a pull request: Unprocessable')],
      [503, new ServiceUnavailableError('GitHub: retry after 60 seconds')],
      [503, new Error('socket hang up at https://x:hunter2@github.com/')],
    ])('tells with %d that the forge failed', async (status, error) => {
      const portal = await start();
      portal.forge.fail('pull', error);
      const asked = await question(portal);
      const failed = await portal.post('/proposals', asked);
      expect(failed.status).toBe(status);
      const [row] = await portal.knex('proposals');
      expect(row).toMatchObject({ state: 'failed', holder: null });
      expect(row.reason).toBe(failed.body.error.message);
      expect(portal.audits()).toMatchObject([
        { eventId: 'proposal-open', status: 'failed' },
      ]);
      expect(JSON.stringify([row, failed.body, portal.audits()])).not.toContain(
        'hunter2',
      );
      portal.forge.faults.clear();
      const again = await portal.post('/proposals', asked);
      expect([again.status, again.body.id]).toEqual([200, row.id]);
      expect(portal.forge.pulls).toHaveLength(1);
    });

    it('lets no token out that a forge repeats', async () => {
      const portal = await start();
      const forgeToken = 'ghp_ofGraceHopper0123456789';
      portal.forge.fail('pull', new NotAllowedError(`no ${forgeToken}`));
      const failed = await portal.post('/proposals', {
        ...(await question(portal)),
        forgeToken,
      });
      expect(failed.status).toBe(403);
      const all = [
        failed.body,
        await portal.knex('proposals'),
        portal.audits(),
        portal.logged(),
      ];
      expect(JSON.stringify(all)).not.toContain(forgeToken);
    });

    it.each(steps)('is finished by another where one dies at %s', async at => {
      const dying = await start();
      const { reached, goOn } = dying.forge.stopAt(at);
      const answered = dying
        .post('/proposals', await question(dying))
        .then(({ status }) => status);
      await reached;
      expect(await dying.knex('proposals')).toMatchObject([
        { state: 'opening' },
      ]);

      const heir = await another(dying);
      await heir.follow('platform');
      // Its claim stands, so it may be alive.
      expect(heir.forge.requests).toHaveLength(1);
      await letClaimsRunOut(heir);
      await heir.follow('platform');
      const [row] = await heir.knex('proposals');
      const proposal = await heir.one(row.id);
      expect(proposal).toMatchObject({
        state: 'open',
        createdBy: 'user:default/mock',
        pullRequest: { number: 1 },
      });

      // Should it come back, it finds the same pull request.
      goOn();
      await answered;
      expect(heir.forge.pulls).toHaveLength(1);
      expect(await heir.one(row.id)).toMatchObject({
        state: 'open',
        pullRequest: { number: 1 },
      });
      const [{ status }] = heir.forge.pulls;
      expect(heir.remote.read(production, status.sourceBranch)).toBe(
        heir.remote.read(production).replace('v1', 'v3'),
      );
    });

    it('is given up by who finds the field moved after a crash', async () => {
      const dying = await start();
      const { reached, goOn } = dying.forge.stopAt('commit');
      const answered = dying
        .post('/proposals', await question(dying))
        .then(({ status }) => status);
      await reached;
      dying.remote.release('production', 'v2');
      const heir = await another(dying);
      await letClaimsRunOut(heir);
      await heir.follow('platform');
      const [row] = await heir.knex('proposals');
      expect(row).toMatchObject({
        state: 'failed',
        reason: expect.stringContaining(production),
      });
      expect(heir.forge.requests).toHaveLength(1);
      goOn();
      await answered;
    });
  },
);
