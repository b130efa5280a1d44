import {
  describeWithGitea,
  GiteaServer,
  GiteaUser,
} from '@backstage-gitops/envtest';
import { PullRequestRequest } from '../Forge';
import { GiteaForge } from './GiteaForge';

jest.setTimeout(120_000);

const file = 'apps/web/production/kustomization.yaml';
const branch = 'gitops/promote-web-production-1a2b3c';

describeWithGitea('GiteaForge', () => {
  let gitea: GiteaServer;
  let bot: GiteaUser;
  let lena: GiteaUser;
  let repositoryUrl: string;
  let baseCommit: string;
  let count = 0;

  beforeAll(async () => {
    gitea = await GiteaServer.start();
    bot = await gitea.addUser('gitops-bot', { admin: true });
    lena = await gitea.addUser('lena', { admin: true });
    await ask('POST', '/orgs', { username: 'quillmoor' });
  });

  afterAll(() => gitea?.stop());

  beforeEach(async () => {
    count += 1;
    const name = `config-${count}`;
    await ask('POST', '/orgs/quillmoor/repos', {
      name,
      auto_init: true,
      default_branch: 'main',
    });
    repositoryUrl = `${gitea.url}/quillmoor/${name}.git`;
    baseCommit = await commitTo('main', { [file]: 'tag: v1\n', old: 'x\n' });
  });

  /** Gitea, asked without the forge. */
  async function ask(
    method: string,
    path: string,
    body?: unknown,
    as = bot,
  ): Promise<any> {
    const response = await fetch(`${gitea.url}/api/v1${path}`, {
      method,
      headers: {
        Authorization: `token ${as.token}`,
        'Content-Type': 'application/json',
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  }

  const own = (path: string) => `/repos/quillmoor/config-${count}${path}`;

  async function commitTo(
    to: string,
    files: Readonly<Record<string, string>>,
    as = bot,
  ): Promise<string> {
    const operations = [];
    for (const [path, text] of Object.entries(files)) {
      const present = await ask(
        'GET',
        own(`/contents/${path}?ref=${encodeURIComponent(to)}`),
      ).catch(() => undefined);
      operations.push({
        operation: present ? 'update' : 'create',
        path,
        content: Buffer.from(text).toString('base64'),
        ...(present && { sha: present.sha }),
      });
    }
    const { commit } = await ask(
      'POST',
      own('/contents'),
      { branch: to, message: 'Change it', files: operations },
      as,
    );
    return commit.sha;
  }

  async function contentOf(path: string, ref: string): Promise<string> {
    const { content } = await ask(
      'GET',
      own(`/contents/${path}?ref=${encodeURIComponent(ref)}`),
    );
    return Buffer.from(content, 'base64').toString('utf8');
  }

  const forge = (more: { fetch?: typeof fetch; token?: string } = {}) =>
    new GiteaForge({
      delay: async () => undefined,
      baseUrl: gitea.url,
      token: async () => more.token ?? bot.token,
      ...(more.fetch && { fetch: more.fetch }),
    });

  const request = (
    more: Partial<PullRequestRequest> = {},
  ): PullRequestRequest => ({
    repositoryUrl,
    targetBranch: 'main',
    baseCommit,
    branch,
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

  /** Gitea answers 405 for as long as it works out whether it can. */
  async function merge(number: number, attempts = 100): Promise<void> {
    try {
      await ask('POST', own(`/pulls/${number}/merge`), { Do: 'merge' }, lena);
    } catch (error) {
      if (attempts === 0 || !/try again/.test(String(error))) throw error;
      await merge(number, attempts - 1);
    }
  }

  const openPulls = () => ask('GET', own('/pulls?state=open'));

  it('opens a pull request with one commit on the planned one', async () => {
    const opened = await forge().openPullRequest(request());
    expect(opened).toMatchObject({
      number: 1,
      state: 'open',
      author: 'gitops-bot',
      sourceBranch: branch,
      targetBranch: 'main',
      reviewsRequestedOf: ['lena'],
      checks: { state: 'none' },
    });
    const commit = await ask('GET', own(`/git/commits/${opened.headCommit}`));
    expect(commit.parents).toMatchObject([{ sha: baseCommit }]);
    expect(await contentOf(file, branch)).toBe('tag: v2\n');
    expect(await contentOf('old', branch)).toBe('x\n');
    await expect(
      forge().openPullRequests(repositoryUrl),
    ).resolves.toMatchObject([{ number: 1, files: [file] }]);
  });

  it('finds its open pull request again, and brings it up to date', async () => {
    const first = await forge().openPullRequest(request());
    const same = await forge().openPullRequest(request());
    expect(same).toMatchObject({
      number: first.number,
      headCommit: first.headCommit,
    });
    const updated = await forge().openPullRequest(
      request({
        title: 'Promote web to v3 in production',
        files: [{ path: file, content: 'tag: v3\n' }, { path: 'old' }],
      }),
    );
    expect(updated).toMatchObject({
      number: first.number,
      title: 'Promote web to v3 in production',
    });
    expect(await contentOf(file, branch)).toBe('tag: v3\n');
    await expect(contentOf('old', branch)).rejects.toThrow();
    expect(await openPulls()).toHaveLength(1);
  });

  it('overwrites nothing that a person pushed to the branch', async () => {
    await forge().openPullRequest(request());
    await commitTo(branch, { [file]: 'tag: v2 # reviewed\n' }, lena);
    await expect(
      forge().openPullRequest(
        request({ files: [{ path: file, content: 'tag: v3\n' }] }),
      ),
    ).rejects.toMatchObject({ name: 'ConflictError' });
    expect(await contentOf(file, branch)).toBe('tag: v2 # reviewed\n');
  });

  it('tells checks, reviews and the merge', async () => {
    const { number, headCommit } = await forge().openPullRequest(request());
    await ask('POST', own(`/statuses/${headCommit}`), {
      state: 'pending',
      context: 'lint',
    });
    await ask(
      'POST',
      own(`/pulls/${number}/reviews`),
      { event: 'APPROVED', body: 'fine' },
      lena,
    );
    const waiting = await forge().pullRequest(repositoryUrl, number);
    expect(waiting).toMatchObject({
      checks: { state: 'pending', waitingFor: ['lint'] },
      approvedBy: ['lena'],
    });
    await ask('POST', own(`/statuses/${headCommit}`), {
      state: 'success',
      context: 'lint',
    });
    await merge(number);
    await expect(
      forge().pullRequest(repositoryUrl, number),
    ).resolves.toMatchObject({
      state: 'merged',
      mergeCommit: expect.any(String),
      checks: { state: 'success' },
    });
    await expect(
      forge().pullRequestFacts(repositoryUrl, number),
    ).resolves.toMatchObject({
      author: 'gitops-bot',
      mergedBy: 'lena',
      approvers: ['lena'],
    });
  });

  it('makes a repository once, with its files and protection', async () => {
    const wanted = {
      host: new URL(gitea.url).host,
      owner: 'quillmoor',
      name: 'new-config',
      description: 'What runs',
      visibility: 'private' as const,
      defaultBranch: 'main',
      files: [
        { path: 'environments/production/kustomization.yaml', content: '{}\n' },
      ],
      commitMessage: 'Begin',
      protection: {
        requiredApprovals: 1,
        requireCodeOwners: true,
        requiredChecks: ['lint'],
      },
    };
    const made = await forge().createRepository(wanted);
    await expect(forge().createRepository(wanted)).resolves.toEqual(made);
    await expect(
      ask('GET', '/repos/quillmoor/new-config/branch_protections/main'),
    ).resolves.toMatchObject({ required_approvals: 1 });
    await expect(
      ask('GET', '/repos/quillmoor/new-config/commits'),
    ).resolves.toHaveLength(2);
  });

  it('ends with one right pull request, whichever answer is lost', async () => {
    for (let failing = 1; ; failing += 1) {
      const lost = `${branch}-${failing}`;
      let asked = 0;
      const dying: typeof fetch = async (...args) => {
        asked += 1;
        const response = await fetch(...args);
        if (asked < failing) return response;
        throw new TypeError('socket hang up');
      };
      await forge({ fetch: dying })
        .openPullRequest(request({ branch: lost }))
        .catch(() => undefined);
      if (asked < failing) break;
      await forge().openPullRequest(request({ branch: lost }));
      const open = await openPulls();
      expect(open.filter((pull: any) => pull.head.ref === lost)).toHaveLength(
        1,
      );
      expect(await contentOf(file, lost)).toBe('tag: v2\n');
    }
  });

  it('says what was refused, without the token', async () => {
    const token = 'a-secret-of-ours';
    const failure = await forge({ token })
      .openPullRequest(request())
      .catch(error => error);
    expect(failure).toMatchObject({
      name: 'AuthenticationError',
      message: expect.stringContaining('Gitea, opening a pull request'),
    });
    expect(JSON.stringify([failure, failure.stack])).not.toContain(token);
  });

  it('lets no file lead out of the repository', async () => {
    await expect(
      forge().openPullRequest(
        request({ files: [{ path: '../../../user', content: 'x' }] }),
      ),
    ).rejects.toMatchObject({ name: 'InputError' });
  });
});
