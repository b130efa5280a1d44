import {
  FieldSegment,
  formatField,
  Resource,
} from '@backstage-gitops/plugin-gitops-node';

/** An object's names: with its namespace, and without. */
export function identify(resource: Resource): { full: string; short: string } {
  const { apiVersion, kind } = resource;
  const group = apiVersion.includes('/') ? apiVersion.split('/')[0] : '_';
  const metadata = mapping(resource.metadata);
  const name = String(metadata.name ?? '_');
  const namespace = String(metadata.namespace ?? '_');
  return {
    full: `${group}/${kind}/${namespace}/${name}`,
    short: `${group}/${kind}/${name}`,
  };
}

/**
 * Every scalar of an object by its field. List items are told apart by their
 * name where each has one, so that an inserted container moves no other.
 */
export function flattenFields(value: unknown): ReadonlyMap<string, unknown> {
  const fields = new Map<string, unknown>();
  const visit = (current: unknown, way: readonly FieldSegment[]) => {
    if (Array.isArray(current)) {
      const named = namesOf(current);
      current.forEach((item, index) => {
        const name = named?.[index];
        visit(item, [
          ...way,
          name === undefined ? index : { key: 'name', value: name },
        ]);
      });
    } else if (typeof current === 'object' && current !== null) {
      for (const [key, child] of Object.entries(current)) {
        visit(child, [...way, key]);
      }
    } else {
      fields.set(formatField(way), current);
    }
  };
  visit(value, []);
  return fields;
}

function namesOf(items: readonly unknown[]): readonly string[] | undefined {
  const names = items.map(item => mapping(item).name);
  const isName = (name: unknown): name is string => typeof name === 'string';
  return names.every(isName) && new Set(names).size === names.length
    ? names
    : undefined;
}

function mapping(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
