import {
  ChangeEntry,
  FleetRow,
  knownVersions,
} from '@backstage-gitops/plugin-gitops-common';
import { artifactsOf } from '../artifacts/orderArtifacts';
import type { FleetRows } from './serviceTargets';

export interface ServiceOption {
  readonly service: string;
  readonly environments: readonly string[];
}

/** Each service once, by name, with where it is declared. */
export function serviceOptions({
  rows,
  environments,
}: FleetRows): readonly ServiceOption[] {
  const services = [...new Set(rows.map(({ service }) => service))].sort();
  return services.map(service => {
    const own = new Set(
      rows
        .filter(row => row.service === service)
        .map(({ environment }) => environment),
    );
    return { service, environments: environments.filter(e => own.has(e)) };
  });
}

export interface EnvironmentOption {
  readonly environment: string;
  /** The versions of the main artifact there; of several clusters several. */
  readonly versions: readonly string[];
  readonly clusters: number;
}

/** The environments of the rows in promotion order, with what they declare. */
export function environmentOptions({
  rows,
  environments,
}: FleetRows): readonly EnvironmentOption[] {
  return environments.flatMap(environment => {
    const own = rows.filter(row => row.environment === environment);
    if (own.length === 0) return [];
    const versions = new Set(
      own.flatMap(row => artifactsOf(row).main?.version || []),
    );
    const clusters = new Set(own.flatMap(({ cluster }) => cluster ?? []));
    return [{ environment, versions: [...versions], clusters: clusters.size }];
  });
}

export interface VersionOption {
  readonly version: string;
  readonly declaredNow: boolean;
  readonly change: ChangeEntry;
}

/**
 * The versions of the main artifact that a history knows, newest first and each
 * once, and whether one of the targets declares it now. What runs beside it has
 * versions of its own, which would only be in the way.
 */
export function versionOptions(
  changes: readonly ChangeEntry[],
  targets: readonly Pick<FleetRow, 'service' | 'artifacts'>[],
): readonly VersionOption[] {
  const main = targets.flatMap(target => artifactsOf(target).main ?? []);
  const names = new Set(main.map(({ name }) => name));
  const now = new Set(main.map(({ version }) => version));
  const options = new Map<string, VersionOption>();
  for (const { version, artifact, change } of knownVersions(changes)) {
    if (!names.has(artifact.name) || options.has(version)) continue;
    options.set(version, { version, change, declaredNow: now.has(version) });
  }
  return [...options.values()];
}
