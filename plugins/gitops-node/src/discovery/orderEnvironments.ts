import { Environment } from '@backstage-gitops/plugin-gitops-common';
import { EnvironmentNames } from './EnvironmentNames';
import { EnvironmentConfig } from './model';

/**
 * The environments that were met, in promotion order: as configured, the
 * others by what their names commonly mean, then by name.
 */
export function orderEnvironments(
  met: Iterable<string>,
  configured: readonly EnvironmentConfig[],
  names: EnvironmentNames,
): Environment[] {
  const known = promotionOrder(configured);
  const others = [...new Set(met)]
    .filter(name => !known.some(environment => environment.name === name))
    .sort((a, b) => names.rank(a) - names.rank(b) || (a < b ? -1 : 1));
  const inferred = others.map((name, index) => ({
    name,
    promotesTo: others
      .slice(index + 1, index + 2)
      .filter(next => names.isRanked(name) && names.isRanked(next)),
    protected: false,
  }));
  return [...known, ...inferred].map((environment, order) => ({
    name: environment.name,
    order,
    promotesTo: [...environment.promotesTo],
    protected: environment.protected,
  }));
}

/** Configured environments so that each comes before those it promotes to. */
function promotionOrder(
  configured: readonly EnvironmentConfig[],
): EnvironmentConfig[] {
  const ordered: EnvironmentConfig[] = [];
  const waiting = [...configured];
  while (waiting.length > 0) {
    const free = waiting.findIndex(
      ({ name }) => !waiting.some(other => other.promotesTo.includes(name)),
    );
    // A cycle in the configuration keeps the order in which it is written.
    ordered.push(...waiting.splice(Math.max(free, 0), 1));
  }
  return ordered;
}
