import { ResourceDrift } from '@backstage-gitops/plugin-gitops-common';
import {
  ComparedResources,
  compareResource,
  ComparisonOptions,
  marksOf,
  Resource,
  unpairedResources,
} from '@backstage-gitops/plugin-gitops-node';
import { z } from 'zod';

const ownedSchema = z.object({
  metadata: z.object({ ownerReferences: z.array(z.unknown()).min(1) }),
});

/**
 * Live objects that carry the ownership mark of one that is declared, and are
 * declared no more. What a controller made of another object carries copies of
 * its marks and is no orphan.
 */
export function findOrphans(
  { declared, live }: ComparedResources,
  options: ComparisonOptions,
): ResourceDrift[] {
  const unpaired = unpairedResources({ declared, live }, options);
  const without = new Set(unpaired);
  const owners = new Set(
    live.filter(object => !without.has(object)).flatMap(markIds),
  );
  return unpaired
    .filter(object => !ownedSchema.safeParse(object).success)
    .filter(object => markIds(object).some(id => owners.has(id)))
    .flatMap(object => compareResource({ live: object }, options) ?? []);
}

function markIds(object: Resource): string[] {
  return marksOf(object).map(mark => JSON.stringify(mark));
}
