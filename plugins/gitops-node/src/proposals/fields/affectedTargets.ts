import { TargetRef } from '@backstage-gitops/plugin-gitops-common';
import { BranchManifests } from '../../discovery/BranchManifests';
import { DiscoveredTarget, DiscoveryBranch } from '../../discovery/model';
import { Manifest } from '../../manifests/Manifest';
import { UnitRecipe } from '../../manifests/UnitRecipe';
import { toValue } from '../../manifests/YamlNode';
import { FieldContext } from './model';
import { UnitComposition } from './UnitComposition';

/** What is edited: files of a branch, as they would be. */
export interface Edited {
  readonly branch: string;
  readonly files: ReadonlySet<string>;
  readonly before: readonly DiscoveryBranch[];
  readonly after: readonly DiscoveryBranch[];
}

/**
 * The targets of other units that an edit changes. Where a unit is composed of
 * files its objects tell; a chart that reads an edited file is taken to change.
 */
export function affectedTargets(
  { discovery, units: asked }: Pick<FieldContext, 'discovery' | 'units'>,
  edited: Edited,
): readonly TargetRef[] {
  const { units, targets, recipes } = discovery;
  const others = units.filter(
    ({ id, files }) =>
      !asked.has(id) && files.some(file => edited.files.has(file)),
  );
  const [before, after] = [edited.before, edited.after].map(manifestsOf);
  return others.flatMap(unit => {
    const recipe = recipes?.get(unit.id);
    const own = targets.filter(
      other => other.unit === unit.id && other.branch === edited.branch,
    );
    const changed = changedObjects(recipe, before, after);
    return (changed === undefined ? own : ownersOf(changed, own)).map(refOf);
  });
}

/**
 * The targets beside those that are asked, in units of theirs, whose objects an
 * edit changes, brings or takes away. What no target's name is on may be any's.
 */
export function affectedNeighbours(
  { targets, recipes }: FieldContext['discovery'],
  asked: readonly DiscoveredTarget[],
  edited: Edited,
): readonly TargetRef[] {
  const ids = new Set(asked.map(({ id }) => id));
  const [before, after] = [edited.before, edited.after].map(manifestsOf);
  return [...new Set(asked.map(({ unit }) => unit))].flatMap(unit => {
    const own = targets.filter(other => other.unit === unit);
    const others = own.filter(({ id }) => !ids.has(id));
    if (others.length === 0) return [];
    const changed = changedObjects(recipes?.get(unit), before, after);
    const owners = changed === undefined ? own : ownersOf(changed, own);
    return owners.filter(({ id }) => !ids.has(id)).map(refOf);
  });
}

export function manifestsOf(
  branches: readonly DiscoveryBranch[],
): ReadonlyMap<string, BranchManifests> {
  return new Map(
    branches.map(branch => [branch.name, new BranchManifests(branch)]),
  );
}

function isOfFiles({ sources }: UnitRecipe): boolean {
  return sources.every(({ type }) => type === 'directory');
}

/** Undefined where the unit is made of more than files. */
function changedObjects(
  recipe: UnitRecipe | undefined,
  before: ReadonlyMap<string, BranchManifests>,
  after: ReadonlyMap<string, BranchManifests>,
): readonly Manifest[] | undefined {
  if (recipe === undefined || !isOfFiles(recipe)) return undefined;
  const [old, now] = [before, after].map(
    manifests =>
      new Map(
        new UnitComposition(recipe, manifests).objects.map(({ manifest }) => [
          JSON.stringify(toValue(manifest.root)),
          manifest,
        ]),
      ),
  );
  return [
    ...[...now].filter(([text]) => !old.has(text)),
    ...[...old].filter(([text]) => !now.has(text)),
  ].map(([, manifest]) => manifest);
}

/** The targets that objects belong to; all where that can't be told. */
function ownersOf(
  objects: readonly Manifest[],
  targets: readonly DiscoveredTarget[],
): readonly DiscoveredTarget[] {
  const owners = new Set(
    objects.flatMap(object => {
      const own = targets.filter(target => isOf(object, target));
      return own.length > 0 ? own : targets;
    }),
  );
  return [...owners];
}

/** Whether an object carries the name of a target, or of what it runs. */
export function isOf(
  { name, labels }: Pick<Manifest, 'name' | 'labels'>,
  { service, aliases }: DiscoveredTarget,
): boolean {
  const names = [name, labels['app.kubernetes.io/name'], labels.app];
  return names.some(
    text => text !== undefined && [service, ...aliases].includes(text),
  );
}

function refOf({
  id,
  service,
  environment,
  cluster,
  namespace,
  path,
}: DiscoveredTarget): TargetRef {
  return { id, service, environment, cluster, namespace, path };
}
