import { startTestForge, TestForge } from '../__testUtils__/startTestForge';
import { commitTo, propose } from '../__testUtils__/propose';

const config = '/repos/acme/config';

describe('RestApi', () => {
  let test: TestForge;

  beforeEach(async () => {
    test = await startTestForge();
  });

  afterEach(() => test.close());

  it('tells repositories, accounts and teams as GitHub does', async () => {
    const { portal } = test;
    expect((await portal.get(config)).body).toMatchObject({
      full_name: 'acme/config',
      html_url: `${test.forge.url}/acme/config`,
      default_branch: 'main',
      owner: { login: 'acme', type: 'Organization' },
    });
    const below = [
      ...['/commits', '/commits/main', '/branches', '/branches/main'],
      ...['/pulls?state=all', '/pulls/1', '/pulls/1/files', '/pulls/2/commits'],
      ...['/pulls/1/reviews', '/commits/wait/check-runs', '/contents/apps'],
      ...['/commits/wait/status', '/commits/wait/statuses', '/labels'],
    ];
    for (const path of [
      ...['/user', '/users/ada', '/orgs/acme', '/orgs/acme/repos'],
      ...['/orgs/acme/members', '/orgs/acme/teams', '/rate_limit'],
      '/orgs/acme/teams/payments/members',
      ...below.map(end => `${config}${end}`),
    ]) {
      expect({ path, status: (await portal.get(path)).status }).toEqual({
        ...{ path, status: 200 },
      });
    }
  });

  it('knows the pull requests of the history, with authors and approvers', async () => {
    const { portal } = test;
    const { body } = await portal.get(`${config}/pulls/1`);
    expect(body).toMatchObject({
      ...{ state: 'closed', merged: true, commits: 1, changed_files: 1 },
      user: { login: 'ada' },
      merged_by: { login: 'ada' },
    });
    const reviews = await portal.get(`${config}/pulls/1/reviews`);
    expect(reviews.body).toMatchObject([
      { state: 'APPROVED', user: { login: 'bob' } },
    ]);
    const landing = `${config}/commits/${body.merge_commit_sha}/pulls`;
    expect((await portal.get(landing)).body).toMatchObject([{ number: 1 }]);
  });

  it('filters and sorts pull requests', async () => {
    const { portal } = test;
    const numbers = async (query: string) =>
      (await portal.get(`${config}/pulls${query}`)).body.map(
        ({ number }: { number: number }) => number,
      );
    expect(await numbers('')).toEqual([2]);
    expect(await numbers('?state=all')).toEqual([2, 1]);
    expect(await numbers('?state=all&direction=asc')).toEqual([1, 2]);
    expect(await numbers('?state=all&head=acme:raise')).toEqual([1]);
    expect(await numbers('?head=acme:nothing')).toEqual([]);
    expect(await numbers('?base=other')).toEqual([]);
  });

  it('moves branches forward, and back only by force', async () => {
    const { portal } = test;
    const first = await commitTo(portal, 'topic', { a: '1\n' });
    const second = await commitTo(portal, 'topic', { a: '2\n' }, 'topic');
    const ref = `${config}/git/refs/heads/topic`;
    const answers = {
      back: await portal.patch(ref, { sha: first }),
      forced: await portal.patch(ref, { sha: first, force: true }),
      again: await portal.post(`${config}/git/refs`, {
        ...{ ref: 'refs/heads/topic', sha: second },
      }),
      beside: await portal.post(`${config}/git/refs`, {
        ...{ ref: 'refs/heads/topic/below', sha: second },
      }),
      unknown: await portal.patch(ref, { sha: '1'.repeat(40) }),
      absent: await portal.patch(`${config}/git/refs/heads/absent`, {
        ...{ sha: first },
      }),
      badName: await portal.post(`${config}/git/refs`, {
        ...{ ref: 'refs/heads/a..b', sha: first },
      }),
    };
    expect(
      Object.entries(answers).map(([name, { status, body }]) => [
        ...[name, status, body.message],
      ]),
    ).toEqual([
      ['back', 422, 'Update is not a fast forward'],
      ['forced', 200, undefined],
      ['again', 422, 'Reference already exists'],
      ['beside', 422, 'Reference update failed'],
      ['unknown', 422, 'Object does not exist'],
      ['absent', 422, 'Reference does not exist'],
      ['badName', 422, 'refs/heads/a..b is not a valid ref name.'],
    ]);
    expect((await portal.delete(ref)).status).toBe(204);
    expect((await portal.get(`${config}/git/ref/heads/topic`)).status).toBe(
      404,
    );
  });

  it.each([
    '../outside',
    'a/../../outside',
    '.git/config',
    '/etc/passwd',
    'a//b',
    'a/\u0000b',
  ])('writes no tree with the path %j', async path => {
    const { status } = await test.portal.post(`${config}/git/trees`, {
      tree: [{ path, mode: '100644', type: 'blob', content: 'x' }],
    });
    expect(status).toBe(422);
  });

  it('removes files, keeps modes and brings trees', async () => {
    const { portal } = test;
    const main = await portal.get(`${config}/git/trees/main?recursive=1`);
    const apps = main.body.tree.find(
      ({ path }: { path: string }) => path === 'apps',
    );
    const { body } = await portal.post(`${config}/git/trees`, {
      base_tree: main.body.sha,
      tree: [
        { path: 'apps/search/app.yaml', mode: '100644', sha: null },
        { path: 'run.sh', mode: '100755', content: '#!/bin/sh\n' },
        { path: 'copy', mode: '040000', sha: apps.sha },
      ],
    });
    const made = await portal.get(
      `${config}/git/trees/${body.sha}?recursive=1`,
    );
    const files = made.body.tree
      .filter(({ type }: { type: string }) => type === 'blob')
      .map(({ mode, path }: { mode: string; path: string }) => [mode, path]);
    expect(files).toEqual([
      ['100644', '.github/CODEOWNERS'],
      ['100644', 'apps/payments/app.yaml'],
      ['100644', 'copy/payments/app.yaml'],
      ['100644', 'copy/search/app.yaml'],
      ['100755', 'run.sh'],
    ]);
    const absent = await portal.post(`${config}/git/trees`, {
      ...{ base_tree: main.body.sha },
      tree: [{ path: 'nothing', mode: '100644', sha: null }],
    });
    expect(absent.status).toBe(422);
  });

  it('writes blobs and files', async () => {
    const { portal } = test;
    const blob = await portal.post(`${config}/git/blobs`, {
      ...{ content: 'w6k=', encoding: 'base64' },
    });
    const read = await portal.get(`${config}/git/blobs/${blob.body.sha}`);
    expect(read.body.content).toBe('w6k=');
    const path = `${config}/contents/new/file.txt`;
    const content = Buffer.from('one\n').toString('base64');
    const put = { message: 'Write it', content, branch: 'main' };
    const made = await portal.put(path, put);
    expect(made.status).toBe(201);
    expect((await portal.put(path, put)).status).toBe(422);
    const stale = await portal.put(path, { ...put, sha: '1'.repeat(40) });
    expect(stale.status).toBe(409);
    const { sha } = made.body.content;
    const raw = await portal.get(path, {
      accept: 'application/vnd.github.raw',
    });
    expect(raw.body).toBe('one\n');
    const removed = await portal.delete(path, { message: 'Remove it', sha });
    expect(removed.status).toBe(200);
    expect((await portal.get(path)).status).toBe(404);
  });

  it('lets nobody sign for another line', async () => {
    const { portal } = test;
    const { body } = await portal.get(`${config}/commits/main`);
    const { status } = await portal.post(`${config}/git/commits`, {
      ...{ message: 'x', tree: body.commit.tree.sha, parents: [body.sha] },
      author: { name: 'Ada\ncommitter Eve', email: 'a@acme.example' },
    });
    expect(status).toBe(422);
  });

  it('is written to by those who have a token alone', async () => {
    const { portal } = test;
    const write = { ref: 'refs/heads/x', sha: '1'.repeat(40) };
    const nobody = await portal.as(undefined).post(`${config}/git/refs`, write);
    expect(nobody.status).toBe(401);
    const wrong = await portal.as('wrong').get(config);
    expect(wrong).toMatchObject({
      status: 401,
      body: {
        message: 'Bad credentials',
        documentation_url: expect.any(String),
      },
    });
    expect((await portal.as(undefined).get(config)).status).toBe(200);
  });

  it('tells pages, and what has not changed', async () => {
    const { portal } = test;
    const first = await portal.get(`${config}/commits?per_page=1`);
    expect(first.body).toHaveLength(1);
    const next = /<([^>]+)>; rel="next"/.exec(first.headers.get('link') ?? '');
    const path = next?.[1].slice(test.forge.apiUrl.length) ?? '';
    const second = await portal.get(path);
    expect(second.body[0].sha).not.toBe(first.body[0].sha);
    const etag = first.headers.get('etag') ?? '';
    const same = await portal.get(`${config}/commits?per_page=1`, {
      'if-none-match': etag,
    });
    expect(same.status).toBe(304);
    // What has not changed costs nothing.
    expect(same.headers.get('x-ratelimit-used')).toBe('2');
  });

  it('keeps what it was told when it is started again', async () => {
    const number = await propose(test.portal, 'topic', { a: '1\n' });
    await test.portal
      .as('token-of-ada')
      .post(`${config}/pulls/${number}/reviews`, { event: 'APPROVE' });
    test = await test.restart();
    const { body } = await test.portal.get(`${config}/pulls/${number}/reviews`);
    expect(body).toMatchObject([{ state: 'APPROVED', user: { login: 'ada' } }]);
    const checks = `${config}/commits/topic/check-runs`;
    expect((await test.portal.get(checks)).body.check_runs).toMatchObject([
      { name: 'lint', status: 'in_progress' },
    ]);
    await test.forge.finishChecks();
    expect((await test.portal.get(checks)).body.check_runs).toMatchObject([
      { conclusion: 'success' },
    ]);
  });
});

describe('RestApi, making repositories', () => {
  let test: TestForge;

  beforeEach(async () => {
    test = await startTestForge();
  });

  afterEach(() => test.close());

  it('makes one with a first commit, once', async () => {
    const { portal } = test;
    const wanted = { name: 'new', description: 'What runs', auto_init: true };
    const made = await portal.post('/orgs/acme/repos', wanted);
    expect(made).toMatchObject({
      status: 201,
      body: { full_name: 'acme/new', private: false, description: 'What runs' },
    });
    const commits = await portal.get('/repos/acme/new/commits');
    expect(commits.body).toHaveLength(1);
    expect((await portal.post('/orgs/acme/repos', wanted)).status).toBe(422);
    test = await test.restart();
    expect((await test.portal.get('/repos/acme/new')).body).toMatchObject({
      description: 'What runs',
    });
  });

  it('makes an empty one, which takes a file but no Git data', async () => {
    const { portal } = test;
    await portal.post('/user/repos', { name: 'own' });
    const own = '/repos/portal[bot]/own';
    const blob = await portal.post(`${own}/git/blobs`, { content: 'x' });
    expect([blob.status, blob.body.message]).toEqual([
      ...[409, 'Git Repository is empty.'],
    ]);
    expect((await portal.get(`${own}/git/ref/heads/main`)).status).toBe(409);
    const put = await portal.put(`${own}/contents/README.md`, {
      ...{ message: 'Begin', content: 'eA==' },
    });
    expect(put.status).toBe(201);
    expect((await portal.get(`${own}/commits`)).body).toHaveLength(1);
  });

  it('shows a private one only to those who have a token', async () => {
    const { portal, forge } = test;
    await portal.post('/orgs/acme/repos', {
      ...{ name: 'closed', private: true, auto_init: true },
    });
    const path = '/repos/acme/closed';
    expect((await portal.get(path)).status).toBe(200);
    expect((await portal.as(undefined).get(path)).status).toBe(404);
    const refs = `${forge.url}/acme/closed.git/info/refs?service=git-upload-pack`;
    expect((await fetch(refs)).status).toBe(401);
    const basic = Buffer.from('x-access-token:token-of-portal').toString(
      'base64',
    );
    const answer = await fetch(refs, {
      headers: { authorization: `Basic ${basic}` },
    });
    expect(answer.status).toBe(200);
  });

  it.each(['..', '.', 'a/b', '../x', 'x.git', '', 'a b', '-\n'])(
    'makes none of the name %j',
    async name => {
      const { status } = await test.portal.post('/orgs/acme/repos', { name });
      expect(status).toBe(422);
    },
  );
});

describe('RestApi, short of requests', () => {
  it('refuses what is too much, and says until when', async () => {
    const test = await startTestForge({ rateLimit: 2 });
    try {
      const { portal } = test;
      await portal.get(config);
      await portal.get(config);
      const refused = await portal.get(config);
      expect(refused.status).toBe(403);
      expect(refused.headers.get('x-ratelimit-remaining')).toBe('0');
      expect(Number(refused.headers.get('x-ratelimit-reset'))).toBeGreaterThan(
        0,
      );
      expect((await portal.as('token-of-ada').get(config)).status).toBe(200);
    } finally {
      await test.close();
    }
  });
});
