import type {
  ChangeEntry,
  TargetState,
} from '@backstage-gitops/plugin-gitops-common';

/**
 * Becomes another text when something new has changed one of the targets, or
 * has come further on the way to where it runs.
 */
export function newestChange(targets: readonly TargetState[]): string {
  return targets
    .map(({ id, lastChange, live }) =>
      [id, lastChange?.landedBy, ...arrivalOf(live)].join(' '),
    )
    .sort()
    .join('\n');
}

function arrivalOf(live: TargetState['live']): readonly unknown[] {
  if (live?.state !== 'observed') return [];
  const { appliedRevision, behind, delivery } = live;
  const steps = delivery?.steps.map(({ state }) => state) ?? [];
  return [appliedRevision, behind?.running, ...steps];
}

/** What tells a change from all others of a history. */
export function changeKey({ landedBy, targets }: ChangeEntry): string {
  return [landedBy, ...targets].join();
}
