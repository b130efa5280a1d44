import { Target, Unit } from '@backstage-gitops/plugin-gitops-common';
import { DiscoveredRevisions } from '@backstage-gitops/plugin-gitops-node';
import { Arguments } from '../Command';
import { OpenRepository } from '../repository/openRepository';
import { UsageError } from '../UsageError';
import { selectTargets } from './selectTargets';

/** A unit, its targets, and those of them that were asked for. */
export interface SelectedUnit {
  readonly unit: Unit;
  readonly targets: readonly Target[];
  readonly asked: readonly string[];
}

/**
 * The units that hold a service in an environment, on one cluster. Throws a
 * {@link UsageError} where there is none, or several clusters to choose from.
 */
export function selectUnits(
  discovery: DiscoveredRevisions,
  args: Arguments,
  { environments }: OpenRepository,
): readonly SelectedUnit[] {
  const service = args.require('service');
  const environment = args.require('environment');
  const cluster = args.get('cluster');
  const found = selectTargets(
    discovery,
    { service, environment, ...(cluster !== undefined && { cluster }) },
    environments,
  );
  if (found.length === 0) {
    const where = cluster === undefined ? '' : ` on ${cluster}`;
    throw new UsageError(
      `'${service}' is not declared in ${environment}${where}`,
    );
  }
  const clusters = [...new Set(found.map(target => target.cluster))];
  if (clusters.length > 1) {
    throw new UsageError(
      `'${service}' runs on several clusters of ${environment}; name one by --cluster: ${clusters
        .map(each => each ?? '(unnamed)')
        .join(', ')}`,
    );
  }
  return discovery.units.flatMap(unit => {
    const asked = found.filter(target => target.unit === unit.id);
    if (asked.length === 0) return [];
    const targets = discovery.targets
      .filter(({ unit: id }) => id === unit.id)
      .map(target => ({ ...target, artifacts: [...target.artifacts] }));
    return [{ unit, targets, asked: asked.map(({ id }) => id) }];
  });
}
