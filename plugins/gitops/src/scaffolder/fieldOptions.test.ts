import type { FleetRow } from '@backstage-gitops/plugin-gitops-common';
import { anArtifact, anEntry } from '../__testUtils__/builders';
import {
  environmentOptions,
  serviceOptions,
  versionOptions,
} from './fieldOptions';

const row = (
  service: string,
  environment: string,
  parts: Partial<FleetRow> = {},
): FleetRow => ({
  id: `${service}:${environment}:${parts.cluster}`,
  unit: 'u',
  service,
  environment,
  path: '.',
  artifacts: [anArtifact()],
  repository: 'platform',
  behindState: 'first',
  ...parts,
});

const fleet = (...rows: FleetRow[]) => ({
  rows,
  environments: ['development', 'staging', 'production'],
  complete: true,
});

describe('the choices of fields', () => {
  it('name a service once, with its environments in promotion order', () => {
    expect(
      serviceOptions(
        fleet(
          row('tickets', 'production'),
          row('cart', 'staging'),
          row('tickets', 'staging'),
          row('tickets', 'staging', { cluster: 'b' }),
        ),
      ),
    ).toEqual([
      { service: 'cart', environments: ['staging'] },
      { service: 'tickets', environments: ['staging', 'production'] },
    ]);
  });

  it('tell which versions an environment declares on how many clusters', () => {
    const v42 = [anArtifact({ version: 'v42' })];
    expect(
      environmentOptions(
        fleet(
          row('cart', 'production', { cluster: 'eu' }),
          row('cart', 'production', { cluster: 'us', artifacts: v42 }),
          row('cart', 'development', { artifacts: [] }),
        ),
      ),
    ).toEqual([
      { environment: 'development', versions: [], clusters: 0 },
      { environment: 'production', versions: ['v41', 'v42'], clusters: 2 },
    ]);
  });

  it('are told by the main artifact of an environment', () => {
    const artifacts = [
      anArtifact({ name: 'example.test/collector', version: '0.105.2' }),
      anArtifact({ name: 'example.test/cart', version: 'v8' }),
    ];
    expect(
      environmentOptions(fleet(row('cart', 'staging', { artifacts }))),
    ).toMatchObject([{ versions: ['v8'] }]);
  });

  it('name a version of the main artifact once, newest first, and what is declared now', () => {
    const [artifact] = anEntry().artifacts;
    const moved = (effectiveAt: string, to: string, name = artifact.name) =>
      anEntry({ effectiveAt, artifacts: [{ ...artifact, name, to }] });
    const changes = [
      moved('2026-11-04T00:00:00Z', 'v41'),
      moved('2026-11-03T00:00:00Z', '0.105.2', 'example.test/collector'),
      moved('2026-11-02T00:00:00Z', 'v40'),
      moved('2026-11-01T00:00:00Z', 'v41'),
    ];
    expect(
      versionOptions(changes, [row('ticket-sales', 'production')]),
    ).toMatchObject([
      { version: 'v41', declaredNow: true },
      { version: 'v40', declaredNow: false },
    ]);
  });
});
