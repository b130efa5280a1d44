import type { EngineStatus } from '@backstage-gitops/plugin-gitops-common';

const compare = new Intl.Collator('en', { numeric: true }).compare;

/** By kind and name: an order that live data never moves. */
export function inOrder(engines: readonly EngineStatus[]): EngineStatus[] {
  return [...engines].sort(
    (a, b) => compare(a.kind, b.kind) || compare(a.name, b.name),
  );
}
