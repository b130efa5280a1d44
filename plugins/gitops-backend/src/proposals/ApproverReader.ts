import { Forges } from '@backstage-gitops/plugin-gitops-node';
import { LoggerService } from '@backstage/backend-plugin-api';
import { isError } from '@backstage/errors';
import { PullRequestStore } from '../database/PullRequestStore';
import { publicReason } from '../indexing/publicReason';
import { ReadRepository } from '../indexing/RepositoryRegistry';
import { forgeOf, RepositoryForge } from './forgeOf';

export interface ApproverReaderOptions {
  readonly entry: ReadRepository;
  readonly forges: Forges;
  readonly store: PullRequestStore;
  /** Told of targets whose changes have news. */
  readonly onNews: (targets: readonly string[]) => void;
  readonly logger: LoggerService;
  readonly now: () => Date;
}

/** Each costs a few requests; a history of thousands is read over some hours. */
const pullRequestsInTurn = 20;

/**
 * Reads who approved the pull requests behind a repository's changes, of the
 * newest first and of each once. Where the forge has had enough it goes on at
 * a later turn; indexing never waits for it.
 */
export class ApproverReader {
  readonly #options: ApproverReaderOptions;
  #pausedUntil = 0;

  constructor(options: ApproverReaderOptions) {
    this.#options = options;
  }

  async run(signal: AbortSignal): Promise<void> {
    const { entry, forges, store, onNews } = this.#options;
    const { id } = entry.config;
    const forge = forgeOf(entry.config, forges);
    if (forge) await this.#read(forge, signal);
    const targets = await store.apply(id);
    if (targets.length > 0) onNews(targets);
  }

  async #read(forge: RepositoryForge, signal: AbortSignal): Promise<void> {
    const { entry, store, logger, now } = this.#options;
    const { id } = entry.config;
    if (now().getTime() < this.#pausedUntil) return;
    for (const number of await store.unread(id, pullRequestsInTurn)) {
      try {
        const { url, approvers } = await forge.forge.pullRequestFacts(
          forge.url,
          number,
          { signal },
        );
        await store.keep(id, { number, url, approvers }, now());
      } catch (error) {
        signal.throwIfAborted();
        if (isError(error) && error.name === 'NotFoundError') {
          // A subject may name a number that is an issue, or of elsewhere.
          await store.keep(id, { number }, now());
          continue;
        }
        this.#pausedUntil = retryTime(error);
        logger.info('Reading who approved changes is put off', {
          repository: id,
          reason: publicReason(error, forge.url),
        });
        return;
      }
    }
  }
}

/** When a forge that has had enough says to come again. */
function retryTime(error: unknown): number {
  const retryAt: unknown = isError(error) ? error.retryAt : undefined;
  return typeof retryAt === 'string' ? Date.parse(retryAt) || 0 : 0;
}
