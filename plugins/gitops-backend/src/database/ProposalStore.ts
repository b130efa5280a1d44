import {
  ProposalKind,
  ProposalState,
  ProposedMove,
  PullRequestStatus,
} from '@backstage-gitops/plugin-gitops-common';
import { Knex } from 'knex';
import { randomUUID } from 'node:crypto';
import { columnText } from './columnText';
import { deleteForeign } from './ForeignProposalStore';
import {
  ProposalTarget,
  statusColumns,
  statusText,
  writeProposalTargets,
} from './proposalParts';
import { ProposalRow, ProposalTargetRow, StoredRequest } from './proposalRows';

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
      if (claimed === 1) await writeProposalTargets(tx, row.key, draft.targets);
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

  /** The proposal that the same proposal would be, where there is one. */
  async onBranch(
    repositoryId: string,
    branch: string,
  ): Promise<ProposalRow | undefined> {
    return this.#knex<ProposalRow>('proposals')
      .where({ repository_id: repositoryId, open_branch: branch })
      .first();
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
