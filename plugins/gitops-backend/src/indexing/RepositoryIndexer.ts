import { LoggerService } from '@backstage/backend-plugin-api';
import { isError, stringifyError } from '@backstage/errors';
import { EventsService } from '@backstage/plugin-events-node';
import {
  ConfigRepository,
  EnvironmentConfig,
  FileRule,
  RepositoryConfig,
} from '@backstage-gitops/plugin-gitops-node';
import { digestOf } from '../database/digest';
import { EntityStore } from '../database/EntityStore';
import { factRows } from '../database/factRows';
import { FactsStore } from '../database/FactsStore';
import { RepositoryStore } from '../database/RepositoryStore';
import { HistoryIndexer } from './HistoryIndexer';
import { indexedTopic } from './indexedTopic';
import { LagUpdater } from './LagUpdater';
import { publicReason } from './publicReason';

/** Raised where an upgrade must read again what it has read before. */
const indexVersion = 2;

const tookTooLong =
  'Reading did not finish in time; `gitops.schedule.timeout` may be raised';

function isTimeout(reason: unknown): boolean {
  return isError(reason) && reason.name === 'TimeoutError';
}

export interface RepositoryIndexerOptions {
  readonly config: RepositoryConfig;
  readonly environments: readonly EnvironmentConfig[];
  readonly fileRules: readonly FileRule[];
  readonly repository: ConfigRepository;
  readonly repositories: RepositoryStore;
  readonly facts: FactsStore;
  readonly history: HistoryIndexer;
  readonly entities: EntityStore;
  readonly lag: LagUpdater;
  readonly events: EventsService;
  readonly logger: LoggerService;
  readonly now: () => Date;
}

/** What a run came to. */
export type IndexOutcome = 'unchanged' | 'indexed' | 'failed';

/**
 * Brings what is stored of one repository up to date. Whatever fails is kept
 * as the repository's health, and what was known before stays.
 */
export class RepositoryIndexer {
  readonly #options: RepositoryIndexerOptions;

  constructor(options: RepositoryIndexerOptions) {
    this.#options = options;
  }

  /** Throws only where `signal` ended the run, which says nothing of Git. */
  async run(signal: AbortSignal): Promise<IndexOutcome> {
    const { config, repositories, logger } = this.#options;
    try {
      return await this.#index(signal);
    } catch (error) {
      if (signal.aborted && !isTimeout(signal.reason)) throw error;
      const reason = signal.aborted
        ? tookTooLong
        : publicReason(error, config.url);
      await repositories.fail(config.id, reason);
      logger.warn('Reading a repository failed', {
        repository: config.id,
        reason,
      });
      logger.debug(publicReason(stringifyError(error), config.url));
      return 'failed';
    }
  }

  async #index(signal: AbortSignal): Promise<IndexOutcome> {
    const { config, environments, fileRules, repository, repositories } =
      this.#options;
    const startedAt = this.#options.now();
    const known = await repositories.startAttempt(config.id, startedAt);
    const { revisions } = await repository.refresh({ signal });
    const rules = fileRules.map(({ name, version }) => [name, version ?? '']);
    const key = digestOf([
      ...[indexVersion, config, environments, revisions],
      // What is stored was read by the rules that there were.
      ...(rules.length > 0 ? [rules] : []),
    ]);
    if (known.factsKey === key && known.historyKey === key) {
      await repositories.succeed(config.id, startedAt, key);
      return 'unchanged';
    }
    const services =
      known.factsKey === key
        ? await this.#options.history.services(config.id)
        : await this.#writeFacts(key, signal);
    const moved = await this.#options.history.update(config.id, repository, {
      now: startedAt,
      signal,
    });
    const tied = await this.#options.entities.tie();
    await this.#options.lag.update([
      ...new Set([...services, ...moved, ...tied]),
    ]);
    await repositories.succeed(config.id, startedAt, key);
    this.#options.logger.info('Indexed a repository', {
      repository: config.id,
      milliseconds: this.#options.now().getTime() - startedAt.getTime(),
    });
    await this.#options.events.publish({
      topic: indexedTopic,
      eventPayload: { repository: config.id },
    });
    return 'indexed';
  }

  async #writeFacts(
    factsKey: string,
    signal: AbortSignal,
  ): Promise<readonly string[]> {
    const { config, repository, facts } = this.#options;
    const discovery = await repository.discover({ signal });
    const { services } = await facts.write(
      config.id,
      factRows(config.id, discovery),
      { revisions: discovery.revisions, factsKey },
    );
    return services;
  }
}
