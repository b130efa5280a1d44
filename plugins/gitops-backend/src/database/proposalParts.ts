import {
  PullRequestStatus,
  pullRequestStatusSchema,
} from '@backstage-gitops/plugin-gitops-common';
import { Knex } from 'knex';
import { batchesOf } from './batches';
import { columnText } from './columnText';

/** A target that a proposal moves, and whose it is to be where it is new. */
export interface ProposalTarget {
  readonly id: string;
  readonly environment: string;
  readonly entityRef?: string;
  readonly owner?: string;
}

/** What a forge told of a proposal's pull request. */
export function statusColumns(status: PullRequestStatus) {
  return {
    pull_request: status.number,
    pull_request_status: statusText(status),
  };
}

/** The same text for the same status, with nothing else that a forge told. */
export function statusText(status: PullRequestStatus): string {
  return JSON.stringify(pullRequestStatusSchema.parse(status));
}

/** Makes these the targets of a proposal. */
export async function writeProposalTargets(
  tx: Knex.Transaction,
  key: number,
  targets: readonly ProposalTarget[],
): Promise<void> {
  await tx('proposal_targets').where({ proposal_key: key }).delete();
  const rows = targets.map(({ id, environment, entityRef, owner }) => ({
    proposal_key: key,
    target_id: columnText(id),
    environment: columnText(environment),
    entity_ref: entityRef ?? '',
    owner: owner ?? '',
  }));
  for (const batch of batchesOf(rows, 5)) {
    await tx('proposal_targets').insert(batch);
  }
}
