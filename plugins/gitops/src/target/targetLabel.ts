/** The parts of a target that can tell it from its neighbours. */
export interface Place {
  readonly service: string;
  readonly environment: string;
  readonly cluster?: string;
  readonly namespace?: string;
  readonly unitName: string;
}

type Part = 'service' | 'cluster' | 'namespace' | 'unitName';

/**
 * What tells a target from those beside it, shortest first: its cluster
 * wherever it has one, then each part that is not the same for all. A target
 * alone in its environment without a cluster is called by its unit.
 */
export function targetLabels<T extends Place>(
  targets: readonly T[],
  options: { readonly withCluster: boolean },
): Map<T, string> {
  const varying = (part: Part) =>
    new Set(targets.map(target => target[part])).size > 1;
  const shown: Part[] = [];
  if (varying('service')) shown.push('service');
  if (options.withCluster) shown.push('cluster');
  if (varying('namespace')) shown.push('namespace');

  const labels = new Map(targets.map(t => [t, text(t, shown)] as const));
  const counts = new Map<string, number>();
  for (const label of labels.values()) {
    counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  return new Map(
    targets.map(target => {
      const label = labels.get(target) ?? '';
      if (label === '') return [target, target.unitName];
      const alone = counts.get(label) === 1;
      return [target, alone ? label : `${label} · ${target.unitName}`];
    }),
  );
}

function text(target: Place, parts: readonly Part[]): string {
  return parts.flatMap(part => target[part] ?? []).join(' · ');
}
