import {
  DiscoveredTarget,
  Discovery,
  Resource,
  UnitRenderer,
} from '@backstage-gitops/plugin-gitops-node';
import { Surroundings } from '../Command';
import { createResourceMask } from '../output/createResourceMask';
import { createUnitRenderer } from '../repository/createRenderer';
import { OpenRepository } from '../repository/openRepository';

import { diffResources, ResourceDifference } from './diffResources';

interface Rendering {
  readonly renderer: UnitRenderer;
  readonly surroundings: Surroundings;
}

/**
 * How the renders of a service's units differ between two environments. Where
 * an environment has several clusters, the first cluster that both have (else
 * the first of each) stands for it.
 */
export async function diffRenders(
  targets: {
    readonly from: readonly DiscoveredTarget[];
    readonly to: readonly DiscoveredTarget[];
  },
  discovery: Discovery,
  open: OpenRepository,
  surroundings: Surroundings,
): Promise<readonly ResourceDifference[]> {
  const shared = targets.from.find(({ cluster }) =>
    targets.to.some(other => other.cluster === cluster),
  );
  const of = (side: readonly DiscoveredTarget[]) =>
    shared === undefined
      ? side[0]
      : side.find(({ cluster }) => cluster === shared.cluster) ?? side[0];
  const renderer = await createUnitRenderer(surroundings);
  const [from, to] = await Promise.all(
    [of(targets.from), of(targets.to)].map(target =>
      renderUnit(target, discovery, open, { renderer, surroundings }),
    ),
  );
  if (from === undefined || to === undefined) return [];
  const mask = createResourceMask();
  return diffResources(mask(from), mask(to));
}

async function renderUnit(
  target: DiscoveredTarget,
  discovery: Discovery,
  open: OpenRepository,
  { renderer, surroundings }: Rendering,
): Promise<readonly Resource[] | undefined> {
  const unit = discovery.units.find(({ id }) => id === target.unit);
  // A rule tells where versions are written, and of no objects.
  if (unit === undefined || unit.kind === 'Rule') return undefined;
  const { repository, ref } = open;
  const { signal } = surroundings;
  const request = { repository, unit: unit.id, ref, signal };
  const { resources, indeterminate } = await renderer.render(request);
  if (indeterminate.length === 0) {
    // What is drawn by chance differs wherever it is looked at.
    return resources.flatMap(each =>
      each.indeterminate === undefined ? [each.resource] : [],
    );
  }
  surroundings.note(`'${unit.path}' has no render: ${indeterminate[0]}`);
  return undefined;
}
