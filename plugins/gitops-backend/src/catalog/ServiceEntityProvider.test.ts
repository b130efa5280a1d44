import {
  FleetQuery,
  FleetResponse,
} from '@backstage-gitops/plugin-gitops-common';
import { mockServices } from '@backstage/backend-test-utils';
import { EntityProviderMutation } from '@backstage/plugin-catalog-node';
import { ServiceEntityProvider } from './ServiceEntityProvider';

function page(services: string[], nextCursor?: string): FleetResponse {
  return {
    items: services.map(service => ({
      id: service,
      unit: service,
      service,
      environment: 'production',
      path: service,
      artifacts: [],
      repository: 'platform',
      behindState: 'first',
    })),
    total: 3,
    nextCursor,
    facets: { environments: [], repositories: [], owners: [] },
    repositories: [],
  };
}

describe('ServiceEntityProvider', () => {
  it('provides the services of every page of the fleet', async () => {
    const asked: FleetQuery[] = [];
    const mutations: EntityProviderMutation[] = [];
    const provider = new ServiceEntityProvider({
      gitops: {
        fleet: async (query = {}) => {
          asked.push(query);
          return query.cursor === undefined
            ? page(['cart', 'pay'], 'next')
            : page(['ship']);
        },
      },
      auth: mockServices.auth(),
      logger: mockServices.logger.mock(),
      owner: 'unknown',
    });
    await provider.connect({
      applyMutation: async mutation => {
        mutations.push(mutation);
      },
      refresh: async () => {},
    });
    await provider.refresh(new AbortController().signal);

    expect(asked.map(({ cursor }) => cursor)).toEqual([undefined, 'next']);
    expect(mutations).toMatchObject([
      {
        type: 'full',
        entities: [
          { entity: { metadata: { name: 'cart' } } },
          { entity: { metadata: { name: 'pay' } } },
          { entity: { metadata: { name: 'ship' } } },
        ],
      },
    ]);
  });
});
