import { z } from 'zod';
import { ResourceRef } from '../../../manifests/Resource';
import { listOf, optionalPart, text } from '../../tolerant';

/** What an object has applied: `namespace_name_group_kind`, with its version. */
export const inventorySchema = optionalPart({
  entries: listOf(z.object({ id: z.string(), v: text })),
}).transform(inventory =>
  inventory?.entries.flatMap(({ id }) => parseInventoryId(id) ?? []),
);

/**
 * The object that an inventory's entry names; a name's colons are written as
 * two underscores there. Objects of the cluster have no namespace.
 */
export function parseInventoryId(id: string): ResourceRef | undefined {
  const match = /^([^_]*)_(.+)_([^_]*)_([^_]+)$/.exec(id);
  if (match === null) return undefined;
  const [, namespace, name, group, kind] = match;
  return {
    group,
    kind,
    ...(namespace !== '' && { namespace }),
    name: name.replaceAll('__', ':'),
  };
}
