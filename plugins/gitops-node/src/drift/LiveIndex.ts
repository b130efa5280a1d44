import { Resource, ResourceRef } from '../manifests/Resource';
import { SchemaSource } from './model';
import { identify } from './resourceIdentity';

/** Live objects by identity. */
export class LiveIndex {
  readonly #byKey = new Map<string, Resource>();
  readonly #byName = new Map<string, Resource | 'several'>();

  constructor(live: readonly Resource[], schemas: SchemaSource) {
    for (const object of live) {
      const schema = schemas.schemaOf(object.apiVersion, object.kind);
      const ref = identify(object, schema);
      this.#byKey.set(keyOf(ref), object);
      const name = nameOf(ref);
      this.#byName.set(name, this.#byName.has(name) ? 'several' : object);
    }
  }

  find(
    ref: ResourceRef,
    defaultNamespace: string | undefined,
  ): Resource | 'several' | undefined {
    const found =
      this.#byKey.get(keyOf(ref)) ??
      // An object of the cluster, of a kind that isn't known to be one.
      this.#byKey.get(keyOf({ ...ref, namespace: undefined }));
    if (found !== undefined || ref.namespace !== undefined) return found;
    return defaultNamespace === undefined
      ? this.#byName.get(nameOf(ref))
      : this.#byKey.get(keyOf({ ...ref, namespace: defaultNamespace }));
  }
}

/** Names an object among those of a cluster. */
export function keyOf({
  group,
  kind,
  namespace = '',
  name,
}: ResourceRef): string {
  return `${group}/${kind}/${namespace}/${name}`;
}

function nameOf({ group, kind, name }: ResourceRef): string {
  return `${group}/${kind}/${name}`;
}
