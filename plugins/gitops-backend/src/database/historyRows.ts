import { Change } from '@backstage-gitops/plugin-gitops-common';
import { columnText, optionalColumnText } from './columnText';
import { digestOf } from './digest';
import { ChangeRow, columnTime } from './rows';

/** A change with its place on the branch: the first landing is 0. */
export interface PlacedChange extends Change {
  readonly position: number;
}

export type NewChangeRow = Omit<ChangeRow, 'key'>;

/** Kinds in the order in which one includes the next. */
export const changeKinds = { all: 0, versions: 1, rollbacks: 2 } as const;

export type ChangeKind = keyof typeof changeKinds;

/**
 * The digest leaves out when the change was seen: it stays the same change,
 * whoever sees it again.
 */
export function changeRow(
  repositoryId: string,
  change: PlacedChange,
  observedAt?: Date,
): NewChangeRow {
  const columns = {
    repository_id: repositoryId,
    position: change.position,
    commit: change.commit,
    landed_by: change.landedBy,
    effective_at: columnTime(change.effectiveAt),
    authored_at: columnTime(change.authoredAt),
    author: columnText(change.author),
    subject: columnText(change.subject),
    pull_request: change.pullRequest?.number ?? null,
    pull_request_url: optionalColumnText(change.pullRequest?.url),
    approvers: change.approvers ? JSON.stringify(change.approvers) : null,
    artifacts: JSON.stringify(change.artifacts),
    rollback: change.rollback,
  };
  return {
    ...columns,
    observed_at: change.observedAt
      ? columnTime(change.observedAt)
      : observedAt?.getTime() ?? null,
    digest: digestOf(columns),
  };
}

export function kindOf(change: Pick<Change, 'rollback' | 'artifacts'>): number {
  if (change.artifacts.length === 0) return changeKinds.all;
  return change.rollback ? changeKinds.rollbacks : changeKinds.versions;
}
