import type {
  ChangeEntry,
  ChangeRollout,
} from '@backstage-gitops/plugin-gitops-common';

/** A change with every environment that it took effect in at once. */
export interface HistoryRow {
  readonly entry: ChangeEntry;
  readonly environments: readonly string[];
  readonly clusters: readonly string[];
  /** Ids of every target that it moved. */
  readonly targets: readonly string[];
  /** When it came to run, of all its targets. */
  readonly rollouts: readonly ChangeRollout[];
}

/**
 * One row for what one commit did: a base that is edited once changes several
 * environments, and the server tells of each. Only neighbours are joined, so
 * that the order of time stands. `order` is the promotion order of the
 * environments.
 */
export function historyRows(
  entries: readonly ChangeEntry[],
  order: readonly string[],
): HistoryRow[] {
  const rows: HistoryRow[] = [];
  for (const entry of entries) {
    const last = rows[rows.length - 1];
    if (last && isOneChange(last.entry, entry)) {
      rows[rows.length - 1] = {
        entry: last.entry,
        environments: union(last.environments, [entry.environment]).sort(
          (a, b) => order.indexOf(a) - order.indexOf(b),
        ),
        clusters: union(last.clusters, entry.clusters),
        targets: union(last.targets, entry.targets),
        rollouts: [...last.rollouts, ...(entry.rollouts ?? [])],
      };
    } else {
      const { environment, clusters, targets, rollouts = [] } = entry;
      const environments = [environment];
      rows.push({ entry, environments, clusters, targets, rollouts });
    }
  }
  return rows;
}

function isOneChange(a: ChangeEntry, b: ChangeEntry): boolean {
  return (
    a.repository === b.repository &&
    a.commit === b.commit &&
    a.landedBy === b.landedBy &&
    a.rollback === b.rollback &&
    movesOf(a) === movesOf(b)
  );
}

function movesOf({ artifacts }: ChangeEntry): string {
  return JSON.stringify(
    artifacts.map(({ kind, name, from, to }) => [kind, name, from, to]).sort(),
  );
}

function union(a: readonly string[], b: readonly string[]): string[] {
  return [...new Set([...a, ...b])];
}
