import { RepositoryRequest } from '../Forge';
import { describeForge } from '../__testUtils__/describeForge';
import { ForgeWorld } from '../__testUtils__/ForgeWorld';
import { StartedGitlab, startGitlab } from '../__testUtils__/GitlabWorld';
import { branch, file, proposalFor } from '../__testUtils__/proposal';

describeForge('GitlabForge', {
  start: startGitlab,
  requests: { changed: 3, unchanged: 1 },
  draftPrefix: 'Draft: ',
});

function repository({ host, owner }: ForgeWorld): RepositoryRequest {
  return {
    host,
    owner,
    name: 'made',
    description: 'What runs',
    visibility: 'internal',
    defaultBranch: 'main',
    files: [{ path: 'README.md', content: '# What runs\n' }],
    commitMessage: 'Begin',
    protection: {
      requiredApprovals: 2,
      requireCodeOwners: true,
      requiredChecks: ['lint'],
    },
  };
}

describe('GitlabForge', () => {
  let started: StartedGitlab;
  let world: ForgeWorld;
  let baseCommit: string;

  beforeAll(async () => {
    started = await startGitlab();
  });
  afterAll(() => started.stop());
  beforeEach(async () => {
    started.gitlab.isLicensed = true;
    world = await started.next();
    baseCommit = await world.commit('main', { [file]: 'tag: v1\n' });
  });

  const project = () => {
    const path = new URL(world.repositoryUrl).pathname.slice(1, -4);
    const found = started.gitlab.projects.get(path);
    if (found === undefined) throw new Error(`There is no ${path}`);
    return found;
  };

  it('merges by itself once the checks are green', async () => {
    const request = proposalFor(world, baseCommit);
    const { number, headCommit } = await world.forge().openPullRequest(request);
    await world.status(headCommit, 'lint', 'pending');
    await expect(
      world.forge().openPullRequest({ ...request, autoMerge: true }),
    ).resolves.toMatchObject({ number, state: 'open', autoMerge: true });
  });

  it('leaves open what it may not merge by itself', async () => {
    await expect(
      world.forge().openPullRequest(
        proposalFor(world, baseCommit, {
          autoMerge: true,
          draft: true,
        }),
      ),
    ).resolves.toMatchObject({ state: 'open', autoMerge: false });
  });

  it('keeps the reviewers that a person asked', async () => {
    const request = proposalFor(world, baseCommit, { reviewers: [] });
    await world.forge().openPullRequest(request);
    const [bot] = started.gitlab.users;
    project().mergeRequests[0].reviewers = [{ user: bot, state: 'unreviewed' }];
    await expect(
      world.forge().openPullRequest({ ...request, reviewers: ['lena'] }),
    ).resolves.toMatchObject({ reviewsRequestedOf: ['gitops-bot', 'lena'] });
  });

  it('finds a file behind the first page of its folder', async () => {
    const many = Array.from({ length: 130 }, (_, at) => [
      `apps/a${String(at).padStart(3, '0')}.yaml`,
      'x\n',
    ]);
    const planned = await world.commit('main', Object.fromEntries(many));
    const path = 'apps/a129.yaml';
    await world
      .forge()
      .openPullRequest(
        proposalFor(world, planned, { files: [{ path, content: 'y\n' }] }),
      );
    await expect(world.file(branch, path)).resolves.toMatchObject({
      content: 'y\n',
    });
  });

  it.each([
    ['mergeable', 'yes'],
    ['conflict', 'conflict'],
    ['ci_must_pass', 'blocked'],
    ['not_approved', 'blocked'],
    ['discussions_not_resolved', 'blocked'],
    ['checking', 'unknown'],
    ['unchecked', 'unknown'],
  ])('reads the merge status %s as %s', async (status, mergeable) => {
    const { number } = await world
      .forge()
      .openPullRequest(proposalFor(world, baseCommit));
    project().mergeStatus = () => status;
    await expect(
      world.forge().pullRequest(world.repositoryUrl, number),
    ).resolves.toMatchObject({ mergeable });
  });

  it('protects a branch, and asks for approvals and code owners', async () => {
    await world.forge().createRepository(repository(world));
    const made = started.gitlab.projects.get(`${world.owner}/made`);
    expect(made?.protectedBranches.get('main')).toMatchObject({
      push_access_levels: [{ access_level: 0 }],
      code_owner_approval_required: true,
    });
    expect(made?.approvalRules).toMatchObject([
      { rule_type: 'any_approver', count: 2 },
    ]);
    expect(made?.settings).toMatchObject({
      visibility: 'internal',
      only_allow_merge_if_pipeline_succeeds: true,
    });
  });

  it('says what the licence leaves out', async () => {
    started.gitlab.isLicensed = false;
    const request = { ...repository(world), name: 'unlicensed' };
    const { warnings } = await world.forge().createRepository(request);
    expect(warnings).toEqual([
      expect.stringContaining('code owners'),
      expect.stringContaining('approvals'),
    ]);
    const made = started.gitlab.projects.get(`${world.owner}/unlicensed`);
    expect(made?.protectedBranches.has('main')).toBe(true);
  });

  it('makes no project where there is no such group', async () => {
    await expect(
      world
        .forge()
        .createRepository({ ...repository(world), owner: 'quillmoor/nowhere' }),
    ).rejects.toMatchObject({ name: 'NotFoundError' });
  });
});
