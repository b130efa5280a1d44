/* eslint-disable jest/no-export -- the tests of each forge run these */
import { PullRequestRequest } from '../Forge';
import { ForgeLimitError } from '../ForgeLimitError';
import { counting, losing, refusing } from './faults';
import { ForgeTraits, ForgeWorld, NextWorld } from './ForgeWorld';
import { branch, file, proposalFor } from './proposal';

const losses: readonly [
  string,
  { readonly isForGood?: boolean; readonly status?: number },
][] = [
  ['is cut off for good', { isForGood: true }],
  ['is cut off once', {}],
  ['comes as a 502', { isForGood: true, status: 502 }],
  ['comes as a 409', { status: 409 }],
  ['comes as a 422', { status: 422 }],
  ['comes as a 403', { isForGood: true, status: 403 }],
];

/** A forge that refuses, fails, has enough, or is cut off. */
export function describeForgeFaults(
  next: NextWorld,
  traits: ForgeTraits,
): void {
  describe('when something fails', () => {
    let world: ForgeWorld;
    let baseCommit: string;

    beforeAll(async () => {
      world = await next();
      baseCommit = await world.commit('main', { [file]: 'tag: v1\n' });
    });

    const request = (more: Partial<PullRequestRequest> = {}) =>
      proposalFor(world, baseCommit, more);

    it.each(traits.isSlow ? losses.slice(0, 2) : losses)(
      'ends with one right pull request, whichever answer %s',
      async (loss, { isForGood, status }) => {
        const kind = loss.replaceAll(' ', '-');
        const all = counting();
        await world
          .forge({ fetch: all.send })
          .openPullRequest(request({ branch: `${branch}-${kind}` }));
        for (let first = 1; first <= all.asked.length; first += 1) {
          const own = request({ branch: `${branch}-${kind}-${first}` });
          const { send } = losing({
            first,
            ...(!isForGood && { last: first }),
            ...(status !== undefined && { status }),
          });
          await world
            .forge({ fetch: send })
            .openPullRequest(own)
            .catch(() => undefined);
          const opened = await world.forge().openPullRequest(own);
          expect(opened).toMatchObject({
            state: 'open',
            reviewsRequestedOf: ['lena'],
          });
          const pulls = await world.pullRequests();
          expect(
            pulls.filter(({ sourceBranch }) => sourceBranch === own.branch),
          ).toHaveLength(1);
          await expect(world.file(own.branch, file)).resolves.toMatchObject({
            content: 'tag: v2\n',
          });
        }
      },
    );

    it.each([
      [401, 'AuthenticationError'],
      [403, 'NotAllowedError'],
      [404, 'NotFoundError'],
      [409, 'ConflictError'],
      [422, 'InputError'],
      [500, 'ServiceUnavailableError'],
      [502, 'ServiceUnavailableError'],
    ])('tells a %i as %s', async (status, error) => {
      const { send } = refusing(status);
      await expect(
        world.forge({ fetch: send }).pullRequest(world.repositoryUrl, 1),
      ).rejects.toMatchObject({ name: error });
    });

    it('asks again where a gateway failed', async () => {
      const { number } = await world.forge().openPullRequest(request());
      const { state, send } = refusing(502, { times: 1 });
      await expect(
        world
          .forge({ fetch: send, patient: true })
          .pullRequestFacts(world.repositoryUrl, number),
      ).resolves.toMatchObject({ number });
      expect(state.refused).toBe(1);
    });

    it('waits where the forge asks it to', async () => {
      const { number } = await world.forge().openPullRequest(request());
      const { state, send } = refusing(429, {
        times: 1,
        message: 'You have exceeded a secondary rate limit',
        headers: { 'retry-after': '1' },
      });
      await expect(
        world
          .forge({ fetch: send, patient: true })
          .pullRequestFacts(world.repositoryUrl, number),
      ).resolves.toMatchObject({ number });
      expect(state.refused).toBe(1);
    });

    it('tells until when a limit holds that it would not wait for', async () => {
      const { state, send } = refusing(429, {
        headers: { 'retry-after': '3600' },
      });
      const before = Date.now();
      const failure = await world
        .forge({ fetch: send, patient: true })
        .openPullRequests(world.repositoryUrl)
        .catch(error => error);
      expect(failure).toBeInstanceOf(ForgeLimitError);
      expect(failure.name).toBe('ServiceUnavailableError');
      const wait = Date.parse(failure.retryAt) - before;
      expect(wait).toBeGreaterThanOrEqual(3_599_000);
      expect(wait).toBeLessThan(3_700_000);
      expect(state.refused).toBe(1);
    });

    it('knows a secondary limit from a refusal', async () => {
      const { send } = refusing(403, {
        message: 'You have exceeded a secondary rate limit',
        headers: { 'retry-after': '3600' },
      });
      await expect(
        world.forge({ fetch: send }).openPullRequest(request()),
      ).rejects.toBeInstanceOf(ForgeLimitError);
    });

    it('says what was refused, without the token', async () => {
      const token = 'a-secret-of-ours';
      const isTaken = traits.lacks?.includes('tokens');
      const { send } = refusing(401, { message: 'Bad credentials' });
      const failure = await world
        .forge({ token, ...(isTaken && { fetch: send }) })
        .openPullRequest(request())
        .catch(error => error);
      expect(failure).toMatchObject({
        name: 'AuthenticationError',
        message: expect.stringContaining('opening a pull request'),
      });
      const told = [failure, { ...failure }, failure.stack, failure.message];
      expect(JSON.stringify(told)).not.toContain(token);
    });

    it('stops when it is told to', async () => {
      const own = request({ branch: `${branch}-stopped` });
      const stopping = new AbortController();
      stopping.abort();
      await expect(
        world.forge().openPullRequest(own, { signal: stopping.signal }),
      ).rejects.toMatchObject({ name: 'AbortError' });
      expect(await world.hasBranch(own.branch)).toBe(false);
    });
  });
}
