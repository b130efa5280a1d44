import { Knex } from 'knex';
import { Visibility } from '../permissions/TargetAccess';
import { TargetFilter } from '../permissions/TargetFilter';
import { batchesOf } from './batches';
import { ProposalRow, ProposalTargetRow } from './proposalRows';
import { whereCriteria } from './targetConditions';

/** Which proposals a page is asked for. */
export interface ProposalSelection {
  readonly target?: string;
  readonly entity?: string;
  /** `open`: something is still awaited of it. */
  readonly state: 'open' | 'all';
  /** Older than the one of this key. */
  readonly before?: number;
  readonly limit: number;
}

/** A proposal with those of its targets that the request may see. */
export interface VisibleProposal {
  readonly row: ProposalRow;
  readonly targets: readonly string[];
}

interface AskerRow {
  readonly repository_id: string;
  readonly pull_request: number;
  readonly created_by: string;
}

/** A pull request as a change of a repository names it. */
export interface NamedPullRequest {
  readonly repository: string;
  readonly number: number;
}

/** Reads proposals, only those of targets that the request may see. */
export class ProposalReader {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  /** Newest first. */
  async page(
    selection: ProposalSelection,
    visibility: Visibility,
  ): Promise<VisibleProposal[]> {
    const rows = await this.pageQuery(selection, visibility);
    return this.#withTargets(rows, visibility);
  }

  /** The one statement that finds a page's proposals. */
  pageQuery(
    { target, entity, state, before, limit }: ProposalSelection,
    visibility: Visibility,
  ): Knex.QueryBuilder<object, ProposalRow[]> {
    const query = this.#knex('proposals')
      .whereIn('proposals.key', keys => {
        this.#visibleKeys(keys, visibility);
        if (target !== undefined) keys.where({ target_id: target });
        if (entity !== undefined) {
          keys.whereIn('target_id', this.#idsOf('entity_ref', [entity]));
        }
      })
      .orderBy('proposals.key', 'desc')
      .limit(limit)
      .select('proposals.*');
    if (state === 'open') query.whereNull('proposals.ended_at');
    if (before !== undefined) query.where('proposals.key', '<', before);
    return query;
  }

  async byId(
    id: string,
    visibility: Visibility,
  ): Promise<VisibleProposal | undefined> {
    const row = await this.#knex<ProposalRow>('proposals')
      .where({ id })
      .first();
    if (!row) return undefined;
    const [found] = await this.#withTargets([row], visibility);
    return found.targets.length > 0 ? found : undefined;
  }

  /** Who asked here for each pull request, where anyone did. */
  async askers(
    pullRequests: readonly NamedPullRequest[],
    visibility: Visibility,
  ): Promise<(named: NamedPullRequest) => string | undefined> {
    const asked = new Map(pullRequests.map(one => [nameOf(one), one]));
    const found = new Map<string, string>();
    for (const batch of batchesOf([...asked.values()], 2)) {
      for (const row of await this.askersQuery(batch, visibility)) {
        const { repository_id, pull_request, created_by } = row;
        found.set(
          nameOf({ repository: repository_id, number: pull_request }),
          created_by,
        );
      }
    }
    return named => found.get(nameOf(named));
  }

  /** The one statement that tells who asked for a page's changes. */
  askersQuery(
    pullRequests: readonly NamedPullRequest[],
    visibility: Visibility,
  ): Knex.QueryBuilder<object, AskerRow[]> {
    return (
      this.#knex('proposals')
        .whereIn(
          ['repository_id', 'pull_request'],
          pullRequests.map(({ repository, number }) => [repository, number]),
        )
        // What others opened was asked for on the forge, and what was given up
        // brought no change.
        .whereNotNull('kind')
        .whereNotNull('created_by')
        .whereNotIn('state', ['closed', 'failed'])
        .whereIn('proposals.key', keys => this.#visibleKeys(keys, visibility))
        .select('repository_id', 'pull_request', 'created_by')
    );
  }

  async #withTargets(
    rows: readonly ProposalRow[],
    visibility: Visibility,
  ): Promise<VisibleProposal[]> {
    const targets = new Map<number, string[]>(rows.map(({ key }) => [key, []]));
    for (const batch of batchesOf([...targets.keys()], 1)) {
      const query = this.#knex<ProposalTargetRow>('proposal_targets')
        .whereIn('proposal_key', batch)
        .orderBy(['environment', 'target_id'])
        .select('proposal_key', 'target_id');
      this.#whereVisible(query, visibility);
      const found: Pick<ProposalTargetRow, 'proposal_key' | 'target_id'>[] =
        await query;
      for (const { proposal_key, target_id } of found) {
        targets.get(proposal_key)?.push(target_id);
      }
    }
    return rows.map(row => ({ row, targets: targets.get(row.key) ?? [] }));
  }

  #visibleKeys(query: Knex.QueryBuilder, visibility: Visibility): void {
    query.select('proposal_key').from('proposal_targets');
    this.#whereVisible(query, visibility);
  }

  #whereVisible(query: Knex.QueryBuilder, visibility: Visibility): void {
    if (visibility.scope === 'all') return;
    whereCriteria(query, visibility.criteria, (inner, filter) =>
      this.#whereFilter(inner, filter),
    );
  }

  /** A target that is to be has an owner by itself, others by their entity. */
  #whereFilter(query: Knex.QueryBuilder, filter: TargetFilter): void {
    if (filter.property === 'environment') {
      query.whereIn('proposal_targets.environment', filter.values);
      return;
    }
    const column = filter.property === 'entity' ? 'entity_ref' : 'owner';
    query.where(any =>
      any
        .whereIn(`proposal_targets.${column}`, filter.values)
        .orWhereIn(
          'proposal_targets.target_id',
          this.#idsOf(column, filter.values),
        ),
    );
  }

  /** Ids of the targets that are tied so. */
  #idsOf(column: 'entity_ref' | 'owner', values: readonly string[]) {
    return this.#knex('target_entities')
      .join('targets', 'targets.key', 'target_entities.target_key')
      .whereIn(`target_entities.${column}`, values)
      .select('targets.id');
  }
}

function nameOf({ repository, number }: NamedPullRequest): string {
  return JSON.stringify([repository, number]);
}
