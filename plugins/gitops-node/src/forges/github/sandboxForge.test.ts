import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {
  createWorld,
  findRepositories,
  Forge as SandboxForge,
  forgeAccounts,
  mainProtection,
  startForge,
} from '@backstage-gitops/sandbox';
import { PullRequestRequest } from '../Forge';
import { GithubForge } from './GithubForge';

const portalToken = 'demo-token-of-the-portal';
const file = 'apps/payments/staging/kustomization.yaml';

let directory: string;
let sandbox: SandboxForge;
let forge: GithubForge;
let repositoryUrl: string;
let sandboxApi: string;

beforeEach(async () => {
  directory = fs.mkdtempSync(path.join(os.tmpdir(), 'sandbox-forge-'));
  const world = path.join(directory, 'world');
  await createWorld(world, new Date('2026-11-20T00:00:00Z'));
  sandbox = await startForge({
    repositories: await findRepositories(world),
    ...{ port: 0, directory: world, checks: { type: 'held' } },
    ...{ accounts: forgeAccounts(), protection: mainProtection },
  });
  repositoryUrl = `${sandbox.url}/quillmoor/platform-config`;
  sandboxApi = `${sandbox.apiUrl}/repos/quillmoor/platform-config`;
  forge = new GithubForge({
    apiBaseUrl: sandbox.apiUrl,
    token: async () => portalToken,
    unpaced: true,
  });
});

afterEach(async () => {
  await sandbox.close();
  fs.rmSync(directory, { recursive: true });
});

/** The forge, asked by one of its people. */
async function ask(
  method: string,
  address: string,
  body?: unknown,
  token = portalToken,
): Promise<any> {
  const response = await fetch(`${sandboxApi}${address}`, {
    method,
    headers: { authorization: `Bearer ${token}` },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${address}: ${text}`);
  return text === '' ? undefined : JSON.parse(text);
}

const contentOf = async (address: string, ref: string) =>
  Buffer.from(
    (await ask('GET', `/contents/${address}?ref=${encodeURIComponent(ref)}`))
      .content,
    'base64',
  ).toString('utf8');

async function promotion(
  more: Partial<PullRequestRequest> = {},
): Promise<PullRequestRequest> {
  const { sha } = await ask('GET', '/commits/main');
  const text = await contentOf(file, sha);
  return {
    repositoryUrl,
    targetBranch: 'main',
    baseCommit: sha,
    branch: 'gitops/promote-payments-staging-1a2b3c',
    title: 'Promote payments to v999 in staging',
    body: 'What it does.',
    commitMessage: 'Promote payments to v999 in staging',
    files: [
      { path: file, content: text.replace(/newTag: \S+/, 'newTag: v999') },
    ],
    labels: ['gitops'],
    reviewers: ['quillmoor/payments', 'amara-okafor', 'nobody'],
    draft: false,
    autoMerge: false,
    ...more,
  };
}

const approve = (number: number, login: string) =>
  ask(
    'POST',
    `/pulls/${number}/reviews`,
    { event: 'APPROVE' },
    `demo-token-of-${login}`,
  );

describe('GithubForge on the sandbox', () => {
  it('opens a pull request, and follows it to its merge', async () => {
    const opened = await forge.openPullRequest(await promotion());
    expect(opened).toMatchObject({
      url: `${repositoryUrl}/pull/${opened.number}`,
      state: 'open',
      author: 'gitops-portal[bot]',
      mergeable: 'blocked',
      checks: { state: 'pending', waitingFor: ['lint'] },
    });
    expect(opened.reviewsRequestedOf).toEqual(
      expect.arrayContaining(['amara-okafor']),
    );
    await sandbox.finishChecks();
    await approve(opened.number, 'amara-okafor');
    const ready = await forge.pullRequest(repositoryUrl, opened.number);
    expect(ready).toMatchObject({
      ...{ approvedBy: ['amara-okafor'], mergeable: 'yes' },
      checks: { state: 'success' },
    });
    const token = 'demo-token-of-mei-tanaka';
    await ask('PUT', `/pulls/${opened.number}/merge`, {}, token);
    const merged = await forge.pullRequest(repositoryUrl, opened.number);
    expect(merged.state).toBe('merged');
    expect(await contentOf(file, 'main')).toContain('newTag: v999');
    await expect(
      forge.pullRequestFacts(repositoryUrl, opened.number),
    ).resolves.toMatchObject({
      ...{ author: 'gitops-portal[bot]', mergedBy: 'mei-tanaka' },
      approvers: ['amara-okafor'],
    });
  });

  it('updates its pull request instead of opening another', async () => {
    const first = await forge.openPullRequest(await promotion());
    const again = await promotion({ title: 'Promote payments, again' });
    const second = await forge.openPullRequest(again);
    expect(second).toMatchObject({
      ...{ number: first.number, title: 'Promote payments, again' },
    });
  });

  it('has it merged by itself once it may be', async () => {
    const { number, autoMerge } = await forge.openPullRequest(
      await promotion({ autoMerge: true }),
    );
    expect(autoMerge).toBe(true);
    await approve(number, 'amara-okafor');
    await sandbox.finishChecks();
    const status = await forge.pullRequest(repositoryUrl, number);
    expect(status.state).toBe('merged');
  });

  it('tells who stood behind a change of the history', async () => {
    const closed = await ask('GET', '/pulls?state=closed&per_page=100');
    const approved = closed.find((pull: any) => /production/.test(pull.title));
    const facts = await forge.pullRequestFacts(repositoryUrl, approved.number);
    expect(facts.approvers).toEqual([expect.stringMatching(/^\w+-\w+$/)]);
    expect(facts.mergedAt).toBe(approved.merged_at);
  });

  it('finds what people have open, with its files', async () => {
    const open = await forge.openPullRequests(repositoryUrl);
    expect(open.length).toBeGreaterThan(0);
    for (const { files, checks, mergeable } of open) {
      expect(files.length).toBeGreaterThan(0);
      expect(checks.state).toBe('success');
      expect(mergeable).toBe('blocked');
    }
  });

  it('gives one up', async () => {
    const { number } = await forge.openPullRequest(await promotion());
    const closed = await forge.closePullRequest(repositoryUrl, number);
    expect(closed.state).toBe('closed');
    await expect(
      ask('GET', '/git/ref/heads/gitops/promote-payments-staging-1a2b3c'),
    ).rejects.toThrow('Not Found');
  });

  it('makes a repository with its files and protection, once', async () => {
    const wanted = {
      host: new URL(sandbox.url).host,
      ...{ owner: 'quillmoor', name: 'new-config', description: 'What runs' },
      visibility: 'private' as const,
      defaultBranch: 'main',
      files: [{ path: 'apps/README.md', content: '# What runs\n' }],
      commitMessage: 'Begin',
      protection: {
        requiredApprovals: 1,
        requireCodeOwners: true,
        requiredChecks: ['lint'],
      },
    };
    const made = await forge.createRepository(wanted);
    expect(made).toMatchObject({
      url: `${sandbox.url}/quillmoor/new-config`,
      remoteUrl: `${sandbox.url}/quillmoor/new-config.git`,
      warnings: [],
    });
    await expect(forge.createRepository(wanted)).resolves.toEqual(made);
    sandboxApi = `${sandbox.apiUrl}/repos/quillmoor/new-config`;
    const begun = await ask('GET', '/commits');
    expect(begun[0].commit.message).toMatch(/^Begin/);
    expect(await contentOf('apps/README.md', 'main')).toBe('# What runs\n');
    await expect(
      ask('GET', '/branches/main/protection'),
    ).resolves.toMatchObject({
      required_status_checks: { contexts: ['lint'] },
      required_pull_request_reviews: { require_code_owner_reviews: true },
    });
  });
});
