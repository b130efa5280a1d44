import {
  ProposalRollout,
  PullRequestStatus,
} from '@backstage-gitops/plugin-gitops-common';
import { LoggerService } from '@backstage/backend-plugin-api';
import { LiveStates } from '../api/LiveStates';
import { HistoryReader } from '../database/HistoryReader';
import {
  ProposalRow,
  ProposalTargetRow,
  readMoves,
  readPullRequest,
} from '../database/proposalRows';
import { ProposalStore } from '../database/ProposalStore';
import { RepositoryStore } from '../database/RepositoryStore';
import { readArtifacts, TargetRow } from '../database/rows';
import { TargetReader } from '../database/TargetReader';
import { CommitOrders } from '../indexing/CommitOrders';
import { publicReason } from '../indexing/publicReason';
import { combineRollouts, rolloutOf } from './rollout';

/** A merge is among the newest changes of a target, or was superseded. */
const changesLookedAt = 20;

/** What did not come to run by then is not awaited any more. */
const patienceMilliseconds = 7 * 24 * 60 * 60_000;

export interface RolloutWatchOptions {
  readonly store: ProposalStore;
  readonly targets: TargetReader;
  readonly history: HistoryReader;
  readonly status: RepositoryStore;
  readonly live: LiveStates;
  readonly orders: Pick<CommitOrders, 'of'>;
  /** Told of targets whose proposals have news. */
  readonly onNews: (targets: readonly string[]) => void;
  readonly logger: LoggerService;
  readonly now: () => Date;
}

/** Follows merged proposals until every target runs what they asked for. */
export class RolloutWatch {
  readonly #options: RolloutWatchOptions;
  #running: Promise<void> | undefined;
  #isDue = false;

  constructor(options: RolloutWatchOptions) {
    this.#options = options;
  }

  /** Looks soon; news that come together are looked at together. */
  notice(): void {
    this.#isDue = true;
    this.#running ??= this.#drain().finally(() => {
      this.#running = undefined;
    });
  }

  /** Resolves when nothing that was noticed is left to look at. */
  async settled(): Promise<void> {
    await this.#running;
  }

  async #drain(): Promise<void> {
    while (this.#isDue) {
      this.#isDue = false;
      try {
        await this.check();
      } catch (error) {
        this.#options.logger.warn('Merged proposals could not be looked at', {
          reason: publicReason(error, ''),
        });
      }
    }
  }

  /** Looks at every merged proposal that is awaited, in all repositories. */
  async check(): Promise<void> {
    const { store } = this.#options;
    for (const row of await store.merged()) await this.#look(row);
  }

  /** How far a merged proposal has come, on these of its targets. */
  async rollouts(
    row: ProposalRow,
    targets: readonly Pick<ProposalTargetRow, 'target_id' | 'environment'>[],
  ): Promise<ProposalRollout[]> {
    const { targets: reader, live } = this.#options;
    const ids = targets.map(({ target_id }) => target_id);
    const rows = await reader.byIds(ids);
    const lives = await live.of([...rows.values()]);
    const pullRequest = readPullRequest(row);
    const holds = await this.#holds(row, pullRequest);
    const moves = readMoves(row);
    const rollouts: ProposalRollout[] = [];
    for (const { target_id: id, environment } of targets) {
      const target = rows.get(id);
      const own = moves.filter(move => move.target === id);
      // Who gains nothing by a promotion only changed along.
      if (own.length === 0 && moves.length > 0) continue;
      if (row.kind === 'retireService' && !target) continue;
      const place = placeOf(environment, target);
      const hasLanded = await this.#hasLanded(target, pullRequest);
      rollouts.push({
        ...{ target: id, place },
        ...rolloutOf({
          ...{ place, hasLanded, moves: own },
          ...(target && { declared: readArtifacts(target.artifacts) }),
          holds: commit => holds(commit, target?.branch),
          live: lives.get(id),
        }),
      });
    }
    return rollouts;
  }

  async #look(row: ProposalRow): Promise<void> {
    const { store, onNews, now } = this.#options;
    const targets = await store.targetsOf(row.key);
    const news = combineRollouts(await this.rollouts(row, targets));
    const mergedAt = Date.parse(readPullRequest(row)?.mergedAt ?? '');
    const isLate = now().getTime() - mergedAt > patienceMilliseconds;
    const ended = news.ended || isLate;
    if (await store.update(row, { ...news, ended }, now())) {
      onNews(targets.map(({ target_id }) => target_id));
    }
  }

  /**
   * Tells whether a commit holds the merge. Where its forge does not tell of
   * which commit it was, what was read last of the branch holds it.
   */
  async #holds(
    { repository_id: repository }: ProposalRow,
    pullRequest: PullRequestStatus | undefined,
  ): Promise<(commit: string, branch?: string) => boolean | undefined> {
    const { orders, status } = this.#options;
    const revisions = (await status.revisions([repository])).get(repository);
    const order = await orders.of(repository);
    const merge = pullRequest?.mergeCommit;
    return (commit, branch) => {
      const known =
        merge === undefined ? undefined : order?.contains(commit, merge);
      if (known !== undefined) return known;
      const isRead = branch !== undefined && revisions?.[branch] === commit;
      return commit === merge || isRead ? true : undefined;
    };
  }

  async #hasLanded(
    target: TargetRow | undefined,
    pullRequest: PullRequestStatus | undefined,
  ): Promise<boolean> {
    if (!target || pullRequest?.mergeCommit === undefined) return false;
    const changes = await this.#options.history.newest([target.key], {
      kind: 'all',
      limit: changesLookedAt,
    });
    return changes.some(({ landed_by, commit }) =>
      [landed_by, commit].includes(pullRequest.mergeCommit ?? ''),
    );
  }
}

function placeOf(environment: string, target: TargetRow | undefined): string {
  const service = target ? `${target.service} in ${environment}` : environment;
  return target?.cluster ? `${service} on ${target.cluster}` : service;
}
