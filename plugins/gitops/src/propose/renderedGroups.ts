import type { RenderedChange } from '@backstage-gitops/plugin-gitops-common';

/** One object that changes alike wherever it is applied. */
export interface RenderedGroup {
  readonly resource: string;
  readonly diff: string;
  readonly units: readonly string[];
}

/** What is the same on several clusters is read once. */
export function renderedGroups(
  changes: readonly RenderedChange[],
): RenderedGroup[] {
  const groups = new Map<string, RenderedGroup>();
  for (const { resource, diff, unit } of changes) {
    const key = JSON.stringify([resource, diff]);
    const units = groups.get(key)?.units ?? [];
    groups.set(key, { resource, diff, units: [...units, unit] });
  }
  return [...groups.values()];
}
