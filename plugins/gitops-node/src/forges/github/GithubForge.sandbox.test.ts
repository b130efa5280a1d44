import { describeForge } from '../__testUtils__/describeForge';
import { file, proposalFor } from '../__testUtils__/proposal';
import { startSandbox } from '../__testUtils__/SandboxWorld';

describeForge('GithubForge on the sandbox', {
  start: startSandbox,
  requests: { changed: 5, unchanged: 2 },
  draftPrefix: '',
  isSlow: true,
});

describe('GithubForge on the sandbox', () => {
  it('costs nothing to ask for what has not changed', async () => {
    const started = await startSandbox();
    try {
      const world = await started.next();
      const baseCommit = await world.commit('main', { [file]: 'tag: v1\n' });
      await world.forge().openPullRequest(proposalFor(world, baseCommit));
      await world.settled?.();
      const statuses: number[] = [];
      const forge = world.forge({
        fetch: async (...args) => {
          const response = await fetch(...args);
          statuses.push(response.status);
          return response;
        },
      });
      const first = await forge.openPullRequests(world.repositoryUrl);
      statuses.splice(0);
      const second = await forge.openPullRequests(world.repositoryUrl);
      expect(new Set(statuses)).toEqual(new Set([304]));
      expect(second).toMatchObject(first.map(({ readAt, ...rest }) => rest));
    } finally {
      await started.stop();
    }
  });
});
