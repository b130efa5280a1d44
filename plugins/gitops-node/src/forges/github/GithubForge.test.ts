import { z } from 'zod';
import { describeForge } from '../__testUtils__/describeForge';
import { ForgeWorld } from '../__testUtils__/ForgeWorld';
import { startGithub } from '../__testUtils__/GithubWorld';
import { branch, file, proposalFor } from '../__testUtils__/proposal';
import { RepositoryRequest } from '../Forge';
import { GithubForge } from './GithubForge';

describeForge('GithubForge on the emulator', {
  start: startGithub,
  requests: { changed: 5, unchanged: 2 },
  draftPrefix: '',
  lacks: ['files', 'uniqueness', 'tokens'],
});

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly authorization: string | null;
  readonly body: unknown;
}

/** Keeps what is asked, and answers where `instead` does. */
function recording(instead?: (asked: Asked) => Response | undefined) {
  const all: Asked[] = [];
  const send: typeof fetch = async (input, init) => {
    const asked = {
      method: init?.method ?? 'GET',
      path: new URL(String(input)).pathname,
      authorization: new Headers(init?.headers).get('authorization'),
      body: typeof init?.body === 'string' ? JSON.parse(init.body) : undefined,
    };
    all.push(asked);
    return instead?.(asked) ?? fetch(input, init);
  };
  const of = (method: string, path: RegExp) =>
    all.filter(asked => asked.method === method && path.test(asked.path));
  return { all, of, send };
}

const refusal = (status: number, message: string) =>
  new Response(JSON.stringify({ message }), {
    status,
    headers: { 'content-type': 'application/json' },
  });

const repository: RepositoryRequest = {
  host: 'github.com',
  owner: 'quillmoor',
  name: 'made',
  description: 'What runs',
  visibility: 'private',
  defaultBranch: 'main',
  files: [{ path: 'README.md', content: '# What runs\n' }],
  commitMessage: 'Begin',
  protection: {
    requiredApprovals: 2,
    requireCodeOwners: true,
    requiredChecks: ['lint'],
  },
};

describe('GithubForge', () => {
  let started: Awaited<ReturnType<typeof startGithub>>;
  let world: ForgeWorld;
  let baseCommit: string;

  beforeAll(async () => {
    started = await startGithub();
  });
  afterAll(() => started.stop());
  beforeEach(async () => {
    world = await started.next();
    baseCommit = await world.commit('main', { [file]: 'tag: v1\n' });
  });

  it("names no author, so that GitHub signs an App's commit", async () => {
    const { of, send } = recording();
    await world
      .forge({ fetch: send })
      .openPullRequest(proposalFor(world, baseCommit));
    const [commit] = of('POST', /\/git\/commits$/);
    expect(
      Object.keys(z.record(z.string(), z.unknown()).parse(commit.body)),
    ).toEqual(['message', 'tree', 'parents']);
  });

  it("acts with a person's own token, in every request", async () => {
    const { all, send } = recording();
    const opened = await world
      .forge({ fetch: send })
      .openPullRequest(
        proposalFor(world, baseCommit, { token: 'gho_ofLena', reviewers: [] }),
      );
    expect(opened.author).toBe('lena');
    expect(new Set(all.map(({ authorization }) => authorization))).toEqual(
      new Set(['token gho_ofLena']),
    );
  });

  it('asks teams for a review by their name in the organisation', async () => {
    const { of, send } = recording();
    await world.forge({ fetch: send }).openPullRequest(
      proposalFor(world, baseCommit, {
        reviewers: ['lena', 'quillmoor/platform'],
      }),
    );
    const asked = of('POST', /\/requested_reviewers$/).map(({ body }) => body);
    expect(asked).toEqual([
      { reviewers: ['lena'] },
      { team_reviewers: ['platform'] },
    ]);
  });

  it('loses nothing that a person pushes in the same moment', async () => {
    const forge = world.forge();
    await forge.openPullRequest(proposalFor(world, baseCommit));
    const racing: typeof fetch = async (input, init) => {
      const isMove =
        init?.method === 'PATCH' && /\/git\/refs\//.test(`${input}`);
      if (isMove) await world.commit(branch, { [file]: 'tag: v2 # mine\n' });
      return fetch(input, init);
    };
    await expect(
      world.forge({ fetch: racing }).openPullRequest(
        proposalFor(world, baseCommit, {
          files: [{ path: file, content: 'tag: v3\n' }],
        }),
      ),
    ).rejects.toMatchObject({ name: 'ConflictError' });
    await expect(world.file(branch, file)).resolves.toMatchObject({
      content: 'tag: v2 # mine\n',
    });
  });

  it('starts again where the target moves in the same moment', async () => {
    let moved = '';
    const racing: typeof fetch = async (input, init) => {
      if (
        init?.method === 'POST' &&
        /\/git\/refs$/.test(`${input}`) &&
        !moved
      ) {
        moved = await world.commit('main', { [file]: 'tag: v1 # hotfix\n' });
        return refusal(422, 'Reference update failed');
      }
      return fetch(input, init);
    };
    await expect(
      world
        .forge({ fetch: racing })
        .openPullRequest(proposalFor(world, baseCommit)),
    ).rejects.toMatchObject({
      name: 'ConflictError',
      message: expect.stringContaining(file),
    });
    expect(await world.hasBranch(branch)).toBe(false);
  });

  it('leaves open what may not merge by itself', async () => {
    const { of, send } = recording(({ path }) =>
      path.endsWith('/graphql')
        ? new Response(
            JSON.stringify({
              data: null,
              errors: [{ message: 'Auto merge is not allowed' }],
            }),
            { headers: { 'content-type': 'application/json' } },
          )
        : undefined,
    );
    await expect(
      world
        .forge({ fetch: send })
        .openPullRequest(proposalFor(world, baseCommit, { autoMerge: true })),
    ).resolves.toMatchObject({ state: 'open' });
    expect(of('POST', /\/graphql$/)).toHaveLength(1);
  });

  it('opens no draft where the plan has none', async () => {
    let refused = 0;
    const { send } = recording(({ method, path, body }) => {
      if (method !== 'POST' || !path.endsWith('/pulls')) return undefined;
      if (!JSON.stringify(body).includes('"draft":true')) return undefined;
      refused += 1;
      return refusal(422, 'Draft pull requests are not supported');
    });
    await expect(
      world
        .forge({ fetch: send })
        .openPullRequest(proposalFor(world, baseCommit, { draft: true })),
    ).resolves.toMatchObject({ state: 'open', draft: false });
    expect(refused).toBe(1);
  });

  it('asks Enterprise below the address of its API', async () => {
    const { all, send } = recording(() => refusal(404, 'Not Found'));
    await expect(
      new GithubForge({
        apiBaseUrl: 'https://ghe.example/api/v3',
        token: async () => undefined,
        fetch: send,
        unpaced: true,
      }).pullRequest('git@ghe.example:quillmoor/config.git', 7),
    ).rejects.toMatchObject({ name: 'NotFoundError' });
    expect(all.map(({ path }) => path)).toContain(
      '/api/v3/repos/quillmoor/config/pulls/7',
    );
  });

  it('says that a branch could not be protected, and makes the rest', async () => {
    const { send } = recording(({ path }) =>
      path.endsWith('/protection')
        ? refusal(403, 'Upgrade to GitHub Pro or make this repository public')
        : undefined,
    );
    const made = await world
      .forge({ fetch: send })
      .createRepository(repository);
    expect(made.warnings).toEqual([
      expect.stringContaining('did not protect the branch main'),
    ]);
    expect(await world.messages('made')).toEqual([
      'Begin',
      expect.stringMatching(/initial commit/i),
    ]);
  });

  it('protects the branch as it is asked to', async () => {
    const { of, send } = recording();
    await world.forge({ fetch: send }).createRepository(repository);
    expect(of('PUT', /\/branches\/main\/protection$/)).toMatchObject([
      {
        body: {
          enforce_admins: true,
          required_pull_request_reviews: {
            required_approving_review_count: 2,
            require_code_owner_reviews: true,
          },
          required_status_checks: { strict: false, contexts: ['lint'] },
        },
      },
    ]);
  });
});
