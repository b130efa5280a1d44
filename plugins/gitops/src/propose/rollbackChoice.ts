import type {
  ChangeEntry,
  ProposalRequest,
} from '@backstage-gitops/plugin-gitops-common';

export type RollbackMode = NonNullable<
  Extract<ProposalRequest, { kind: 'rollback' }>['mode']
>;

/**
 * What a rollback most often means: back to what was declared before the
 * newest change, or that change undone. `entries` are newest first.
 */
export function firstChange(
  entries: readonly ChangeEntry[],
  mode: RollbackMode,
): ChangeEntry | undefined {
  return mode === 'revert' ? entries[0] : entries[1];
}
