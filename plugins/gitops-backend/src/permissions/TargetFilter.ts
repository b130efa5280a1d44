/**
 * What a permission rule asks of a target, as data: the store makes SQL of it,
 * and a loaded target is tested against it.
 *
 * @public
 */
export type TargetFilter =
  | { readonly property: 'entity'; readonly values: readonly string[] }
  | { readonly property: 'owner'; readonly values: readonly string[] }
  | { readonly property: 'environment'; readonly values: readonly string[] };

/**
 * The part of a target that permission rules look at.
 *
 * @public
 */
export interface TargetResource {
  /** The target's id, which is what a policy's resource reference is. */
  readonly id: string;
  /** The name of its environment. */
  readonly environment: string;
  /** Full references of the entities it is tied to, and of their owners. */
  readonly entities: readonly {
    readonly entityRef: string;
    readonly owner: string;
  }[];
}

export function matchesFilter(
  target: TargetResource,
  filter: TargetFilter,
): boolean {
  switch (filter.property) {
    case 'entity':
      return target.entities.some(({ entityRef }) =>
        filter.values.includes(entityRef),
      );
    case 'owner':
      return target.entities.some(({ owner }) => filter.values.includes(owner));
    default:
      return filter.values.includes(target.environment);
  }
}
