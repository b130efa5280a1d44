import type { ResourceSummary } from '@backstage-gitops/plugin-gitops-common';
import { byResource, resourceKey } from '../drift/resourceText';

/** Whether a person should look at a resource; not where it is still to come. */
export function needsAttention(resource: ResourceSummary): boolean {
  const { status, health } = resource;
  return (
    (status !== 'synced' && status !== 'undelivered') ||
    health.state === 'degraded' ||
    health.state === 'missing'
  );
}

/**
 * The order of rows: what needs attention first when a row is first seen;
 * afterwards each keeps its place whatever becomes of it, and new ones follow.
 */
export class RowOrder {
  readonly #places = new Map<string, number>();

  apply(resources: readonly ResourceSummary[]): ResourceSummary[] {
    const unseen = resources
      .filter(resource => !this.#places.has(resourceKey(resource)))
      .sort(
        (a, b) =>
          Number(needsAttention(b)) - Number(needsAttention(a)) ||
          byResource(a, b),
      );
    for (const resource of unseen) {
      this.#places.set(resourceKey(resource), this.#places.size);
    }
    const place = (resource: ResourceSummary) =>
      this.#places.get(resourceKey(resource)) ?? 0;
    return [...resources].sort((a, b) => place(a) - place(b));
  }
}
