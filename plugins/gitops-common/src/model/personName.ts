import { parseEntityRef } from '@backstage/catalog-model';

/**
 * A person as they are called: a user of the portal by the name alone.
 *
 * @public
 */
export function personName(by: string): string {
  if (!/^user:/i.test(by)) return by;
  try {
    return parseEntityRef(by).name;
  } catch {
    return by;
  }
}
