import {
  Proposal,
  proposalKindSchema,
  proposalRequestSchema,
  proposalStateSchema,
  ProposalState,
  ProposedMove,
  proposedMoveSchema,
  PullRequestStatus,
  pullRequestStatusSchema,
} from '@backstage-gitops/plugin-gitops-common';
import { z } from 'zod';
import { BigInteger, isoTime } from './rows';

export interface ProposalRow {
  readonly key: number;
  readonly id: string;
  readonly repository_id: string;
  readonly kind: string | null;
  readonly state: string;
  readonly reason: string | null;
  readonly title: string;
  readonly moves: string;
  readonly created_by: string | null;
  readonly created_at: BigInteger;
  readonly updated_at: BigInteger;
  readonly branch: string;
  readonly open_branch: string | null;
  readonly pull_request: number | null;
  readonly pull_request_status: string | null;
  readonly request: string | null;
  readonly content: string | null;
  readonly ended_at: BigInteger | null;
  readonly holder: string | null;
  readonly held_until: BigInteger | null;
}

/** A target of a proposal; `entity_ref` and `owner` of one that is to be. */
export interface ProposalTargetRow {
  readonly proposal_key: number;
  readonly target_id: string;
  readonly environment: string;
  readonly entity_ref: string;
  readonly owner: string;
}

/** What is needed to go on after a crash. No token is part of it. */
export const storedRequestSchema = z.object({
  request: proposalRequestSchema,
  revisions: z.record(z.string(), z.string()),
  askedBy: z.string().optional(),
});

export type StoredRequest = z.output<typeof storedRequestSchema>;

const moves = z.array(proposedMoveSchema);

export const readMoves = (row: Pick<ProposalRow, 'moves'>): ProposedMove[] =>
  moves.parse(JSON.parse(row.moves));

export const readState = (row: Pick<ProposalRow, 'state'>): ProposalState =>
  proposalStateSchema.parse(row.state);

export function readPullRequest(
  row: Pick<ProposalRow, 'pull_request_status'>,
): PullRequestStatus | undefined {
  return row.pull_request_status === null
    ? undefined
    : pullRequestStatusSchema.parse(JSON.parse(row.pull_request_status));
}

export function readRequest(
  row: Pick<ProposalRow, 'request'>,
): StoredRequest | undefined {
  return row.request === null
    ? undefined
    : storedRequestSchema.parse(JSON.parse(row.request));
}

/** A proposal as it is shown to someone who may see these of its targets. */
export function proposalFromRow(
  row: ProposalRow,
  targets: readonly string[],
): Proposal {
  const visible = new Set(targets);
  return {
    id: row.id,
    repository: row.repository_id,
    kind: row.kind === null ? undefined : proposalKindSchema.parse(row.kind),
    state: readState(row),
    reason: row.reason ?? undefined,
    title: row.title,
    targets: [...visible],
    moves: readMoves(row).filter(({ target }) => visible.has(target)),
    createdBy: row.created_by ?? undefined,
    createdAt: isoTime(row.created_at),
    updatedAt: isoTime(row.updated_at),
    pullRequest: readPullRequest(row),
  };
}
