import {
  ProposalKind,
  ProposalState,
  ProposedMove,
  PullRequestStatus,
  pullRequestStatusSchema,
} from '@backstage-gitops/plugin-gitops-common';
import { Knex } from 'knex';
import { randomUUID } from 'node:crypto';
import { batchesOf } from './batches';
import { columnText } from './columnText';
import { digestOf } from './digest';
import { ProposalRow, ProposalTargetRow, StoredRequest } from './proposalRows';

/** A target that a proposal moves, and whose it is to be where it is new. */
export interface ProposalTarget {
  readonly id: string;
  readonly environment: string;
  readonly entityRef?: string;
  readonly owner?: string;
}

/** What a proposal comes to. */
export interface ProposalDraft {
  readonly repository: string;
  readonly kind: ProposalKind;
  readonly branch: string;
  readonly title: string;
  readonly moves: readonly ProposedMove[];
  readonly targets: readonly ProposalTarget[];
  readonly request: StoredRequest;
  /** Digest of what it makes of the files. */
  readonly content: string;
}

/** The right to write a proposal to its forge, until it runs out. */
export interface ProposalClaim {
  readonly holder: string;
  readonly at: Date;
  readonly until: Date;
}

/** `held`: somebody is writing it at this moment. */
export interface BegunProposal {
  readonly outcome: 'begun' | 'held';
  readonly row: ProposalRow;
}

/** An open pull request that was not proposed here. */
export interface ForeignProposal {
  readonly repository: string;
  readonly status: PullRequestStatus;
  readonly reason: string;
  readonly moves: readonly ProposedMove[];
  readonly targets: readonly ProposalTarget[];
}

/** What is new about a proposal. */
export interface ProposalNews {
  readonly state: ProposalState;
  readonly reason?: string;
  readonly status?: PullRequestStatus;
  /** Nothing more is awaited of it. */
  readonly ended: boolean;
}

const released = { holder: null, held_until: null } as const;

/** Writes proposals. Each write tells whether it was anything new. */
export class ProposalStore {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  /**
   * Writes a proposal down before its forge is told of it, and claims it. The
   * same proposal that is open already is the one to be updated; while
   * somebody else writes it, it is left as it is.
   */
  async begin(
    draft: ProposalDraft,
    claim: ProposalClaim,
  ): Promise<BegunProposal> {
    return this.#knex.transaction(async tx => {
      const place = {
        repository_id: draft.repository,
        open_branch: draft.branch,
      };
      const columns = draftColumns(draft, claim.at);
      await tx('proposals')
        .insert({
          ...place,
          ...columns,
          id: randomUUID(),
          state: 'opening',
          branch: draft.branch,
          created_by: draft.request.askedBy ?? null,
          created_at: claim.at.getTime(),
        })
        .onConflict(['repository_id', 'open_branch'])
        .ignore();
      const claimed = await tx('proposals')
        .where(place)
        .andWhere(free => whereFree(free, claim.at))
        .update({
          ...columns,
          state: 'opening',
          reason: null,
          ended_at: null,
          holder: claim.holder,
          held_until: claim.until.getTime(),
        });
      const row = await tx<ProposalRow>('proposals').where(place).first();
      if (!row) throw new Error('A proposal was not written');
      if (claimed === 1) await writeTargets(tx, row.key, draft.targets);
      return { outcome: claimed === 1 ? 'begun' : 'held', row };
    });
  }

  /** Takes over one whose writer has died; undefined where nobody has. */
  async takeOver(
    key: number,
    claim: ProposalClaim,
  ): Promise<ProposalRow | undefined> {
    const claimed = await this.#knex('proposals')
      .where({ key, state: 'opening' })
      .andWhere(free => whereFree(free, claim.at))
      .update({ holder: claim.holder, held_until: claim.until.getTime() });
    return claimed === 1
      ? this.#knex<ProposalRow>('proposals').where({ key }).first()
      : undefined;
  }

  /** Proposals of a repository whose writer has died. */
  async abandoned(
    repositoryId: string,
    at: Date,
  ): Promise<readonly ProposalRow[]> {
    return this.#knex<ProposalRow>('proposals')
      .where({ repository_id: repositoryId, state: 'opening' })
      .whereNull('ended_at')
      .andWhere(free => whereFree(free, at))
      .orderBy('key');
  }

  /** Tells whether the claim still stood, so that what was written counts. */
  async opened(
    key: number,
    holder: string,
    opened: { status: PullRequestStatus; reason: string; at: Date },
  ): Promise<boolean> {
    const { status, reason, at } = opened;
    return this.#knex.transaction(async tx => {
      const row = await tx<ProposalRow>('proposals').where({ key }).first();
      if (!row) return false;
      // Seen by a replica that read the forge before it knew whose it is.
      await deleteForeign(tx, row.repository_id, status.number);
      const written = await tx('proposals')
        .where({ key, holder })
        .update({
          ...statusColumns(status),
          state: 'open',
          reason: columnText(reason),
          updated_at: at.getTime(),
          ...released,
        });
      return written === 1;
    });
  }

  /** One that has a pull request stays open; what failed was its update. */
  async fail(
    key: number,
    holder: string,
    failure: { reason: string; at: Date },
  ): Promise<void> {
    const columns = {
      reason: columnText(failure.reason),
      updated_at: failure.at.getTime(),
      ...released,
    };
    await this.#knex('proposals')
      .where({ key, holder })
      .update({
        ...columns,
        state: this.#knex.raw(
          `case when pull_request is null then 'failed' else 'open' end`,
        ),
      });
  }

  /** Proposals of which something is awaited, and nobody is writing. */
  async current(repositoryId: string): Promise<readonly ProposalRow[]> {
    return this.#knex<ProposalRow>('proposals')
      .where({ repository_id: repositoryId })
      .whereNull('ended_at')
      .whereNot({ state: 'opening' })
      .orderBy('key');
  }

  async byKey(key: number): Promise<ProposalRow | undefined> {
    return this.#knex<ProposalRow>('proposals').where({ key }).first();
  }

  /** Merged ones, in all repositories, that are not known to run yet. */
  async merged(): Promise<readonly ProposalRow[]> {
    return this.#knex<ProposalRow>('proposals')
      .whereNull('ended_at')
      .andWhere({ state: 'merged' })
      .orderBy('key');
  }

  async targetsOf(key: number): Promise<readonly ProposalTargetRow[]> {
    return this.#knex<ProposalTargetRow>('proposal_targets').where({
      proposal_key: key,
    });
  }

  async byNumber(
    repositoryId: string,
    number: number,
  ): Promise<ProposalRow | undefined> {
    return this.#knex<ProposalRow>('proposals')
      .where({ repository_id: repositoryId, pull_request: number })
      .first();
  }

  /** The proposal that the same proposal would be, where there is one. */
  async onBranch(
    repositoryId: string,
    branch: string,
  ): Promise<ProposalRow | undefined> {
    return this.#knex<ProposalRow>('proposals')
      .where({ repository_id: repositoryId, open_branch: branch })
      .first();
  }

  /** Whether a pull request from the branch would be one of ours. */
  async isBeingOpened(repositoryId: string, branch: string): Promise<boolean> {
    const row = await this.onBranch(repositoryId, branch);
    return row?.state === 'opening';
  }

  /** Keeps an open pull request of somebody else's. */
  async keepForeign(foreign: ForeignProposal, at: Date): Promise<boolean> {
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
      if (row) await writeTargets(tx, row.key, foreign.targets);
      return true;
    });
  }

  /** Where nobody is writing it and it is not so already. */
  async update(
    row: ProposalRow,
    news: ProposalNews,
    at: Date,
  ): Promise<boolean> {
    const { state, reason, status, ended } = news;
    const isSame =
      row.state === state &&
      (row.reason ?? undefined) === reason &&
      (row.ended_at !== null) === ended &&
      (status === undefined || row.pull_request_status === statusText(status));
    if (isSame) return false;
    const isOver = state !== 'open' && state !== 'failed';
    const written = await this.#knex('proposals')
      .where({ key: row.key, state: row.state })
      .whereNull('holder')
      .update({
        state,
        reason: reason === undefined ? null : columnText(reason),
        ...(status && statusColumns(status)),
        ...((isOver || ended) && { open_branch: null }),
        ended_at: ended ? at.getTime() : null,
        updated_at: at.getTime(),
      });
    return written === 1;
  }
}

function whereFree(query: Knex.QueryBuilder, at: Date): void {
  query.whereNull('holder').orWhere('held_until', '<', at.getTime());
}

function draftColumns(draft: ProposalDraft, at: Date) {
  return {
    kind: draft.kind,
    title: columnText(draft.title),
    moves: JSON.stringify(draft.moves),
    request: JSON.stringify(draft.request),
    content: draft.content,
    updated_at: at.getTime(),
  };
}

function statusColumns(status: PullRequestStatus) {
  return {
    pull_request: status.number,
    pull_request_status: statusText(status),
  };
}

/** The same text for the same status, with nothing else that a forge told. */
function statusText(status: PullRequestStatus): string {
  return JSON.stringify(pullRequestStatusSchema.parse(status));
}

async function deleteForeign(
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

async function writeTargets(
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
