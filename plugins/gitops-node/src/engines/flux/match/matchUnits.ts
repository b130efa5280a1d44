import { Unit } from '@backstage-gitops/plugin-gitops-common';
import { refKey } from '../../builtin/resourceRef';
import { FluxApplier, FluxObject, isApplier } from '../api/FluxObject';
import { normalPath } from '../api/readKustomization';
import { FluxClaims, UnitClaim } from './FluxClaims';
import { MatchOptions, PathIndex } from './PathIndex';

/**
 * Finds for each unit the object that brings it: the one it declares, by kind,
 * name and namespace; else the one that applies its path of its repository. So
 * nothing has to be annotated. Which objects nobody declares comes with it.
 */
export function matchUnits(
  units: readonly Unit[],
  objects: readonly FluxObject[],
  options: MatchOptions,
): FluxClaims {
  const appliers = objects.filter(isApplier);
  const paths = new PathIndex(objects, options);
  const byName = groupByName(appliers);
  const named = new Map(
    units.map(unit => [
      unit.id,
      namedLike(unit, byName.get(unit.name) ?? [], paths),
    ]),
  );
  const taken = new Set(
    [...named.values()].flatMap(found => found.map(({ ref }) => refKey(ref))),
  );
  const claims = new Map<string, UnitClaim>();
  const claimed = new Set<string>();
  for (const unit of units) {
    const own = named.get(unit.id) ?? [];
    const others = (isDeclaredWithinPath(unit) ? [] : paths.applying(unit))
      .filter(({ ref }) => !taken.has(refKey(ref)))
      .filter(other => own.every(each => isSamePlace(each, other)));
    const found = [...own, ...others];
    for (const { ref } of found) claimed.add(refKey(ref));
    claims.set(unit.id, claimOf(found));
  }
  return {
    units: claims,
    undeclared: appliers.filter(({ ref }) => !claimed.has(refKey(ref))),
  };
}

function groupByName(
  appliers: readonly FluxApplier[],
): ReadonlyMap<string, readonly FluxApplier[]> {
  const groups = new Map<string, FluxApplier[]>();
  for (const applier of appliers) {
    const { name } = applier.ref;
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [applier]);
    else group.push(applier);
  }
  return groups;
}

function claimOf(found: readonly FluxApplier[]): UnitClaim {
  const [object] = found;
  if (object === undefined) return { type: 'unclaimed' };
  return found.length === 1
    ? { type: 'claimed', object }
    : { type: 'contested', objects: found };
}

/**
 * Those of the unit's kind, among those of its name. Where Git doesn't tell the
 * namespace, and there are several, the path decides where it can.
 */
function namedLike(
  unit: Unit,
  appliers: readonly FluxApplier[],
  paths: PathIndex,
): readonly FluxApplier[] {
  const found = appliers.filter(
    ({ kind, ref }) =>
      kind === unit.kind &&
      (unit.namespace === undefined || ref.namespace === unit.namespace),
  );
  if (found.length < 2) return found;
  const applying = new Set(paths.applying(unit).map(({ ref }) => refKey(ref)));
  const narrowed = found.filter(({ ref }) => applying.has(refKey(ref)));
  return narrowed.length > 0 ? narrowed : found;
}

/**
 * A unit whose manifests lie elsewhere has the path of the folder that declares
 * it: what applies that folder is not the unit, but brings its object.
 */
function isDeclaredWithinPath({ kind, path, declaredBy }: Unit): boolean {
  const folder = normalPath(path);
  return (
    kind === 'Kustomization' &&
    (folder === '' || declaredBy.file.startsWith(`${folder}/`))
  );
}

/** The same path to two namespaces are two units, not one that is contested. */
function isSamePlace(one: FluxApplier, other: FluxApplier): boolean {
  return one.targetNamespace === other.targetNamespace;
}
