import {
  EnvironmentConfig,
  DiscoveredTarget,
  Discovery,
} from '@backstage-gitops/plugin-gitops-node';
import { nearest } from '../output/nearest';
import { UsageError } from '../UsageError';

/** What to look for; what is absent matches everything. */
export interface TargetSelection {
  readonly service?: string;
  readonly environment?: string;
  readonly cluster?: string;
}

/**
 * The targets that match all that is asked, by service, environment and
 * cluster.
 *
 * A service is meant by its name, else by an alias; an environment by its
 * name, else by a configured alias. Throws a {@link UsageError} where the
 * repository has none of that name at all, since that is most likely a typo.
 */
export function selectTargets(
  discovery: Discovery,
  selection: TargetSelection,
  environments: readonly EnvironmentConfig[],
): readonly DiscoveredTarget[] {
  const environment =
    selection.environment === undefined
      ? undefined
      : resolveEnvironment(discovery, selection.environment, environments);
  const { cluster } = selection;
  if (cluster !== undefined) requireCluster(discovery, cluster);
  return ofService(discovery, selection.service)
    .filter(
      target =>
        (environment === undefined || target.environment === environment) &&
        (cluster === undefined || target.cluster === cluster),
    )
    .sort(inReadingOrder(discovery));
}

function ofService(
  { targets }: Discovery,
  service: string | undefined,
): readonly DiscoveredTarget[] {
  if (service === undefined) return targets;
  const named = targets.filter(target => target.service === service);
  if (named.length > 0) return named;
  const known = targets.filter(target => target.aliases.includes(service));
  if (known.length > 0) return known;
  throw new UsageError(
    unknown(
      'service',
      service,
      targets.map(target => target.service),
    ),
  );
}

/** The name that the repository uses for an environment. */
export function resolveEnvironment(
  discovery: Discovery,
  asked: string,
  environments: readonly EnvironmentConfig[],
): string {
  const names = discovery.environments.map(({ name }) => name);
  if (names.includes(asked)) return asked;
  const configured = environments.find(({ aliases }) =>
    aliases.includes(asked),
  );
  if (configured !== undefined && names.includes(configured.name)) {
    return configured.name;
  }
  throw new UsageError(unknown('environment', asked, names));
}

function requireCluster({ targets }: Discovery, cluster: string): void {
  const clusters = targets.flatMap(target => target.cluster ?? []);
  if (clusters.includes(cluster)) return;
  throw new UsageError(unknown('cluster', cluster, clusters));
}

function unknown(word: string, asked: string, names: readonly string[]) {
  const close = nearest(asked, names);
  const known =
    names.length === 0
      ? `the repository declares none`
      : `there ${close.length > 1 ? 'are' : 'is'} ${close.join(', ')}`;
  return `no ${word} '${asked}'; ${known}`;
}

function inReadingOrder({ environments }: Discovery) {
  const order = new Map(environments.map(({ name, order: at }) => [name, at]));
  const at = (name: string) => order.get(name) ?? environments.length;
  return (a: DiscoveredTarget, b: DiscoveredTarget) =>
    a.service.localeCompare(b.service) ||
    at(a.environment) - at(b.environment) ||
    a.environment.localeCompare(b.environment) ||
    (a.cluster ?? '').localeCompare(b.cluster ?? '') ||
    a.id.localeCompare(b.id);
}
