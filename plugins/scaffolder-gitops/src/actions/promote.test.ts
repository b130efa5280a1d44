import { aTarget, anArtifact } from '../__testUtils__/answers';
import { TaskRunner } from '../__testUtils__/TaskRunner';
import { withApi } from '../__testUtils__/withApi';

const entityRef = 'component:default/cart';
const toProduction = { entityRef, from: 'staging', to: 'production' };

describe('gitops:promote', () => {
  const server = withApi();

  beforeEach(() => {
    server.api.targets = [
      aTarget('staging'),
      aTarget('production', { cluster: 'eu-1' }),
      aTarget('production', { cluster: 'us-1' }),
      aTarget('production', {
        service: 'other',
        entityRef: 'component:default/other',
      }),
    ];
  });

  const asked = () => server.api.bodies('/proposals');

  it('promotes to every cluster of the environment, and tells what it opened', async () => {
    const output = await new TaskRunner(server.api).run('gitops:promote', {
      ...toProduction,
      title: 'Ship the cart',
      reason: 'Checked in staging',
    });
    expect(asked()).toEqual([
      {
        request: {
          kind: 'promotion',
          from: 'platform:cart:staging:',
          to: [
            'platform:cart:production:eu-1',
            'platform:cart:production:us-1',
          ],
          title: 'Ship the cart',
          reason: 'Checked in staging',
        },
        revisions: { main: 'c0ffee' },
      },
    ]);
    expect(output).toMatchObject({
      proposalId: 'p1',
      repositoryId: 'platform',
      state: 'open',
      remoteUrl: 'https://forge.example/shop/platform/pull/1',
      pullRequestUrl: 'https://forge.example/shop/platform/pull/1',
      pullRequestNumber: 1,
      targetBranchName: 'main',
      sourceBranchName: 'gitops/promote-cart',
      title: 'Ship the cart',
      diff: expect.stringContaining('+v42'),
      plan: { kind: 'promotion' },
    });
  });

  it('asks in the name of the person who runs the template', async () => {
    await new TaskRunner(server.api).run('gitops:promote', toProduction);
    const names = server.api.requests.map(({ authorization }) => authorization);
    expect([...new Set(names)]).toEqual([
      'Bearer mock-service-token:{"obo":"user:default/mock","target":"gitops"}',
    ]);
  });

  it('finds a service by its name in its repository, however many pages that takes', async () => {
    await new TaskRunner(server.api).run('gitops:promote', {
      repository: 'platform',
      service: 'cart',
      from: 'staging',
      to: 'production',
      toCluster: 'us-1',
      artifacts: ['registry.example/shop/cart'],
    });
    expect(asked()).toMatchObject([
      {
        request: {
          to: ['platform:cart:production:us-1'],
          artifacts: ['registry.example/shop/cart'],
        },
      },
    ]);
  });

  it('asks for the cluster to take the version from where they differ', async () => {
    server.api.targets = [
      aTarget('staging', { cluster: 'eu-1' }),
      aTarget('staging', {
        cluster: 'us-1',
        artifacts: [anArtifact({ version: 'v42' })],
      }),
      aTarget('production'),
    ];
    const runner = new TaskRunner(server.api);
    await expect(runner.run('gitops:promote', toProduction)).rejects.toThrow(
      /"eu-1", "us-1" with `fromCluster`/,
    );
    await runner.run('gitops:promote', {
      ...toProduction,
      fromCluster: 'us-1',
    });
    expect(asked()).toMatchObject([
      { request: { from: 'platform:cart:staging:us-1' } },
    ]);
  });

  it.each([
    [{ to: 'prod' }, /no target in "prod".*"production", "staging"/],
    [{ to: 'staging' }, /same place/],
    [{ toCluster: 'ap-1' }, /no target in "production" on "ap-1"/],
    [{ entityRef: 'component:default/unknown' }, /No target of .*unknown/],
  ])('tells what is wrong with %j', async (part, message) => {
    await expect(
      new TaskRunner(server.api).run('gitops:promote', {
        ...toProduction,
        ...part,
      }),
    ).rejects.toThrow(message);
    expect(asked()).toEqual([]);
  });

  it('asks for the repository where several declare the service', async () => {
    server.api.targets.push(
      aTarget('production', { repository: 'legacy', id: 'legacy:cart' }),
    );
    await expect(
      new TaskRunner(server.api).run('gitops:promote', toProduction),
    ).rejects.toThrow(/"legacy", "platform": say which with `repository`/);
  });
});
