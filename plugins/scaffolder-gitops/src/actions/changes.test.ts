import { ResourceDrift } from '@backstage-gitops/plugin-gitops-common';
import { anArtifact, aTarget } from '../__testUtils__/answers';
import { TaskRunner } from '../__testUtils__/TaskRunner';
import { withApi } from '../__testUtils__/withApi';

const cart = 'component:default/cart';
const inProduction = { entityRef: cart, environment: 'production' };

function drifted(name: string, parts: Partial<ResourceDrift> = {}) {
  return {
    group: 'apps',
    kind: 'Deployment',
    namespace: 'shop',
    name,
    status: 'drifted',
    differences: [
      { field: 'spec.replicas', class: 'changed', declared: 2, live: 5 },
      { field: 'spec.paused', class: 'unmanaged', live: true },
    ],
    ...parts,
  };
}

const drift = (...resources: unknown[]) => ({
  live: { state: 'unobserved', reason: 'none' },
  total: 3,
  resources,
  links: {},
});

describe('actions that change what is declared', () => {
  const server = withApi();
  const run = (action: string, input: any) =>
    new TaskRunner(server.api).run(action, input);
  const asked = () =>
    server.api.bodies('/proposals').map((body: any) => body.request);

  beforeEach(() => {
    server.api.targets = [
      aTarget('production', { cluster: 'eu-1' }),
      aTarget('production', { cluster: 'us-1' }),
    ];
  });

  const both = [
    'platform:cart:production:eu-1',
    'platform:cart:production:us-1',
  ];

  it('gitops:rollback goes back on every cluster', async () => {
    await run('gitops:rollback', { ...inProduction, to: 'v41' });
    expect(asked()).toEqual([{ kind: 'rollback', targets: both, to: 'v41' }]);
  });

  it('gitops:rollback undoes a commit on one cluster', async () => {
    await run('gitops:rollback', {
      ...inProduction,
      cluster: 'us-1',
      to: '4b14615d',
      mode: 'revert',
    });
    expect(asked()).toEqual([
      { kind: 'rollback', targets: [both[1]], to: '4b14615d', mode: 'revert' },
    ]);
  });

  it('gitops:version:set finds the artifact where there is one', async () => {
    await run('gitops:version:set', { ...inProduction, version: 'v43' });
    expect(asked()).toEqual([
      {
        kind: 'setVersion',
        targets: both,
        artifact: 'registry.example/shop/cart',
        version: 'v43',
      },
    ]);
  });

  it('gitops:version:set finds the image that is named after the service', async () => {
    const artifacts = [
      anArtifact({ name: 'registry.example/shop/proxy' }),
      anArtifact(),
    ];
    server.api.targets = [aTarget('production', { artifacts })];
    await run('gitops:version:set', { ...inProduction, version: 'v43' });
    expect(asked()).toMatchObject([{ artifact: 'registry.example/shop/cart' }]);
  });

  it('gitops:version:set asks which artifact is meant where it can’t tell', async () => {
    const artifacts = [
      anArtifact({ name: 'one.example/cart' }),
      anArtifact({ name: 'two.example/cart' }),
    ];
    server.api.targets = [aTarget('production', { artifacts })];
    await expect(
      run('gitops:version:set', { ...inProduction, version: 'v43' }),
    ).rejects.toThrow(
      '"one.example/cart", "two.example/cart": say which with `artifact`',
    );
  });

  it('gitops:service:add hands over what the service is', async () => {
    const input = {
      repository: 'platform',
      service: 'checkout',
      entityRef: 'component:default/checkout',
      like: 'cart',
      environments: ['development'],
      namespace: 'shop',
      image: { name: 'registry.example/shop/checkout', version: 'v1' },
      port: 8080,
      replicas: 2,
    };
    await run('gitops:service:add', input);
    expect(asked()).toEqual([{ kind: 'addService', ...input }]);
  });

  it('gitops:environment:add hands over what it is like', async () => {
    const input = {
      repository: 'platform',
      environment: 'preview',
      like: 'staging',
      cluster: 'preview-1',
    };
    await run('gitops:environment:add', input);
    expect(asked()).toEqual([{ kind: 'addEnvironment', ...input }]);
  });

  it('gitops:drift:accept accepts every field that drifted of the one object that did', async () => {
    server.api.drift = drift(
      drifted('cart'),
      drifted('gone', { status: 'missing', differences: [] }),
    );
    await run('gitops:drift:accept', { ...inProduction, cluster: 'eu-1' });
    expect(asked()).toEqual([
      {
        kind: 'acceptDrift',
        target: both[0],
        resource: {
          group: 'apps',
          kind: 'Deployment',
          namespace: 'shop',
          name: 'cart',
        },
        fields: ['spec.replicas'],
      },
    ]);
  });

  it('gitops:drift:accept keeps to the object, the fields and the file that are named', async () => {
    server.api.drift = drift(drifted('cart'), drifted('cart-worker'));
    await run('gitops:drift:accept', {
      ...inProduction,
      cluster: 'eu-1',
      resource: { kind: 'Deployment', name: 'cart-worker' },
      fields: ['spec.template.spec.hostNetwork'],
      file: 'apps/cart/base/deployment.yaml',
    });
    expect(asked()).toMatchObject([
      {
        resource: { group: 'apps', name: 'cart-worker' },
        fields: ['spec.template.spec.hostNetwork'],
        file: 'apps/cart/base/deployment.yaml',
      },
    ]);
  });

  it.each([
    ['says that nothing has', drift(), /Nothing has drifted/],
    [
      'asks which where several have',
      drift(drifted('cart'), drifted('worker')),
      /"Deployment\/cart", "Deployment\/worker" have drifted/,
    ],
    [
      'says what else is out of sync',
      drift(drifted('cart', { status: 'missing', differences: [] })),
      /out of sync: "Deployment\/cart"/,
    ],
  ])('gitops:drift:accept %s drifted', async (_what, answer, message) => {
    server.api.drift = answer;
    await expect(
      run('gitops:drift:accept', { ...inProduction, cluster: 'eu-1' }),
    ).rejects.toThrow(message);
  });

  it('gitops:drift:accept asks which cluster drifted', async () => {
    await expect(run('gitops:drift:accept', inProduction)).rejects.toThrow(
      '2 targets in "production", on "eu-1", "us-1"',
    );
  });
});
