import { Knex } from 'knex';
import { batchesOf } from './batches';
import { columnText, optionalColumnText } from './columnText';

/** What was read of a pull request; who approved it is unknown where absent. */
export interface ReadPullRequest {
  readonly number: number;
  readonly url?: string;
  readonly approvers?: readonly string[];
}

/** Who stood behind the changes of a repository; read once of each. */
export class PullRequestStore {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  /** Numbers that changes name and nobody has read, of the newest first. */
  async unread(repositoryId: string, limit: number): Promise<number[]> {
    const rows: { pull_request: number }[] = await this.#knex('changes')
      .where('changes.repository_id', repositoryId)
      .whereNotNull('pull_request')
      .whereNotExists(
        this.#knex('pull_requests')
          .select(this.#knex.raw('1'))
          .whereRaw('pull_requests.repository_id = changes.repository_id')
          .whereRaw('pull_requests.number = changes.pull_request'),
      )
      .groupBy('pull_request')
      .orderByRaw('max(effective_at) desc, pull_request desc')
      .limit(limit)
      .select('pull_request');
    return rows.map(({ pull_request }) => pull_request);
  }

  async keep(
    repositoryId: string,
    { number, url, approvers }: ReadPullRequest,
    at: Date,
  ): Promise<void> {
    await this.#knex('pull_requests')
      .insert({
        repository_id: repositoryId,
        number,
        url: optionalColumnText(url),
        approvers: approvers ? JSON.stringify(approvers.map(columnText)) : null,
        read_at: at.getTime(),
      })
      .onConflict(['repository_id', 'number'])
      .ignore();
  }

  /**
   * Tells it with the changes, also with those that were read from Git anew
   * since. Tells the ids of the targets that have news.
   */
  async apply(repositoryId: string): Promise<readonly string[]> {
    const known = (column: string) =>
      this.#knex('pull_requests')
        .select(column)
        .whereRaw('pull_requests.repository_id = changes.repository_id')
        .whereRaw('pull_requests.number = changes.pull_request');
    const keys: number[] = await this.#knex('changes')
      .where('changes.repository_id', repositoryId)
      .whereNotNull('changes.pull_request')
      .whereNull('changes.approvers')
      .whereExists(known('number').whereNotNull('pull_requests.approvers'))
      .pluck('changes.key');
    const targets = new Set<string>();
    for (const batch of batchesOf(keys, 1)) {
      await this.#knex('changes')
        .whereIn('key', batch)
        .update({
          approvers: known('approvers'),
          pull_request_url: known('url'),
        });
      const ids: string[] = await this.#knex('targets')
        .whereIn(
          'key',
          this.#knex('target_changes')
            .select('target_key')
            .whereIn('change_key', batch),
        )
        .pluck('id');
      ids.forEach(id => targets.add(id));
    }
    return [...targets];
  }
}
