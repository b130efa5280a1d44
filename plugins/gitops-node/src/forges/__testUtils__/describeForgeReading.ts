/* eslint-disable jest/no-export -- the tests of each forge run these */
import { poll } from '@backstage-gitops/envtest';
import { PullRequestRequest } from '../Forge';
import { counting } from './faults';
import { ForgeTraits, ForgeWorld, NextWorld } from './ForgeWorld';
import { branch, file, proposalFor } from './proposal';

/** Following pull requests, and giving them up. */
export function describeForgeReading(
  next: NextWorld,
  traits: ForgeTraits,
): void {
  describe('following pull requests', () => {
    let world: ForgeWorld;
    let baseCommit: string;

    beforeEach(async () => {
      world = await next();
      baseCommit = await world.commit('main', {
        [file]: 'tag: v1\n',
        other: 'x\n',
      });
    });

    const open = (more: Partial<PullRequestRequest> = {}) =>
      world.forge().openPullRequest(proposalFor(world, baseCommit, more));
    const read = (number: number) =>
      world.forge().pullRequest(world.repositoryUrl, number);

    it('tells checks, reviews and the merge', async () => {
      const { number, headCommit } = await open();
      await world.status(headCommit, 'build', 'pending');
      await world.review(number, 'approved');
      await expect(read(number)).resolves.toMatchObject({
        state: 'open',
        checks: { state: 'pending', waitingFor: ['build'], failed: [] },
        approvedBy: ['lena'],
        changesRequestedBy: [],
      });
      await world.status(headCommit, 'build', 'success');
      await world.merge(number);
      await expect(read(number)).resolves.toMatchObject({
        state: 'merged',
        checks: { state: 'success', waitingFor: [], failed: [] },
        mergeCommit: expect.stringMatching(/^[0-9a-f]{40}$/),
        mergedAt: expect.any(String),
      });
      await expect(
        world.forge().pullRequestFacts(world.repositoryUrl, number),
      ).resolves.toMatchObject({
        number,
        author: 'gitops-bot',
        mergedBy: 'lena',
        mergedAt: expect.any(String),
        approvers: ['lena'],
      });
    });

    it('tells who asked for changes', async () => {
      const { number } = await open();
      await world.review(number, 'changesRequested');
      await expect(read(number)).resolves.toMatchObject({
        approvedBy: [],
        changesRequestedBy: ['lena'],
      });
    });

    it('reads the facts of one in two requests', async () => {
      const { number } = await open();
      const { asked, send } = counting();
      await world
        .forge({ fetch: send })
        .pullRequestFacts(world.repositoryUrl, number);
      expect(asked).toHaveLength(2);
    });

    it('lists what is open with its files, and asks anew only for what changed', async () => {
      const first = await open({ reviewers: [] });
      const second = await open({
        reviewers: [],
        branch: `${branch}-second`,
        files: [{ path: 'other', content: 'y\n' }],
      });
      const { changed, unchanged } = traits.requests;
      // It may be worked out only now whether they can be merged.
      await Promise.all([read(first.number), read(second.number)]);
      await world.settled?.();
      // A forge that does so in its own time may do it again.
      const { known, asked } = await poll(
        async () => {
          const once = counting();
          const forge = world.forge({ fetch: once.send });
          return {
            known: await forge.openPullRequests(world.repositoryUrl),
            asked: once.asked,
          };
        },
        seen => seen.known.every(({ mergeable }) => mergeable === 'yes'),
      );
      const isSeen = !traits.lacks?.includes('files');
      expect(new Map(known.map(pull => [pull.number, pull.files]))).toEqual(
        new Map([
          [first.number, isSeen ? [file] : []],
          [second.number, isSeen ? ['other'] : []],
        ]),
      );
      expect(asked).toHaveLength(1 + 2 * changed);

      const settled = known.map(pull => ({
        ...pull,
        readAt: new Date(Date.parse(pull.updatedAt) + 61_000).toISOString(),
      }));
      const twice = counting();
      await expect(
        world
          .forge({ fetch: twice.send })
          .openPullRequests(world.repositoryUrl, { known: settled }),
      ).resolves.toEqual(settled);
      expect(twice.asked).toHaveLength(1 + 2 * unchanged);

      await world.status(first.headCommit, 'build', 'pending');
      await world.review(second.number, 'approved');
      const later = await world
        .forge()
        .openPullRequests(world.repositoryUrl, { known });
      const laterOf = ({ number }: { number: number }) =>
        later.find(pull => pull.number === number);
      expect(laterOf(first)?.checks.waitingFor).toEqual(['build']);
      // In the same second, for all that the times tell.
      expect(laterOf(second)?.approvedBy).toEqual(['lena']);
    });

    it('lists no more than it is asked for, and none that is closed', async () => {
      const { number } = await open();
      await open({ branch: `${branch}-second` });
      const list = (limit: number) =>
        world.forge().openPullRequests(world.repositoryUrl, { limit });
      expect(await list(1)).toHaveLength(1);
      await world.forge().closePullRequest(world.repositoryUrl, number);
      expect(await list(10)).toMatchObject([
        { sourceBranch: `${branch}-second` },
      ]);
    });

    it('gives one up with its branch, once', async () => {
      const { number } = await open();
      const close = () =>
        world.forge().closePullRequest(world.repositoryUrl, number);
      await expect(close()).resolves.toMatchObject({ state: 'closed' });
      expect(await world.hasBranch(branch)).toBe(false);
      await expect(close()).resolves.toMatchObject({ state: 'closed' });
      const again = await open();
      expect(again.number).not.toBe(number);
    });

    it('gives one up and leaves what a person pushed', async () => {
      const { number } = await open();
      await world.commit(branch, { note: 'mine\n' });
      await world.forge().closePullRequest(world.repositoryUrl, number);
      expect(await world.hasBranch(branch)).toBe(true);
    });

    it('leaves one that is merged', async () => {
      const { number } = await open();
      await world.merge(number);
      await expect(
        world.forge().closePullRequest(world.repositoryUrl, number),
      ).resolves.toMatchObject({ state: 'merged' });
    });
  });
}
