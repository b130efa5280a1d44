import { Manifest } from '../manifests/Manifest';
import { BranchManifests } from './BranchManifests';
import { ObjectReference, Scope } from './declaration';

/**
 * Objects by kind and name, so that a reference can be followed: first to what
 * the same unit applies, then to what is applied on the same cluster, then to
 * whatever the tree holds.
 */
export class ObjectIndex {
  readonly #applied = new Map<string, Manifest[]>();
  readonly #tree = new Map<string, Manifest[]>();
  readonly #siblings = new Map<string, Manifest[]>();

  addApplied(manifest: Manifest, scope: Scope): void {
    const { kind, name } = manifest;
    push(this.#siblings, unitKey(scope, '', ''), manifest);
    push(this.#applied, unitKey(scope, kind, name), manifest);
    push(this.#applied, rootKey(scope, kind, name), manifest);
  }

  addTree(branch: BranchManifests, manifest: Manifest): void {
    push(
      this.#tree,
      treeKey(branch.name, manifest.kind, manifest.name),
      manifest,
    );
  }

  /** Every object that is applied together with those of the scope. */
  siblings(scope: Scope): readonly Manifest[] {
    return this.#siblings.get(unitKey(scope, '', '')) ?? [];
  }

  find(
    { kind, name, namespace, isOnly = false }: ObjectReference,
    scope: Scope,
  ): Manifest | undefined {
    const tree = this.#tree.get(treeKey(scope.branch.name, kind, name));
    const candidates = [
      this.#applied.get(unitKey(scope, kind, name)),
      this.#applied.get(rootKey(scope, kind, name)),
      isOnly && tree !== undefined && tree.length > 1 ? [] : tree,
    ];
    for (const found of candidates) {
      const match = bestMatch(found ?? [], namespace);
      if (match !== undefined) return match;
    }
    return undefined;
  }
}

/** An object without a namespace may get one from the unit that applies it. */
function bestMatch(
  manifests: readonly Manifest[],
  namespace: string | undefined,
): Manifest | undefined {
  return (
    manifests.find(manifest => manifest.namespace === namespace) ??
    manifests.find(
      manifest => namespace === undefined || manifest.namespace === undefined,
    )
  );
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}

function unitKey(scope: Scope, kind: string, name: string): string {
  const { appliedBy } = scope;
  const unit = [appliedBy?.kind, appliedBy?.namespace, appliedBy?.name];
  return ['unit', ...unit, rootKey(scope, kind, name)].join('\0');
}

function rootKey(scope: Scope, kind: string, name: string): string {
  return ['root', scope.branch.name, scope.root, kind, name].join('\0');
}

function treeKey(branch: string, kind: string, name: string): string {
  return ['tree', branch, kind, name].join('\0');
}
