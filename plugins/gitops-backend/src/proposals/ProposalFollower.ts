import { PullRequestStatus } from '@backstage-gitops/plugin-gitops-common';
import {
  DiscoveredRevisions,
  Forges,
  OpenPullRequest,
} from '@backstage-gitops/plugin-gitops-node';
import { LoggerService } from '@backstage/backend-plugin-api';
import {
  ProposalRow,
  readMoves,
  readPullRequest,
} from '../database/proposalRows';
import { ForeignProposalStore } from '../database/ForeignProposalStore';
import { ProposalNews, ProposalStore } from '../database/ProposalStore';
import { publicReason } from '../indexing/publicReason';
import { ReadRepository } from '../indexing/RepositoryRegistry';
import { forgeOf, RepositoryForge } from './forgeOf';
import { ProposalOpener } from './ProposalOpener';
import { readTouched, Touched, touchedTargets } from './TouchedTargets';
import { proposalNews } from './proposalNews';
import { waitingReason } from './waitingReason';

export interface ProposalFollowerOptions {
  readonly entry: ReadRepository;
  readonly forges: Forges;
  readonly store: ProposalStore;
  readonly others: ForeignProposalStore;
  readonly opener: ProposalOpener;
  /** Whether open pull requests of others are kept as well. */
  readonly foreign: boolean;
  /** Told of targets whose proposals have news. */
  readonly onNews: (targets: readonly string[]) => void;
  readonly logger: LoggerService;
  readonly now: () => Date;
}

/** Heads of others' pull requests that one turn looks into. */
const headsInTurn = 5;

/** A proposal that failed is shown for so long. */
const failedMilliseconds = 24 * 60 * 60_000;

/**
 * Keeps what is known of one repository's pull requests what its forge says.
 * A forge that doesn't answer is asked again at the next turn.
 */
export class ProposalFollower {
  readonly #options: ProposalFollowerOptions;
  /** What was listed last, so that only what changed is asked for. */
  #known: readonly OpenPullRequest[] = [];

  constructor(options: ProposalFollowerOptions) {
    this.#options = options;
  }

  async run(signal: AbortSignal): Promise<void> {
    const { entry, forges, store, opener, logger, now } = this.#options;
    const { id } = entry.config;
    for (const row of await store.abandoned(id, now())) {
      await opener.resume(row, signal);
    }
    const forge = forgeOf(entry.config, forges);
    if (!forge) return;
    try {
      await this.#follow(forge, signal);
    } catch (error) {
      signal.throwIfAborted();
      logger.warn('The pull requests of a repository could not be read', {
        repository: id,
        reason: publicReason(error, forge.url),
      });
    }
  }

  async #follow(forge: RepositoryForge, signal: AbortSignal): Promise<void> {
    const { entry, store } = this.#options;
    this.#known = await forge.forge.openPullRequests(forge.url, {
      known: this.#known,
      signal,
    });
    const rows = await store.current(entry.config.id);
    const listed = new Map(this.#known.map(open => [open.number, open]));
    for (const row of rows) {
      const number = row.pull_request;
      if (number === null) await this.#forget(row);
      else if (row.state !== 'merged') {
        const status =
          listed.get(number) ??
          (await forge.forge.pullRequest(forge.url, number, { signal }));
        if (row.kind !== null || status.state !== 'open') {
          await this.#update(row, proposalNews(row, status));
        }
      }
    }
    if (this.#options.foreign) await this.#keepForeign(signal);
  }

  /** Nothing is on the forge of what failed, so nothing there will move it. */
  async #forget(row: ProposalRow): Promise<void> {
    const age = this.#options.now().getTime() - Number(row.updated_at);
    if (row.state !== 'failed' || age < failedMilliseconds) return;
    await this.#update(row, {
      state: 'failed',
      reason: row.reason ?? undefined,
      ended: true,
    });
  }

  async #update(row: ProposalRow, news: ProposalNews): Promise<void> {
    const { store, now } = this.#options;
    if (await store.update(row, news, now())) await this.#tell(row.key);
  }

  async #tell(key: number): Promise<void> {
    const targets = await this.#options.store.targetsOf(key);
    this.#options.onNews(targets.map(({ target_id }) => target_id));
  }

  /** Open pull requests that were not proposed here, if they touch a target. */
  async #keepForeign(signal: AbortSignal): Promise<void> {
    const { entry, others, now } = this.#options;
    let base: DiscoveredRevisions | undefined;
    let heads = headsInTurn;
    for (const open of this.#known) {
      const row = await others.byNumber(entry.config.id, open.number);
      const isOwn =
        row !== undefined
          ? row.kind !== null
          : await others.isBeingOpened(entry.config.id, open.sourceBranch);
      if (isOwn) continue;
      base ??= await entry.repository.discover({ signal });
      if (base.revisions[open.targetBranch] === undefined) continue;
      if (touchedTargets(open, base).length === 0) continue;
      const isRead = row !== undefined && isHeadKnown(row, open);
      if (!isRead) heads -= 1;
      // The others have their turn next time.
      if (heads < 0) break;
      const touched = isRead
        ? await this.#readBefore(row, open, base)
        : await this.#read(open, base, signal);
      const { files: _, ...status } = open;
      const isNews = await others.keep(
        {
          ...{ repository: entry.config.id, status },
          reason: waitingReason(status),
          moves: touched.moves,
          targets: touched.targets.map(({ id, environment }) => ({
            ...{ id, environment },
          })),
        },
        now(),
      );
      if (isNews) this.#options.onNews(touched.targets.map(({ id }) => id));
    }
  }

  async #readBefore(
    row: ProposalRow,
    open: OpenPullRequest,
    base: DiscoveredRevisions,
  ): Promise<Touched> {
    const moves = readMoves(row);
    const known = new Set(
      (await this.#options.store.targetsOf(row.key)).map(t => t.target_id),
    );
    const targets = touchedTargets(open, base);
    const same = targets.filter(({ id }) => known.has(id));
    return { targets: same.length > 0 ? same : targets, moves };
  }

  async #read(
    open: OpenPullRequest,
    base: DiscoveredRevisions,
    signal: AbortSignal,
  ): Promise<Touched> {
    const { entry, logger } = this.#options;
    try {
      return await readTouched(open, base, entry.repository, signal);
    } catch (error) {
      signal.throwIfAborted();
      logger.debug('The head of a pull request could not be read', {
        repository: entry.config.id,
        number: open.number,
        reason: publicReason(error, entry.url),
      });
      return { targets: touchedTargets(open, base), moves: [] };
    }
  }
}

/** Another may have come to the branch since it was looked into. */
function isHeadKnown(row: ProposalRow, { headCommit }: PullRequestStatus) {
  return readPullRequest(row)?.headCommit === headCommit;
}
