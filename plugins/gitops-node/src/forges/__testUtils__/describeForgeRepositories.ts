/* eslint-disable jest/no-export -- the tests of each forge run these */
import { RepositoryRequest } from '../Forge';
import { losing } from './faults';
import { ForgeWorld, NextWorld } from './ForgeWorld';

/** Making repositories. */
export function describeForgeRepositories(next: NextWorld): void {
  describe('making a repository', () => {
    let world: ForgeWorld;
    let count = 0;

    beforeAll(async () => {
      world = await next();
    });
    beforeEach(() => {
      count += 1;
    });

    const wanted = (
      more: Partial<RepositoryRequest> = {},
    ): RepositoryRequest => ({
      host: world.host,
      owner: world.owner,
      name: `made-${count}`,
      description: 'What runs',
      visibility: 'private',
      defaultBranch: 'main',
      files: [
        { path: 'README.md', content: '# What runs\n' },
        { path: 'environments/production/kustomization.yaml', content: '{}\n' },
        { path: 'bin/lint', content: '#!/bin/sh\n', executable: true },
      ],
      commitMessage: 'Begin',
      protection: {
        requiredApprovals: 1,
        requireCodeOwners: true,
        requiredChecks: ['lint'],
      },
      ...more,
    });

    it('makes it once, and tells where it is', async () => {
      const made = await world.forge().createRepository(wanted());
      expect(made.warnings).toEqual([]);
      expect(made.url).toContain(`${world.owner}/made-${count}`);
      expect(made.remoteUrl).toContain(`${world.owner}/made-${count}`);
      const messages = await world.messages(`made-${count}`);
      expect(messages[0].trim()).toBe('Begin');
      await expect(world.forge().createRepository(wanted())).resolves.toEqual(
        made,
      );
      expect(await world.messages(`made-${count}`)).toEqual(messages);
    });

    it('leaves alone what somebody works in', async () => {
      const { pathname } = new URL(world.repositoryUrl);
      const taken =
        pathname
          .split('/')
          .at(-1)
          ?.replace(/\.git$/, '') ?? '';
      await world.commit('main', { mine: 'x\n' });
      await world.commit('main', { mine: 'y\n' });
      const before = await world.messages(taken);
      await expect(
        world.forge().createRepository(wanted({ name: taken })),
      ).rejects.toMatchObject({ name: 'ConflictError' });
      expect(await world.messages(taken)).toEqual(before);
    });

    it('finishes what was begun, whichever answer is lost', async () => {
      for (let first = 1; ; first += 1) {
        const own = wanted({ name: `made-${count}-${first}` });
        const { state, send } = losing({ first });
        await world
          .forge({ fetch: send })
          .createRepository(own)
          .catch(() => undefined);
        if (state.asked < first) break;
        await world.forge().createRepository(own);
        const messages = await world.messages(own.name);
        expect(messages[0].trim()).toBe('Begin');
      }
    });

    it.each(['../x', 'a/b', '', '.git', 'x y'])(
      'asks nothing for a name that is none: %j',
      async bad => {
        const asked = jest.fn();
        await expect(
          world.forge({ fetch: asked }).createRepository(wanted({ name: bad })),
        ).rejects.toMatchObject({ name: 'InputError' });
        expect(asked).not.toHaveBeenCalled();
      },
    );
  });
}
