import {
  DiscoveredTarget,
  Discovery,
  Resource,
} from '@backstage-gitops/plugin-gitops-node';
import { Surroundings } from '../Command';
import { createResourceMask } from '../output/createResourceMask';
import { createRenderer, Renderer } from '../repository/createRenderer';
import { OpenRepository } from '../repository/openRepository';

import { diffResources, ResourceDifference } from './diffResources';

/** Kinds whose path is a directory that kustomize or plain YAML makes up. */
const rendered = new Set(['Application', 'Kustomization', 'Overlay']);

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
  const render = await createRenderer(surroundings);
  const [from, to] = await Promise.all(
    [of(targets.from), of(targets.to)].map(target =>
      renderUnit(target, discovery, open, { render, surroundings }),
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
  { render, surroundings }: { render: Renderer; surroundings: Surroundings },
): Promise<readonly Resource[] | undefined> {
  const unit = discovery.units.find(({ id }) => id === target.unit);
  if (unit === undefined || !rendered.has(unit.kind)) return undefined;
  const { signal } = surroundings;
  const tree = await open.repository.tree({
    ...(open.ref === undefined ? { branch: target.branch } : { ref: open.ref }),
    signal,
  });
  const { resources, diagnostics } = await render({
    tree,
    path: unit.path,
    layout: unit.kind === 'Kustomization' ? 'recursive' : 'plain',
    signal,
  });
  const failed = diagnostics.find(({ level }) => level === 'error');
  if (failed === undefined) return resources;
  surroundings.note(`'${unit.path}' has no render: ${failed.message}`);
  return undefined;
}
