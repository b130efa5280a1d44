import { PullRequestRequest } from '../Forge';
import { GithubEmulator } from '../testing/GithubEmulator';
import { GithubForge } from './GithubForge';

jest.setTimeout(60_000);

const token = 'gho_ofTheBot';
const repositoryUrl = 'https://github.com/quillmoor/config.git';
const file = 'apps/web/production/kustomization.yaml';

let github: GithubEmulator;
let baseCommit: string;

beforeAll(async () => {
  github = await GithubEmulator.start({
    tokens: {
      [token]: { login: 'gitops-bot', scopes: ['repo', 'admin:org'] },
      gho_ofLena: { login: 'lena', scopes: ['repo'] },
    },
    github: {
      users: [{ login: 'gitops-bot' }, { login: 'lena' }],
      orgs: [
        {
          login: 'quillmoor',
          members: [
            { login: 'gitops-bot', role: 'admin' },
            { login: 'lena', role: 'admin' },
          ],
        },
      ],
      repos: [
        {
          owner: 'quillmoor',
          name: 'config',
          auto_init: true,
          default_branch: 'main',
        },
      ],
    },
  });
});

afterAll(() => github.close());

beforeEach(async () => {
  await github.reset();
  baseCommit = await commitTo('main', { [file]: 'tag: v1\n', old: 'x\n' });
});

/** GitHub, asked without the forge. */
async function ask(
  method: string,
  path: string,
  body?: unknown,
  as = token,
): Promise<any> {
  const response = await fetch(`${github.url}/repos/quillmoor/config${path}`, {
    method,
    headers: { Authorization: `Bearer ${as}` },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${text}`);
  return text === '' ? undefined : JSON.parse(text);
}

async function commitTo(
  branch: string,
  files: Readonly<Record<string, string>>,
): Promise<string> {
  const head = (await ask('GET', `/git/ref/heads/${branch}`)).object.sha;
  const base = (await ask('GET', `/git/commits/${head}`)).tree.sha;
  const tree = await ask('POST', '/git/trees', {
    base_tree: base,
    tree: Object.entries(files).map(([path, content]) => ({
      path,
      content,
      mode: '100644',
      type: 'blob',
    })),
  });
  const { sha } = await ask('POST', '/git/commits', {
    message: 'Change it',
    tree: tree.sha,
    parents: [head],
  });
  await ask('PATCH', `/git/refs/heads/${branch}`, { sha });
  return sha;
}

async function contentOf(path: string, ref: string): Promise<string> {
  const { content } = await ask('GET', `/contents/${path}?ref=${ref}`);
  return Buffer.from(content, 'base64').toString('utf8');
}

const forge = (
  more: { token?: string; fetch?: typeof fetch; unpaced?: boolean } = {},
) =>
  new GithubForge({
    apiBaseUrl: github.url,
    unpaced: more.unpaced ?? true,
    token: async () => more.token ?? token,
    ...(more.fetch && { fetch: more.fetch }),
  });

const request = (
  more: Partial<PullRequestRequest> = {},
): PullRequestRequest => ({
  repositoryUrl,
  targetBranch: 'main',
  baseCommit,
  branch: 'gitops/promote-web-production-1a2b3c',
  title: 'Promote web to v2 in production',
  body: 'What it does.',
  commitMessage: 'Promote web to v2 in production',
  files: [{ path: file, content: 'tag: v2\n' }],
  labels: ['gitops'],
  reviewers: ['lena', 'nobody-of-that-name'],
  draft: false,
  autoMerge: false,
  ...more,
});

const openPulls = () => ask('GET', '/pulls?state=open');

describe('GithubForge', () => {
  it('opens a pull request with one commit on the planned one', async () => {
    const opened = await forge().openPullRequest(request());
    expect(opened).toMatchObject({
      number: 1,
      title: 'Promote web to v2 in production',
      state: 'open',
      author: 'gitops-bot',
      sourceBranch: 'gitops/promote-web-production-1a2b3c',
      targetBranch: 'main',
      draft: false,
      approvedBy: [],
      reviewsRequestedOf: ['lena'],
    });
    const commit = await ask('GET', `/git/commits/${opened.headCommit}`);
    expect(commit.parents).toMatchObject([{ sha: baseCommit }]);
    expect(await contentOf(file, opened.headCommit)).toBe('tag: v2\n');
    expect(await contentOf('old', opened.headCommit)).toBe('x\n');
    const [{ labels }] = await openPulls();
    expect(labels).toMatchObject([{ name: 'gitops' }]);
  });

  it('finds its open pull request again, and commits nothing twice', async () => {
    const first = await forge().openPullRequest(request());
    const second = await forge().openPullRequest(request());
    expect(second.number).toBe(first.number);
    expect(second.headCommit).toBe(first.headCommit);
    expect(await openPulls()).toHaveLength(1);
  });

  it('brings its pull request up to date', async () => {
    const first = await forge().openPullRequest(request());
    const moved = await commitTo('main', { other: 'y\n' });
    const second = await forge().openPullRequest(
      request({
        baseCommit: moved,
        title: 'Promote web to v3 in production',
        files: [{ path: file, content: 'tag: v3\n' }],
      }),
    );
    expect(second).toMatchObject({
      number: first.number,
      title: 'Promote web to v3 in production',
    });
    expect(await contentOf(file, second.sourceBranch)).toBe('tag: v3\n');
    expect(await contentOf('other', second.sourceBranch)).toBe('y\n');
  });

  it('overwrites nothing that a person pushed to the branch', async () => {
    await forge().openPullRequest(request());
    await commitTo(request().branch, { [file]: 'tag: v2 # reviewed\n' });
    await expect(
      forge().openPullRequest(
        request({ files: [{ path: file, content: 'tag: v3\n' }] }),
      ),
    ).rejects.toMatchObject({ name: 'ConflictError' });
    expect(await contentOf(file, request().branch)).toBe(
      'tag: v2 # reviewed\n',
    );
  });

  it('removes files, and sets their mode', async () => {
    const opened = await forge().openPullRequest(
      request({
        files: [
          { path: 'old' },
          { path: 'run.sh', content: '#!/bin/sh\n', executable: true },
        ],
      }),
    );
    const { tree } = await ask('GET', `/git/commits/${opened.headCommit}`);
    const { tree: entries } = await ask(
      'GET',
      `/git/trees/${tree.sha}?recursive=1`,
    );
    const modes = new Map(
      entries.map((entry: any) => [entry.path, entry.mode]),
    );
    expect(modes.has('old')).toBe(false);
    expect(modes.get('run.sh')).toBe('100755');
  });

  it('names the person it is for, who can add no line of their own', async () => {
    const { headCommit } = await forge().openPullRequest(
      request({
        coAuthor: { name: 'Lena\nSigned-off-by: x', email: 'l@q.example>\ny' },
      }),
    );
    const { message } = await ask('GET', `/git/commits/${headCommit}`);
    expect(message.trim().split('\n').slice(1)).toEqual([
      '',
      'Gitops-Proposal: gitops/promote-web-production-1a2b3c',
      expect.stringMatching(/^Gitops-Plan: [0-9a-f]{16}$/),
      'Co-authored-by: Lena Signed-off-by: x <l@q.example y>',
    ]);
  });

  it('tells checks, reviews and the merge', async () => {
    const { number, headCommit } = await forge().openPullRequest(request());
    const { id } = await ask('POST', '/check-runs', {
      head_sha: headCommit,
      name: 'lint',
      status: 'in_progress',
    });
    await ask(
      'POST',
      `/pulls/${number}/reviews`,
      { event: 'APPROVE' },
      'gho_ofLena',
    );
    await expect(
      forge().pullRequest(repositoryUrl, number),
    ).resolves.toMatchObject({
      state: 'open',
      checks: { state: 'pending', waitingFor: ['lint'] },
      approvedBy: ['lena'],
      changesRequestedBy: [],
    });
    await ask('PATCH', `/check-runs/${id}`, {
      status: 'completed',
      conclusion: 'success',
    });
    await ask('PUT', `/pulls/${number}/merge`, {}, 'gho_ofLena');
    await expect(
      forge().pullRequest(repositoryUrl, number),
    ).resolves.toMatchObject({
      state: 'merged',
      checks: { state: 'success', waitingFor: [] },
      mergeCommit: expect.any(String),
    });
    await expect(
      forge().pullRequestFacts(repositoryUrl, number),
    ).resolves.toMatchObject({
      number,
      author: 'gitops-bot',
      mergedBy: 'lena',
      approvers: ['lena'],
    });
  });

  it('lists what is open with the files it touches', async () => {
    await forge().openPullRequest(request());
    await expect(
      forge().openPullRequests(repositoryUrl),
    ).resolves.toMatchObject([{ number: 1, files: expect.any(Array) }]);
  });

  it('makes a repository once, with its files and protection', async () => {
    const wanted = {
      host: 'github.com',
      owner: 'quillmoor',
      name: 'new-config',
      description: 'What runs',
      visibility: 'private' as const,
      defaultBranch: 'main',
      files: [{ path: 'README.md', content: '# What runs\n' }],
      commitMessage: 'Begin',
      protection: {
        requiredApprovals: 1,
        requireCodeOwners: true,
        requiredChecks: ['lint'],
      },
    };
    const made = await forge().createRepository(wanted);
    expect(made.remoteUrl).toContain('quillmoor/new-config');
    await expect(forge().createRepository(wanted)).resolves.toEqual(made);
    const commits = await fetch(
      `${github.url}/repos/quillmoor/new-config/commits`,
      { headers: { Authorization: `Bearer ${token}` } },
    ).then(response => response.json());
    expect(commits).toHaveLength(2);
    expect(commits[0].commit.message).toBe('Begin');
  });
});

describe('GithubForge, when something fails', () => {
  it.each([
    ['is gone', 502],
    ['has a conflict', 409],
    ['refuses', 403],
  ])(
    'ends with one right pull request, whichever answer %s',
    async (_, status) => {
      let requests = 0;
      const counting: typeof fetch = async (...args) => {
        requests += 1;
        return fetch(...args);
      };
      await forge({ fetch: counting }).openPullRequest(request());
      const all = requests;
      for (let failing = 1; failing <= all; failing += 1) {
        await github.reset();
        baseCommit = await commitTo('main', { [file]: 'tag: v1\n' });
        let count = 0;
        const stopping = new AbortController();
        const dying: typeof fetch = async (...args) => {
          count += 1;
          // The answer is lost after the forge has done its part.
          const response = await fetch(...args);
          if (count < failing) return response;
          stopping.abort();
          return new Response('{"message":"Bad"}', {
            status,
            headers: { 'content-type': 'application/json' },
          });
        };
        await forge({ fetch: dying })
          .openPullRequest(request(), { signal: stopping.signal })
          .catch(() => undefined);
        const opened = await forge().openPullRequest(request());
        expect(await openPulls()).toHaveLength(1);
        expect(await contentOf(file, opened.headCommit)).toBe('tag: v2\n');
        expect(opened.reviewsRequestedOf).toEqual(['lena']);
      }
    },
  );

  it('waits as long as it is asked to', async () => {
    let refused = 0;
    const limited: typeof fetch = async (...args) => {
      if (refused > 0) return fetch(...args);
      refused += 1;
      return new Response('{"message":"secondary rate limit"}', {
        status: 429,
        headers: {
          'content-type': 'application/json',
          'retry-after': '1',
        },
      });
    };
    const opened = await forge({
      fetch: limited,
      unpaced: false,
    }).openPullRequest(request());
    expect(opened.state).toBe('open');
    expect(refused).toBe(1);
  });

  it('says what was refused, without the token', async () => {
    const secret = 'gho_aSecretOfOurs';
    const refusing: typeof fetch = async () =>
      new Response('{"message":"Bad credentials"}', {
        status: 401,
        headers: { 'content-type': 'application/json' },
      });
    const failure = await forge({ token: secret, fetch: refusing })
      .openPullRequest(request())
      .catch(error => error);
    expect(failure).toMatchObject({
      name: 'AuthenticationError',
      message: expect.stringContaining('GitHub, opening a pull request'),
    });
    expect(JSON.stringify([failure, failure.stack])).not.toContain(secret);
  });

  it.each([
    'https://github.com/quillmoor',
    '../x',
    'https://github.com/a/../b/%2e%2e',
  ])('asks nothing of what is no repository: %s', async url => {
    const asked = jest.fn();
    await expect(
      forge({ fetch: asked }).pullRequest(url, 1),
    ).rejects.toMatchObject({ name: 'InputError' });
    expect(asked).not.toHaveBeenCalled();
  });
});
