import { Change } from '@backstage-gitops/plugin-gitops-common';
import { NamedPullRequest, ProposalReader } from '../database/ProposalReader';
import { ChangeRow } from '../database/rows';
import { Visibility } from '../permissions/TargetAccess';

type LandedChange = Pick<ChangeRow, 'repository_id' | 'pull_request'>;

/** What a change is shown with where it was asked for in the portal. */
export type ChangeAskers = (row: LandedChange) => Pick<Change, 'askedBy'>;

/** Who asked for changes, as far as the request may see their proposals. */
export async function changeAskers(
  proposals: ProposalReader,
  changes: readonly LandedChange[],
  visibility: Visibility,
): Promise<ChangeAskers> {
  const asker = await proposals.askers(
    changes.flatMap(row => pullRequestOf(row) ?? []),
    visibility,
  );
  return row => {
    const named = pullRequestOf(row);
    const askedBy = named && asker(named);
    return askedBy === undefined ? {} : { askedBy };
  };
}

function pullRequestOf({
  repository_id,
  pull_request,
}: LandedChange): NamedPullRequest | undefined {
  return pull_request === null
    ? undefined
    : { repository: repository_id, number: pull_request };
}
