/* eslint-disable jest/no-export -- the tests of each forge run these */
import { PullRequestRequest } from '../Forge';
import { ForgeTraits, ForgeWorld, NextWorld } from './ForgeWorld';
import { branch, file, proposalFor } from './proposal';

/** Opening pull requests, and bringing them up to date. */
export function describeForgeWriting(
  next: NextWorld,
  traits: ForgeTraits,
): void {
  describe('opening a pull request', () => {
    let world: ForgeWorld;
    let baseCommit: string;

    beforeEach(async () => {
      world = await next();
      baseCommit = await world.commit('main', {
        [file]: 'tag: v1\n',
        old: 'x\n',
      });
    });

    const request = (more: Partial<PullRequestRequest> = {}) =>
      proposalFor(world, baseCommit, more);
    const open = (more: Partial<PullRequestRequest> = {}) =>
      world.forge().openPullRequest(request(more));
    const contentOf = async (revision: string, path = file) =>
      (await world.file(revision, path))?.content;

    it('makes one commit on the planned one', async () => {
      const opened = await open();
      expect(opened).toMatchObject({
        title: 'Promote web to v2 in production',
        state: 'open',
        author: 'gitops-bot',
        sourceBranch: branch,
        targetBranch: 'main',
        draft: false,
        approvedBy: [],
        reviewsRequestedOf: ['lena'],
        autoMerge: false,
      });
      const commit = await world.commitOf(opened.headCommit);
      expect(commit.parents).toEqual([baseCommit]);
      expect(await contentOf(branch)).toBe('tag: v2\n');
      expect(await contentOf(branch, 'old')).toBe('x\n');
      expect(await world.pullRequests()).toEqual([
        expect.objectContaining({ isOpen: true, labels: ['gitops'] }),
      ]);
    });

    it('finds its open pull request again, and commits nothing twice', async () => {
      const first = await open();
      const second = await open();
      expect(second).toMatchObject({
        number: first.number,
        headCommit: first.headCommit,
      });
      expect(await world.pullRequests()).toHaveLength(1);
    });

    it('keeps a branch with the same plan, and its reviews, when others move on', async () => {
      const first = await open();
      await world.review(first.number, 'approved');
      const moved = await world.commit('main', { other: 'y\n' });
      const second = await open({ baseCommit: moved });
      expect(second).toMatchObject({
        headCommit: first.headCommit,
        approvedBy: ['lena'],
      });
    });

    it('puts what it proposes on the newest commit of the target', async () => {
      const moved = await world.commit('main', { other: 'y\n' });
      const { headCommit } = await open();
      expect((await world.commitOf(headCommit)).parents).toEqual([moved]);
      expect(await contentOf(branch, 'other')).toBe('y\n');
    });

    it('brings its pull request up to date', async () => {
      const first = await open({
        files: [
          { path: file, content: 'tag: v2\n' },
          { path: 'extra', content: 'z\n' },
        ],
      });
      const moved = await world.commit('main', { other: 'y\n' });
      const second = await open({
        baseCommit: moved,
        title: 'Promote web to v3 in production',
        files: [{ path: file, content: 'tag: v3\n' }],
      });
      expect(second).toMatchObject({
        number: first.number,
        title: 'Promote web to v3 in production',
      });
      expect(await contentOf(branch)).toBe('tag: v3\n');
      expect(await contentOf(branch, 'other')).toBe('y\n');
      expect(await contentOf(branch, 'extra')).toBeUndefined();
    });

    it('refuses what someone changed since it was planned', async () => {
      await world.commit('main', { [file]: 'tag: v1 # hotfix\n' });
      await expect(open()).rejects.toMatchObject({
        name: 'ConflictError',
        message: expect.stringContaining(file),
      });
      expect(await world.pullRequests()).toEqual([]);
      expect(await world.hasBranch(branch)).toBe(false);
    });

    it('overwrites nothing that a person pushed to the branch', async () => {
      await open();
      await world.commit(branch, { [file]: 'tag: v2 # reviewed\n' });
      await expect(
        open({ files: [{ path: file, content: 'tag: v3\n' }] }),
      ).rejects.toMatchObject({ name: 'ConflictError' });
      expect(await contentOf(branch)).toBe('tag: v2 # reviewed\n');
    });

    it('leaves what a person added where the plan is still there', async () => {
      await open();
      await world.commit(branch, { note: 'see below\n' });
      await open();
      expect(await contentOf(branch, 'note')).toBe('see below\n');
    });

    it('tells that it was merged meanwhile, and opens nothing', async () => {
      const first = await open();
      await world.merge(first.number);
      await expect(open()).resolves.toMatchObject({
        number: first.number,
        state: 'merged',
      });
      expect(await world.pullRequests()).toHaveLength(1);
    });

    it('refuses to propose what is there already', async () => {
      await expect(
        open({ files: [{ path: file, content: 'tag: v1\n' }] }),
      ).rejects.toMatchObject({ name: 'ConflictError' });
      expect(await world.pullRequests()).toEqual([]);
    });

    it('opens anew after one with the same was merged and undone', async () => {
      const first = await open();
      await world.merge(first.number);
      const undone = await world.commit('main', { [file]: 'tag: v1\n' });
      const second = await open({ baseCommit: undone });
      expect(second.number).not.toBe(first.number);
      expect(second.state).toBe('open');
      expect(await contentOf(branch)).toBe('tag: v2\n');
    });

    it('removes files, sets modes, and keeps those that it only edits', async () => {
      const first = await open({
        files: [
          { path: 'old' },
          { path: 'never/there' },
          { path: 'bin/run.sh', content: '#!/bin/sh\n', executable: true },
        ],
      });
      expect(await contentOf(branch, 'old')).toBeUndefined();
      expect(await world.file(branch, 'bin/run.sh')).toEqual({
        content: '#!/bin/sh\n',
        executable: true,
      });
      await world.merge(first.number);
      const { mergeCommit = '' } = await world
        .forge()
        .pullRequest(world.repositoryUrl, first.number);
      const edited = `${branch}-edited`;
      await open({
        branch: edited,
        baseCommit: mergeCommit,
        files: [{ path: 'bin/run.sh', content: '#!/bin/sh\nexit 0\n' }],
      });
      expect(await world.file(edited, 'bin/run.sh')).toEqual({
        content: '#!/bin/sh\nexit 0\n',
        executable: true,
      });
    });

    it('names the person it is for, who can add no line of their own', async () => {
      const { headCommit } = await open({
        coAuthor: { name: 'Lena\nSigned-off-by: x', email: 'l@q.example>\ny' },
      });
      const { message } = await world.commitOf(headCommit);
      expect(message.trim().split('\n')).toEqual([
        'Promote web to v2 in production',
        '',
        `Gitops-Proposal: ${branch}`,
        expect.stringMatching(/^Gitops-Plan: [0-9a-f]{16}$/),
        'Co-authored-by: Lena Signed-off-by: x <l@q.example y>',
      ]);
    });

    it("is a person's own where they bring their token", async () => {
      await expect(
        open({ token: world.personToken, reviewers: [] }),
      ).resolves.toMatchObject({ author: 'lena' });
    });

    it('opens a draft', async () => {
      await expect(open({ draft: true })).resolves.toMatchObject({
        draft: true,
        title: `${traits.draftPrefix}Promote web to v2 in production`,
      });
    });

    if (!traits.lacks?.includes('uniqueness')) {
      it('opens one where two open the same at once', async () => {
        const both = await Promise.all([open(), open()]);
        expect(both[0].number).toBe(both[1].number);
        const pulls = await world.pullRequests();
        expect(pulls.filter(({ isOpen }) => isOpen)).toHaveLength(1);
        expect(await contentOf(branch)).toBe('tag: v2\n');
      });
    }
  });

  describe('asked for what is no proposal', () => {
    let world: ForgeWorld;

    beforeAll(async () => {
      world = await next();
    });

    it.each([
      [{ files: [{ path: '../../../user', content: 'x' }] }],
      [{ files: [{ path: 'a//b', content: 'x' }] }],
      [{ files: [{ path: '.git/config', content: 'x' }] }],
      [{ files: [{ path: '/etc/passwd', content: 'x' }] }],
      [{ branch: 'a/../b' }],
      [{ branch: '--force' }],
      [{ branch: 'x y' }],
      [{ targetBranch: 'main:refs/heads/x' }],
      [{ repositoryUrl: 'https://github.com/a/../b/%2e%2e' }],
      [{ repositoryUrl: '../x' }],
    ])('asks nothing: %j', async more => {
      const asked = jest.fn();
      await expect(
        world
          .forge({ fetch: asked })
          .openPullRequest(proposalFor(world, '0'.repeat(40), more)),
      ).rejects.toMatchObject({ name: 'InputError' });
      expect(asked).not.toHaveBeenCalled();
    });
  });
}
