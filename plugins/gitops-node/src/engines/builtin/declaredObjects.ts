import { Resource, ResourceRef } from '../../manifests/Resource';
import { DesiredUnit } from '../Engine';
import { objectAt, textAt } from './readField';
import { groupKindOf, refKey, refOf } from './resourceRef';
import { TypeIndex } from './TypeIndex';
import { DeclaredObject } from './UnitState';

const fallbackNamespace = 'default';

/**
 * What a unit declares, each object with the identity that it has in the
 * cluster: kinds of the cluster ignore a declared namespace, the others get
 * the unit's where they name none.
 */
export function declaredObjects(
  desired: DesiredUnit,
  types: TypeIndex,
): DeclaredObject[] {
  const seen = new Set<string>();
  const coming = definedScopes(desired);
  return desired.resources.map(({ resource, indeterminate, origin }) => {
    const type = types.of(resource);
    const written = refOf(resource);
    const namespaced = type?.namespaced ?? coming.get(groupKindOf(written));
    const namespace = namespaceOf(written, desired, namespaced);
    const { group, kind, name } = written;
    const ref = {
      group,
      kind,
      ...(namespace !== undefined && { namespace }),
      name,
    };
    const problem = problemOf(ref, seen) ?? indeterminate;
    return {
      ref,
      resource: inNamespace(resource, namespace),
      ...(type !== undefined && { type }),
      ...(problem !== undefined && { problem }),
      origin,
    };
  });
}

/** Whether the kinds are namespaced that the unit itself defines. */
function definedScopes(desired: DesiredUnit): ReadonlyMap<string, boolean> {
  const scopes = new Map<string, boolean>();
  for (const { resource } of desired.resources) {
    if (resource.kind !== 'CustomResourceDefinition') continue;
    const group = textAt(resource, 'spec', 'group');
    const kind = textAt(resource, 'spec', 'names', 'kind');
    const scope = textAt(resource, 'spec', 'scope');
    if (group === undefined || kind === undefined) continue;
    scopes.set(groupKindOf({ group, kind }), scope === 'Namespaced');
  }
  return scopes;
}

/** Of a kind that isn't served nothing is known: the namespace stays as written. */
function namespaceOf(
  written: ResourceRef,
  desired: DesiredUnit,
  namespaced: boolean | undefined,
): string | undefined {
  if (namespaced === false) return undefined;
  if (written.namespace !== undefined) return written.namespace;
  return namespaced === undefined
    ? undefined
    : desired.namespace ?? fallbackNamespace;
}

function problemOf(ref: ResourceRef, seen: Set<string>): string | undefined {
  if (ref.name === '') return 'It has no name';
  const key = refKey(ref);
  if (seen.has(key)) return 'It is declared twice';
  seen.add(key);
  return undefined;
}

function inNamespace(
  resource: Resource,
  namespace: string | undefined,
): Resource {
  if (textAt(resource, 'metadata', 'namespace') === namespace) return resource;
  const { namespace: _, ...metadata } = objectAt(resource, 'metadata') ?? {};
  return {
    ...resource,
    metadata: namespace === undefined ? metadata : { ...metadata, namespace },
  };
}
