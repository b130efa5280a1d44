import { anArtifact, aTarget } from '../__testUtils__/builders';
import { candidates, promotionRoutes } from './promotionRoutes';

const image = (name: string, version: string) =>
  anArtifact({ name: `registry.larkspur.example/${name}`, version });
const at = (environment: string, cluster: string, version: string) =>
  aTarget({
    environment,
    cluster,
    artifacts: [image('ticket-sales', version), image('envoy', '1.31')],
  });

describe('promotionRoutes', () => {
  it('goes from what is declared to every cluster of the next environment', () => {
    const routes = promotionRoutes(
      [
        at('development', 'dev-1', 'v45'),
        at('staging', 'stg-1', 'v44'),
        at('production', 'eu-1', 'v41'),
        at('production', 'us-1', 'v41'),
      ],
      'staging',
      'production',
    );
    expect(routes).toHaveLength(1);
    expect(routes[0].label).toBe('ticket-sales');
    expect(routes[0].sources.map(({ cluster }) => cluster)).toEqual(['stg-1']);
    expect(routes[0].destinations.map(({ cluster }) => cluster)).toEqual([
      'eu-1',
      'us-1',
    ]);
  });

  it('offers one source for each different version, not for each cluster', () => {
    const [route] = promotionRoutes(
      [
        at('staging', 'stg-1', 'v44'),
        at('staging', 'stg-2', 'v44'),
        at('staging', 'stg-3', 'v43'),
        at('production', 'eu-1', 'v41'),
      ],
      'staging',
      'production',
    );
    expect(route.sources.map(({ cluster }) => cluster)).toEqual([
      'stg-1',
      'stg-3',
    ]);
  });

  it('keeps workloads and repositories apart', () => {
    const worker = (environment: string) =>
      aTarget({
        id: `worker ${environment}`,
        environment,
        artifacts: [image('ticket-worker', 'v1')],
      });
    const routes = promotionRoutes(
      [
        at('staging', 'stg-1', 'v44'),
        worker('staging'),
        at('production', 'eu-1', 'v41'),
        worker('production'),
        { ...at('production', 'us-1', 'v41'), repository: 'other' },
      ],
      'staging',
      'production',
    );
    expect(
      routes.map(({ label, sources, destinations }) => [
        label,
        sources[0].id,
        destinations.length,
      ]),
    ).toEqual([
      ['ticket-sales', at('staging', 'stg-1', '').id, 1],
      ['ticket-sales · ticket-worker', 'worker staging', 1],
      ['ticket-sales', at('staging', 'stg-1', '').id, 1],
    ]);
  });

  it('has no source where nothing declares the same there', () => {
    const [route] = promotionRoutes(
      [at('production', 'eu-1', 'v41')],
      'staging',
      'production',
    );
    expect(route.sources).toEqual([]);
  });
});

describe('candidates', () => {
  it('are the versions that differ, with all that they would replace', () => {
    expect(
      candidates(at('staging', 'stg-1', 'v44'), [
        at('production', 'eu-1', 'v41'),
        at('production', 'us-1', 'v40'),
        at('production', 'us-2', 'v44'),
      ]),
    ).toEqual([
      {
        kind: 'image',
        name: 'registry.larkspur.example/ticket-sales',
        from: ['v41', 'v40'],
        to: 'v44',
      },
    ]);
  });
});
