import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { commitTo, propose } from '../__testUtils__/propose';
import { startTestForge, TestForge } from '../__testUtils__/startTestForge';

const config = '/repos/acme/config';
const payments = 'apps/payments/app.yaml';

let test: TestForge;

beforeEach(async () => {
  test = await startTestForge();
});

afterEach(() => test.close());

const git = (...args: string[]) =>
  execFileSync('git', args, {
    cwd: path.join(test.directory, 'acme/config.git'),
    encoding: 'utf8',
  }).trim();

const merge = (number: number, body: object = {}, as = 'ada') =>
  test.portal.as(`token-of-${as}`).put(`${config}/pulls/${number}/merge`, body);

const review = (number: number, as: string, event = 'APPROVE', body = '') =>
  test.portal
    .as(`token-of-${as}`)
    .post(`${config}/pulls/${number}/reviews`, { event, body });

const read = async (number: number) =>
  (await test.portal.get(`${config}/pulls/${number}`)).body;

const protect = (more: object = {}) =>
  test.portal.put(`${config}/branches/main/protection`, {
    required_pull_request_reviews: {
      required_approving_review_count: 1,
      require_code_owner_reviews: true,
    },
    required_status_checks: { strict: false, contexts: ['lint'] },
    ...{ enforce_admins: true, restrictions: null },
    ...more,
  });

describe('opening', () => {
  it('asks the owners of the files, and is refused a second time', async () => {
    const number = await propose(test.portal, 'topic', { [payments]: 'v3\n' });
    expect(await read(number)).toMatchObject({
      ...{ state: 'open', mergeable: true, changed_files: 1, additions: 1 },
      requested_teams: [{ slug: 'payments' }],
      head: { ref: 'topic', label: 'acme:topic' },
    });
    const again = await test.portal.post(`${config}/pulls`, {
      ...{ title: 'Again', head: 'acme:topic', base: 'main' },
    });
    expect(again.status).toBe(422);
    expect(again.body.errors[0].message).toBe(
      'A pull request already exists for acme:topic.',
    );
  });

  it.each([
    ['nothing', 'main'],
    ['wait', 'nothing'],
    ['main', 'main'],
    ['other:wait', 'main'],
  ])('refuses %s into %s', async (head, base) => {
    const body = { title: 'No', head, base };
    const { status } = await test.portal.post(`${config}/pulls`, body);
    expect(status).toBe(422);
  });

  it('refuses reviewers that nobody knows, and the author', async () => {
    const ask = (body: object) =>
      test.portal
        .as('token-of-ada')
        .post(`${config}/pulls/2/requested_reviewers`, body);
    expect((await ask({ reviewers: ['eve'] })).status).toBe(422);
    expect((await ask({ reviewers: ['bob'] })).status).toBe(422);
    expect((await ask({ team_reviewers: ['none'] })).status).toBe(422);
    const asked = await ask({
      ...{ reviewers: ['cleo'], team_reviewers: ['payments'] },
    });
    expect(asked.body).toMatchObject({
      requested_reviewers: [{ login: 'cleo' }],
      requested_teams: [{ slug: 'payments' }],
    });
  });

  it('goes with its branch, and is closed when that is gone', async () => {
    const number = await propose(test.portal, 'topic', { [payments]: 'v3\n' });
    const sha = await commitTo(test.portal, 'topic', { a: '1\n' }, 'topic');
    expect((await read(number)).head.sha).toBe(sha);
    expect(git('rev-parse', `refs/pull/${number}/head`)).toBe(sha);
    await test.portal.delete(`${config}/git/refs/heads/topic`);
    expect(await read(number)).toMatchObject({
      state: 'closed',
      merged: false,
    });
  });

  it('is labelled, commented, edited, closed and opened again', async () => {
    const issue = `${config}/issues/2`;
    const labels = await test.portal.post(`${issue}/labels`, {
      ...{ labels: ['gitops', 'promotion'] },
    });
    expect(labels.body).toHaveLength(2);
    await test.portal.delete(`${issue}/labels/promotion`);
    await test.portal.post(`${issue}/comments`, { body: 'Look' });
    const patch = (body: object) =>
      test.portal.patch(`${config}/pulls/2`, body);
    await patch({ title: 'Raise search to v2', body: 'Why' });
    expect((await patch({ state: 'closed' })).body.state).toBe('closed');
    expect((await patch({ state: 'open' })).body).toMatchObject({
      ...{ title: 'Raise search to v2', body: 'Why', comments: 1 },
      ...{ state: 'open', closed_at: null, labels: [{ name: 'gitops' }] },
    });
  });
});

describe('a forge that was not looking', () => {
  const bare = () => path.join(test.directory, 'acme/config.git');
  const gitIn = (...args: string[]) =>
    execFileSync('git', args, { cwd: bare(), encoding: 'utf8' }).trim();

  it('finds merged what someone else brought in', async () => {
    const number = await propose(test.portal, 'topic', { [payments]: 'v3\n' });
    const { sha } = (await read(number)).head;
    const merged = gitIn(
      ...['-c', 'user.name=Ada', '-c', 'user.email=ada@acme.example'],
      ...['commit-tree', '-m', 'Merge it', '-p', 'main', '-p', sha],
      `${sha}^{tree}`,
    );
    const later = gitIn(
      ...['-c', 'user.name=Ada', '-c', 'user.email=ada@acme.example'],
      ...['commit-tree', '-m', 'Go on', '-p', merged, `${sha}^{tree}`],
    );
    gitIn('update-ref', 'refs/heads/main', later);
    test = await test.restart();
    expect(await read(number)).toMatchObject({
      ...{ merged: true, merge_commit_sha: merged, changed_files: 1 },
    });
  });

  it('follows a branch that moved, and closes for one that is gone', async () => {
    const moved = await propose(test.portal, 'moved', { a: '1\n' });
    const gone = await propose(test.portal, 'gone', { b: '1\n' });
    const to = await commitTo(test.portal, 'other', { c: '1\n' }, 'moved');
    gitIn('update-ref', 'refs/heads/moved', to);
    gitIn('update-ref', '-d', 'refs/heads/gone');
    test = await test.restart();
    await test.forge.settled();
    expect((await read(moved)).head.sha).toBe(to);
    expect(gitIn('rev-parse', `refs/pull/${moved}/head`)).toBe(to);
    expect((await read(gone)).state).toBe('closed');
    const runs = await test.portal.get(`${config}/commits/${to}/check-runs`);
    expect(runs.body.check_runs).toMatchObject([{ name: 'lint' }]);
  });
});

describe('merging', () => {
  it.each([
    ['merge', 2],
    ['squash', 1],
    ['rebase', 1],
  ])('by %s makes what Git would', async (method, parents) => {
    const number = await propose(test.portal, 'topic', { [payments]: 'v3\n' });
    await commitTo(test.portal, 'topic', { second: '2\n' }, 'topic');
    const before = await commitTo(test.portal, 'main', { other: '1\n' });
    const { status, body } = await merge(number, { merge_method: method });
    expect(status).toBe(200);
    expect(git('rev-parse', 'main')).toBe(body.sha);
    expect(git('show', `main:${payments}`)).toBe('v3');
    expect(git('show', 'main:second')).toBe('2');
    expect(git('show', 'main:other')).toBe('1');
    expect(git('log', '-1', '--format=%P', body.sha).split(' ')).toHaveLength(
      parents,
    );
    expect(git('merge-base', '--is-ancestor', before, 'main')).toBe('');
    expect(git('fsck', '--strict', '--no-dangling')).toBe('');
    const count = { merge: '4', squash: '2', rebase: '3' }[method];
    expect(git('rev-list', '--count', `${before}^..main`)).toBe(count);
    expect(await read(number)).toMatchObject({
      ...{ state: 'closed', merged: true, merge_commit_sha: body.sha },
      merged_by: { login: 'ada' },
    });
    expect((await merge(number)).status).toBe(405);
  });

  it('is refused where files conflict', async () => {
    const number = await propose(test.portal, 'topic', { [payments]: 'v3\n' });
    await commitTo(test.portal, 'main', { [payments]: 'v4\n' });
    expect(await read(number)).toMatchObject({
      ...{ mergeable: false, mergeable_state: 'dirty' },
    });
    for (const method of ['merge', 'squash', 'rebase']) {
      const { status } = await merge(number, { merge_method: method });
      expect(status).toBe(405);
    }
    expect(git('show', `main:${payments}`)).toBe('v4');
  });

  it('is refused where the head is another than was looked at', async () => {
    const number = await propose(test.portal, 'topic', { [payments]: 'v3\n' });
    const { sha } = (await read(number)).head;
    await commitTo(test.portal, 'topic', { a: '1\n' }, 'topic');
    expect(await merge(number, { sha })).toMatchObject({
      status: 409,
      body: { message: expect.stringContaining('Head branch was modified') },
    });
  });

  it('of one request twice at once happens once', async () => {
    const number = await propose(test.portal, 'topic', { [payments]: 'v3\n' });
    const answers = await Promise.all([merge(number), merge(number)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 405]);
  });

  it('is noticed where the commits come by another way', async () => {
    const number = await propose(test.portal, 'topic', { [payments]: 'v3\n' });
    const { sha } = (await read(number)).head;
    await test.portal.patch(`${config}/git/refs/heads/main`, { sha });
    expect(await read(number)).toMatchObject({ merged: true });
  });
});

describe('a protected branch', () => {
  beforeEach(() => protect());

  it('waits for a check, a review and the owners of the files', async () => {
    const number = await propose(test.portal, 'topic', {
      [payments]: 'tag: v3\n',
    });
    const refusal = async () => (await merge(number)).body.message;
    expect(await refusal()).toMatch(/At least 1 approving review .*"lint"/);
    await review(number, 'bob');
    expect(await refusal()).toBe(
      'Waiting on code owner review. Required status check "lint" is pending.',
    );
    await test.forge.finishChecks();
    expect((await read(number)).mergeable_state).toBe('blocked');
    await review(number, 'cleo', 'REQUEST_CHANGES', 'Why?');
    expect(await refusal()).toMatch(/Changes must be addressed/);
    await review(number, 'cleo');
    expect((await read(number)).mergeable_state).toBe('clean');
    expect((await merge(number)).status).toBe(200);
  });

  it('has its own author approve nothing', async () => {
    const { status, body } = await review(2, 'bob');
    expect([status, body.message]).toEqual([
      ...[422, 'Can not approve your own pull request'],
    ]);
  });

  it.each(['constructor', 'approve', '', undefined])(
    'takes no review of the kind %j',
    async event => {
      const { status } = await test.portal
        .as('token-of-ada')
        .post(`${config}/pulls/2/reviews`, { event });
      expect(status).toBe(422);
    },
  );

  it('is not pushed to, forced or removed', async () => {
    const ref = `${config}/git/refs/heads/main`;
    const before = git('rev-parse', 'main');
    const tip = (await test.portal.get(`${config}/commits/wait`)).body.sha;
    const parent = (await test.portal.get(`${config}/commits/main`)).body
      .parents[0].sha;
    const contents = await test.portal.put(`${config}/contents/x`, {
      ...{ message: 'x', content: 'eA==' },
    });
    const answers = [
      contents,
      await test.portal.patch(ref, { sha: tip, force: true }),
      await test.portal.patch(ref, { sha: parent, force: true }),
      await test.portal.delete(ref),
    ];
    expect(answers.map(({ status }) => status)).toEqual([422, 422, 422, 422]);
    expect(git('rev-parse', 'main')).toBe(before);
  });

  it('keeps out what its check can not read', async () => {
    const number = await propose(test.portal, 'topic', {
      'apps/search/app.yaml': 'tag: [v3\n',
    });
    await review(number, 'ada');
    await test.forge.finishChecks();
    const runs = await test.portal.get(`${config}/commits/topic/check-runs`);
    expect(runs.body.check_runs).toMatchObject([
      {
        ...{ name: 'lint', conclusion: 'failure' },
        output: { title: expect.stringContaining('apps/search/app.yaml:') },
      },
    ]);
    expect((await merge(number)).body.message).toBe(
      'Required status check "lint" is failing.',
    );
  });

  it('takes a status for a check, and an App’s runs from the App alone', async () => {
    await protect({
      required_status_checks: { strict: false, contexts: ['policy', 'build'] },
      required_pull_request_reviews: null,
    });
    const number = await propose(test.portal, 'topic', { [payments]: 'v3\n' });
    const { sha } = (await read(number)).head;
    await test.portal.post(`${config}/statuses/${sha}`, {
      ...{ state: 'success', context: 'policy' },
    });
    const run = { name: 'build', head_sha: sha, status: 'in_progress' };
    const ada = test.portal.as('token-of-ada');
    expect((await ada.post(`${config}/check-runs`, run)).status).toBe(403);
    const { body } = await test.portal.post(`${config}/check-runs`, run);
    expect((await merge(number)).body.message).toBe(
      'Required status check "build" is pending.',
    );
    await test.portal.patch(`${config}/check-runs/${body.id}`, {
      conclusion: 'success',
    });
    expect((await merge(number)).status).toBe(200);
  });

  it('wants the newest of its own where it is strict', async () => {
    await protect({
      required_status_checks: { strict: true, contexts: [] },
      required_pull_request_reviews: null,
    });
    await test.portal.delete(`${config}/branches/main/protection`);
    const number = await propose(test.portal, 'topic', { [payments]: 'v3\n' });
    await commitTo(test.portal, 'main', { other: '1\n' });
    await protect({
      required_status_checks: { strict: true, contexts: [] },
      required_pull_request_reviews: null,
    });
    expect((await read(number)).mergeable_state).toBe('behind');
    expect((await merge(number)).status).toBe(405);
  });

  it('is merged into by itself when nothing is missing any more', async () => {
    const number = await propose(test.portal, 'topic', {
      'apps/search/app.yaml': 'tag: v3\n',
    });
    const id = (await read(number)).node_id;
    const mutation = (name: string) =>
      test.portal.post('/graphql', {
        query: `mutation ($id: ID!) { ${name}(input: { pullRequestId: $id }) { clientMutationId } }`,
        variables: { id },
      });
    const enabled = await mutation('enablePullRequestAutoMerge');
    expect(enabled.body.errors).toBeUndefined();
    expect((await read(number)).auto_merge).toMatchObject({
      enabled_by: { login: 'portal[bot]' },
    });
    await test.forge.finishChecks();
    expect((await read(number)).merged).toBe(false);
    await review(number, 'cleo');
    expect(await read(number)).toMatchObject({
      ...{ merged: true, merged_by: { login: 'portal[bot]' } },
    });
    const late = await mutation('enablePullRequestAutoMerge');
    expect(late.body.errors).toMatchObject([{ type: 'UNPROCESSABLE' }]);
    const odd = await mutation('deleteRepository');
    expect(odd.body.errors).toHaveLength(1);
  });
});
