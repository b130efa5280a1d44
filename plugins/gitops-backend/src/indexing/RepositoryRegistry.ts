import {
  ConfigRepository,
  RepositoryConfig,
} from '@backstage-gitops/plugin-gitops-node';
import { RepositoryIndexer } from './RepositoryIndexer';

/** A repository that this replica reads. */
export interface ReadRepository {
  readonly config: RepositoryConfig;
  readonly url: string;
  readonly repository: ConfigRepository;
  readonly indexer: RepositoryIndexer;
}

type Listener = (added: ReadRepository) => Promise<void>;

/**
 * The repositories that this replica reads: those of the configuration, and
 * those that were made from the portal since.
 */
export class RepositoryRegistry {
  readonly #open: (config: RepositoryConfig) => ReadRepository;
  readonly #entries = new Map<string, ReadRepository>();
  readonly #listeners: Listener[] = [];

  constructor(open: (config: RepositoryConfig) => ReadRepository) {
    this.#open = open;
  }

  /** By id; grows as repositories are added. */
  get entries(): ReadonlyMap<string, ReadRepository> {
    return this.#entries;
  }

  /** Each that is there, and each that is added from now on. */
  async each(listener: Listener): Promise<void> {
    this.#listeners.push(listener);
    for (const entry of [...this.#entries.values()]) await listener(entry);
  }

  /** What is read already, by its id or from the same URL, stays as it is. */
  async add(config: RepositoryConfig): Promise<void> {
    const isKnown =
      this.#entries.has(config.id) ||
      [...this.#entries.values()].some(({ url }) => url === config.url);
    if (isKnown) return;
    const entry = this.#open(config);
    this.#entries.set(config.id, entry);
    for (const listener of this.#listeners) await listener(entry);
  }
}
