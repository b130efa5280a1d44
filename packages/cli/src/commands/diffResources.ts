import { Resource } from '@backstage-gitops/plugin-gitops-node';
import { flattenFields, identify } from './flattenFields';

export interface ResourceDifference {
  /** `group/kind/namespace/name`; `_` where there is none. */
  readonly id: string;
  readonly differences: readonly FieldDifference[];
}

export interface FieldDifference {
  readonly field: string;
  readonly from?: unknown;
  readonly to?: unknown;
}

/**
 * How the objects of two renders differ. Objects are paired by kind,
 * namespace and name, else by kind and name: each environment tends to have a
 * namespace of its own. One that stands alone differs as a whole.
 */
export function diffResources(
  from: readonly Resource[],
  to: readonly Resource[],
): readonly ResourceDifference[] {
  const left = new Set(to);
  const pairs = from.map(before => {
    const after =
      [...left].find(each => identify(each).full === identify(before).full) ??
      [...left].find(each => identify(each).short === identify(before).short);
    if (after !== undefined) left.delete(after);
    return { before, after };
  });
  return [
    ...pairs.map(({ before, after }) => ({
      id: identify(before).full,
      differences: compare(before, after),
    })),
    ...[...left].map(after => ({
      id: identify(after).full,
      differences: compare(undefined, after),
    })),
  ].filter(({ differences }) => differences.length > 0);
}

function compare(
  before: Resource | undefined,
  after: Resource | undefined,
): readonly FieldDifference[] {
  if (before === undefined || after === undefined) {
    // `''` is the object itself; its fields are not worth a list.
    return [
      {
        field: '',
        ...(before && { from: 'present' }),
        ...(after && { to: 'present' }),
      },
    ];
  }
  const old = flattenFields(before);
  const now = flattenFields(after);
  return [...new Set([...old.keys(), ...now.keys()])]
    .filter(field => old.get(field) !== now.get(field))
    .map(field => ({ field, from: old.get(field), to: now.get(field) }));
}
