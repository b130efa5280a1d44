import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { aTarget } from '../__testUtils__/answers';
import { withApi } from '../__testUtils__/withApi';
import { createAutocompleteHandler } from './createAutocompleteHandler';

const token = mockCredentials.user.token('user:default/noor');

describe('the completions of forms', () => {
  const server = withApi();

  beforeEach(() => {
    server.api.targets = [
      aTarget('development'),
      aTarget('staging'),
      aTarget('production'),
      aTarget('staging', { service: 'search', entityRef: undefined }),
    ];
  });

  const complete = async (
    resource: string,
    context: Record<string, string> = {},
    as = token,
  ) => {
    const handler = createAutocompleteHandler({
      gitops: server.api.client(),
      auth: mockServices.auth(),
    });
    const { results } = await handler({ resource, token: as, context });
    return results;
  };

  it('are asked for as the person who types', async () => {
    await complete('repositories');
    expect(server.api.requests[0].authorization).toBe(
      'Bearer mock-service-token:{"obo":"user:default/noor","target":"gitops"}',
    );
  });

  it('are refused to a token that is none of this portal', async () => {
    await expect(complete('repositories', {}, 'gho_token')).rejects.toThrow(
      expect.objectContaining({ name: 'AuthenticationError' }),
    );
    expect(server.api.requests).toEqual([]);
  });

  it('name services once', async () => {
    expect(await complete('services', { environment: 'staging' })).toEqual([
      { id: 'cart' },
      { id: 'search' },
    ]);
  });

  it('name the environments of a service in promotion order', async () => {
    expect(await complete('environments')).toEqual([
      { id: 'development' },
      { id: 'staging' },
      { id: 'production' },
    ]);
    expect(await complete('environments', { service: 'search' })).toEqual([
      { id: 'staging' },
    ]);
  });

  it('name versions with when and by whom', async () => {
    const change = {
      targets: [],
      commit: 'c1',
      landedBy: 'c1',
      effectiveAt: '2026-11-15T08:00:00.000Z',
      authoredAt: '2026-11-15T08:00:00.000Z',
      author: 'Noor Haddad',
      subject: 'Promote cart',
      artifacts: [
        {
          kind: 'image',
          name: 'registry.example/shop/cart',
          from: 'v40',
          to: 'v41',
          file: 'a',
          line: 1,
        },
      ],
      rollback: false,
      environment: 'production',
      clusters: [],
      repository: 'platform',
    };
    const [artifact] = change.artifacts;
    const beside = { ...artifact, name: 'collector', to: '0.105.2' };
    server.api.history = {
      items: [change, { ...change, artifacts: [beside] }],
    };
    expect(
      await complete('versions', {
        entityRef: 'component:default/cart',
        environment: 'production',
      }),
    ).toEqual([{ id: 'v41', title: 'v41 (2026-11-15, Noor Haddad)' }]);
    const asked = server.api.requests.map(({ path }) =>
      decodeURIComponent(path),
    );
    expect(asked.slice(1)).toEqual([
      '/targets/platform:cart:production:/history',
    ]);
  });

  it('tell which there are', async () => {
    await expect(complete('clusters')).rejects.toThrow(
      /completes repositories, services, environments, versions, not "clusters"/,
    );
  });
});
