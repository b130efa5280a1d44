import { describeWithGitea } from '@backstage-gitops/envtest';
import { describeForge } from '../__testUtils__/describeForge';
import { ForgeWorld, StartedForge } from '../__testUtils__/ForgeWorld';
import { startGitea } from '../__testUtils__/GiteaWorld';
import { branch, file, proposalFor } from '../__testUtils__/proposal';
import { GiteaForge } from './GiteaForge';

// Gitea does much behind the back of who asks, in queues of its own.
jest.retryTimes(2, { logErrorsBeforeRetry: true });

describeWithGitea('On a real server', () => {
  describeForge('GiteaForge', {
    start: startGitea,
    requests: { changed: 3, unchanged: 1 },
    draftPrefix: 'WIP: ',
    isSlow: true,
  });

  describe('GiteaForge', () => {
    let started: StartedForge | undefined;
    let world: ForgeWorld;
    let baseCommit: string;

    beforeAll(async () => {
      started = await startGitea();
      world = await started.next();
      baseCommit = await world.commit('main', { [file]: 'tag: v1\n' });
    });
    afterAll(() => started?.stop());

    it('is let in by a user name as well', async () => {
      const asked: (string | null)[] = [];
      const forge = new GiteaForge({
        baseUrl: new URL(world.repositoryUrl).origin,
        username: 'lena',
        token: async () => world.personToken,
        fetch: async (input, init) => {
          asked.push(new Headers(init?.headers).get('authorization'));
          return fetch(input, init);
        },
      });
      await expect(
        forge.openPullRequest(
          proposalFor(world, baseCommit, { branch: `${branch}-basic` }),
        ),
      ).resolves.toMatchObject({ author: 'lena' });
      expect(new Set(asked)).toEqual(
        new Set([
          `Basic ${Buffer.from(`lena:${world.personToken}`).toString(
            'base64',
          )}`,
        ]),
      );
    });

    it('says what to do where the server moves no branch', async () => {
      // Forgejo, and Gitea before 1.25, pass the wish over.
      const older: typeof fetch = (input, init) =>
        fetch(input, {
          ...init,
          ...(typeof init?.body === 'string' && {
            body: init.body.replace('"force_push":true,', ''),
          }),
        });
      await world.forge().openPullRequest(proposalFor(world, baseCommit));
      await expect(
        world.forge({ fetch: older }).openPullRequest(
          proposalFor(world, baseCommit, {
            files: [{ path: file, content: 'tag: v3\n' }],
          }),
        ),
      ).rejects.toMatchObject({
        name: 'ConflictError',
        message: expect.stringContaining('close its pull request'),
      });
      await expect(world.file(branch, file)).resolves.toMatchObject({
        content: 'tag: v2\n',
      });
    });
  });
});
