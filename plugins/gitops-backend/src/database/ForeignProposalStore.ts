import {
  ProposedMove,
  PullRequestStatus,
} from '@backstage-gitops/plugin-gitops-common';
import { Knex } from 'knex';
import { randomUUID } from 'node:crypto';
import { columnText } from './columnText';
import { digestOf } from './digest';
import {
  ProposalTarget,
  statusColumns,
  statusText,
  writeProposalTargets,
} from './proposalParts';
import { ProposalRow } from './proposalRows';

/** An open pull request that was not proposed here. */
export interface ForeignProposal {
  readonly repository: string;
  readonly status: PullRequestStatus;
  readonly reason: string;
  readonly moves: readonly ProposedMove[];
  readonly targets: readonly ProposalTarget[];
}

/** Writes what others have opened. */
export class ForeignProposalStore {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  async byNumber(
    repositoryId: string,
    number: number,
  ): Promise<ProposalRow | undefined> {
    return this.#knex<ProposalRow>('proposals')
      .where({ repository_id: repositoryId, pull_request: number })
      .first();
  }

  /** Whether a pull request from the branch would be one of ours. */
  async isBeingOpened(repositoryId: string, branch: string): Promise<boolean> {
    const row = await this.#knex<ProposalRow>('proposals')
      .where({
        repository_id: repositoryId,
        open_branch: branch,
        state: 'opening',
      })
      .first('key');
    return row !== undefined;
  }

  /** Keeps an open pull request of somebody else's. */
  async keep(foreign: ForeignProposal, at: Date): Promise<boolean> {
    const { repository, status, moves } = foreign;
    const place = { repository_id: repository, pull_request: status.number };
    return this.#knex.transaction(async tx => {
      const columns = {
        ...statusColumns(status),
        state: 'open',
        reason: columnText(foreign.reason),
        title: columnText(status.title),
        moves: JSON.stringify(moves),
        content: digestOf([moves, foreign.targets, statusText(status)]),
        ended_at: null,
      };
      const same = await tx('proposals')
        .where({ ...place, content: columns.content, state: 'open' })
        .first('key');
      if (same) return false;
      await tx('proposals')
        .insert({
          ...columns,
          id: randomUUID(),
          repository_id: repository,
          branch: columnText(status.sourceBranch),
          created_by: columnText(status.author),
          created_at: Date.parse(status.createdAt) || at.getTime(),
          updated_at: at.getTime(),
        })
        .onConflict(['repository_id', 'pull_request'])
        .merge({ ...columns, updated_at: at.getTime() });
      const row = await tx<ProposalRow>('proposals').where(place).first('key');
      if (row) await writeProposalTargets(tx, row.key, foreign.targets);
      return true;
    });
  }
}

/** Forgets one that turned out to be our own. */
export async function deleteForeign(
  tx: Knex.Transaction,
  repositoryId: string,
  number: number,
): Promise<void> {
  const keys = await tx<ProposalRow>('proposals')
    .where({ repository_id: repositoryId, pull_request: number })
    .whereNull('kind')
    .pluck('key');
  await tx('proposal_targets').whereIn('proposal_key', keys).delete();
  await tx('proposals').whereIn('key', keys).delete();
}
