import { Unit } from '@backstage-gitops/plugin-gitops-common';
import { refKey } from '../../builtin/resourceRef';
import {
  FluxApplier,
  FluxKustomization,
  FluxObject,
  FluxSource,
  isApplier,
} from '../api/FluxObject';
import { normalPath } from '../api/readKustomization';
import { FluxClaims, UnitClaim } from './FluxClaims';

export interface MatchOptions {
  /** Whether a source is the repository, at the branch, that declares a unit. */
  readonly isSourceOf: (
    unit: Unit,
    source: { readonly url: string; readonly branch?: string },
  ) => boolean;
}

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
  const named = new Map(
    units.map(unit => [unit.id, namedLike(unit, appliers, paths)]),
  );
  const taken = new Set(
    [...named.values()].flatMap(found => found.map(({ ref }) => refKey(ref))),
  );
  const claims = new Map<string, UnitClaim>();
  const claimed = new Set<string>();
  for (const unit of units) {
    const own = named.get(unit.id) ?? [];
    const others = paths
      .applying(unit)
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

function claimOf(found: readonly FluxApplier[]): UnitClaim {
  const [object] = found;
  if (object === undefined) return { type: 'unclaimed' };
  return found.length === 1
    ? { type: 'claimed', object }
    : { type: 'contested', objects: found };
}

/**
 * Those of the unit's kind and name. Where Git doesn't tell the namespace, and
 * there are several, the path decides where it can.
 */
function namedLike(
  unit: Unit,
  appliers: readonly FluxApplier[],
  paths: PathIndex,
): readonly FluxApplier[] {
  const found = appliers.filter(
    ({ kind, ref }) =>
      kind === unit.kind &&
      ref.name === unit.name &&
      (unit.namespace === undefined || ref.namespace === unit.namespace),
  );
  if (found.length < 2) return found;
  const applying = new Set(paths.applying(unit).map(({ ref }) => refKey(ref)));
  const narrowed = found.filter(({ ref }) => applying.has(refKey(ref)));
  return narrowed.length > 0 ? narrowed : found;
}

/** The same path to two namespaces are two units, not one that is contested. */
function isSamePlace(one: FluxApplier, other: FluxApplier): boolean {
  return one.targetNamespace === other.targetNamespace;
}

/** Kinds of units that Kustomizations apply. */
const appliedKinds: readonly Unit['kind'][] = ['Kustomization', 'Overlay'];

/** Finds Kustomizations by the path that they apply. */
class PathIndex {
  readonly #byPath = new Map<string, FluxKustomization[]>();
  readonly #sources = new Map<string, FluxSource>();
  readonly #options: MatchOptions;

  constructor(objects: readonly FluxObject[], options: MatchOptions) {
    this.#options = options;
    for (const object of objects) {
      if (object.kind === 'Kustomization') {
        const known = this.#byPath.get(object.path) ?? [];
        this.#byPath.set(object.path, [...known, object]);
      } else if (object.kind === 'GitRepository') {
        this.#sources.set(refKey(object.ref), object);
      }
    }
  }

  applying(unit: Unit): readonly FluxKustomization[] {
    if (!appliedKinds.includes(unit.kind)) return [];
    const found = this.#byPath.get(normalPath(unit.path)) ?? [];
    return found.filter(({ source }) => {
      const { url, branch } =
        (source && this.#sources.get(refKey(source))) ?? {};
      return (
        url !== undefined &&
        this.#options.isSourceOf(unit, {
          url,
          ...(branch !== undefined && { branch }),
        })
      );
    });
  }
}
