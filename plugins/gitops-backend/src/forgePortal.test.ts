import {
  createMockDirectory,
  TestDatabases,
} from '@backstage/backend-test-utils';
import {
  createRepositoryResponseSchema,
  fleetResponseSchema,
  historyResponseSchema,
  proposalPlanSchema,
  ProposalRequest,
  proposalSchema,
  repositoriesResponseSchema,
} from '@backstage-gitops/plugin-gitops-common';
import {
  configuredForges,
  GitConfigRepository,
} from '@backstage-gitops/plugin-gitops-node';
import {
  createWorld,
  findRepositories,
  Forge as SandboxForge,
  forgeAccounts,
  mainProtection,
  startForge,
} from '@backstage-gitops/sandbox';
import { openConfiguredRenderer } from './live/openRenderer';
import { answer } from './__testUtils__/portals';
import { startGitops, TestPortal } from './__testUtils__/startGitops';

/**
 * The portal as it is run: its own Git, its own forge client over HTTP, its own
 * renderer, on a forge that protects its branch and runs checks.
 */
describe('the portal on a forge', () => {
  const databases = TestDatabases.create({
    ids: ['SQLITE_3'],
    disableDocker: true,
  });
  const directory = createMockDirectory();
  let sandbox: SandboxForge;
  let portal: TestPortal;

  beforeAll(async () => {
    const world = directory.resolve('world');
    await createWorld(world, new Date('2026-11-20T00:00:00Z'));
    sandbox = await startForge({
      repositories: await findRepositories(world),
      ...{ port: 0, directory: world, checks: { type: 'held' } },
      ...{ accounts: forgeAccounts(), protection: mainProtection },
    });
    const { host } = new URL(sandbox.url);
    portal = await startGitops({
      knex: await databases.init('SQLITE_3'),
      repositories: {},
      workingDirectory: directory.resolve('work'),
      openRepository: options => new GitConfigRepository(options),
      openForges: configuredForges,
      openRenderer: openConfiguredRenderer,
      config: {
        integrations: {
          github: [
            {
              host,
              apiBaseUrl: sandbox.apiUrl,
              token: 'demo-token-of-the-portal',
            },
          ],
        },
        gitops: {
          repositories: [
            { id: 'platform', url: `${sandbox.url}/quillmoor/platform-config` },
          ],
        },
      },
    });
    await portal.read('platform');
  });

  afterAll(async () => {
    await portal.stop();
    await sandbox.close();
  });

  async function target(service: string, environment: string) {
    const { items } = await answer(
      fleetResponseSchema,
      portal.get(`/targets?service=${service}&environment=${environment}`),
    );
    if (items.length === 0) throw new Error(`No ${service} in ${environment}`);
    return items[0];
  }

  const versionOf = async (service: string, environment: string) =>
    (await target(service, environment)).artifacts.find(({ name }) =>
      name.endsWith(`/${service}`),
    )?.version;

  async function propose(request: ProposalRequest) {
    const plan = await answer(
      proposalPlanSchema,
      portal.post('/proposals/preview', request),
    );
    const proposal = await answer(
      proposalSchema,
      portal.post('/proposals', { request, revisions: plan.revisions }),
    );
    return { plan, proposal };
  }

  const current = (id: string) =>
    answer(proposalSchema, portal.get(`/proposals/${id}`));

  /** The forge, asked by one of its people. */
  async function ask(
    login: string,
    path: string,
    method: string,
    body: object,
  ) {
    const response = await fetch(
      `${sandbox.apiUrl}/repos/quillmoor/platform-config${path}`,
      {
        method,
        headers: { authorization: `Bearer demo-token-of-${login}` },
        body: JSON.stringify(body),
      },
    );
    expect([path, response.status]).toEqual([path, 200]);
  }

  async function mergeIt(number: number) {
    await sandbox.finishChecks();
    for (const login of forgeAccounts().people.map(person => person.login)) {
      await ask(login, `/pulls/${number}/reviews`, 'POST', {
        event: 'APPROVE',
      }).catch(() => undefined);
    }
    await ask('the-portal', `/pulls/${number}/merge`, 'PUT', {
      merge_method: 'merge',
    });
  }

  it('promotes, merges and rolls back', async () => {
    const service = 'payments';
    const from = await target(service, 'staging');
    const to = await target(service, 'production');
    const before = await versionOf(service, 'production');
    const wanted = await versionOf(service, 'staging');
    expect(before).not.toBe(wanted);
    const { plan, proposal } = await propose({
      kind: 'promotion',
      from: from.id,
      to: [to.id],
      allowOthers: true,
    });
    expect(plan.rendered.map(({ diff }) => diff).join('\n')).toContain(wanted);
    expect(proposal).toMatchObject({
      state: 'open',
      reason: expect.stringContaining('waiting for check lint'),
      pullRequest: { author: 'gitops-portal[bot]', state: 'open' },
    });
    const number = proposal.pullRequest?.number ?? 0;
    await sandbox.finishChecks();
    await portal.follow('platform');
    expect((await current(proposal.id)).reason).not.toContain('lint');
    await mergeIt(number);
    await portal.follow('platform');
    expect((await current(proposal.id)).state).toBe('merged');
    await portal.read('platform');
    expect(await versionOf(service, 'production')).toBe(wanted);

    await portal.follow('platform');
    const { items } = await answer(
      historyResponseSchema,
      portal.get(`/targets/${encodeURIComponent(to.id)}/history?limit=1`),
    );
    expect(items[0]).toMatchObject({
      pullRequest: { number },
      approvers: expect.arrayContaining([expect.any(String)]),
    });

    const back = await propose({
      kind: 'rollback',
      targets: [to.id],
      to: before ?? '',
      allowOthers: true,
    });
    await mergeIt(back.proposal.pullRequest?.number ?? 0);
    await portal.read('platform');
    expect(await versionOf(service, 'production')).toBe(before);
  });

  it('makes a repository, reads it, and brings a service into it', async () => {
    const { repository } = await answer(
      createRepositoryResponseSchema,
      portal.post('/repositories', {
        ...{ host: new URL(sandbox.url).host, owner: 'quillmoor' },
        ...{ name: 'books-config', layout: 'kustomize', engine: 'builtin' },
        environments: [{ name: 'staging' }, { name: 'production' }],
        requiredApprovals: 0,
      }),
    );
    expect(repository?.id).toBe('books-config');
    const { items } = await answer(
      repositoriesResponseSchema,
      portal.get('/repositories'),
    );
    expect(items).toMatchObject([
      { id: 'platform', state: 'ready' },
      { id: 'books-config', state: 'ready' },
    ]);
    const { proposal } = await propose({
      kind: 'addService',
      repository: 'books-config',
      service: 'shelves',
      image: { name: 'registry.quillmoor.example/shelves', version: 'v1' },
      environments: ['staging'],
    });
    expect(proposal).toMatchObject({
      kind: 'addService',
      state: 'open',
      repository: 'books-config',
      targets: [expect.stringContaining('shelves')],
    });
  });
});
