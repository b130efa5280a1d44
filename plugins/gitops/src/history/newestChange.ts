import type {
  ChangeEntry,
  TargetState,
} from '@backstage-gitops/plugin-gitops-common';

/** Becomes another text when something new has changed one of the targets. */
export function newestChange(targets: readonly TargetState[]): string {
  return targets
    .map(({ id, lastChange }) => `${id} ${lastChange?.landedBy}`)
    .sort()
    .join('\n');
}

/** What tells a change from all others of a history. */
export function changeKey({ landedBy, targets }: ChangeEntry): string {
  return [landedBy, ...targets].join();
}
