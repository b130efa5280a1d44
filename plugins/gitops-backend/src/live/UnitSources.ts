import { Unit } from '@backstage-gitops/plugin-gitops-common';
import {
  CommitOrder,
  ConfigRepository,
  RepositoryConfig,
} from '@backstage-gitops/plugin-gitops-node';
import { IndexedUnit } from '../database/UnitReader';
import { isRepositoryAt } from './isRepositoryAt';

/** A repository that is read, and how it was configured. */
export interface SourceRepository {
  readonly config: RepositoryConfig;
  readonly repository: ConfigRepository;
}

/**
 * What is known of the repositories that declare units, for engines that ask
 * while they look and can't wait.
 */
export class UnitSources {
  readonly #repositories: ReadonlyMap<string, SourceRepository>;
  readonly #byUnit = new Map<string, string>();
  readonly #branches = new Map<string, readonly string[]>();
  readonly #orders = new Map<string, CommitOrder>();

  /** @param repositories - by id; may grow. */
  constructor(repositories: ReadonlyMap<string, SourceRepository>) {
    this.#repositories = repositories;
  }

  learn(units: readonly Pick<IndexedUnit, 'unit' | 'repository'>[]): void {
    for (const { unit, repository } of units) {
      this.#byUnit.set(unit.id, repository);
    }
  }

  /** After the repository was brought up to date. */
  async advance(id: string, signal: AbortSignal): Promise<void> {
    const repository = this.#repositories.get(id)?.repository;
    if (!repository) return;
    const { revisions } = await repository.discover({ signal });
    const order = await repository.commitOrder({ signal });
    this.#branches.set(id, Object.keys(revisions));
    this.#orders.set(id, order);
  }

  /** The branches that are read, where that was done on another replica. */
  learnBranches(id: string, branches: readonly string[]): void {
    if (!this.#branches.has(id)) this.#branches.set(id, branches);
  }

  /**
   * Whether an engine's source is the repository, at the branch, that declares
   * a unit. A source that follows no branch may be.
   */
  isSourceOf = (
    unit: Unit,
    { url, branch }: { readonly url: string; readonly branch?: string },
  ): boolean => {
    const id = this.#byUnit.get(unit.id);
    const config = id && this.#repositories.get(id)?.config;
    if (!id || !config) return false;
    return (
      isRepositoryAt(id, url, this.#repositories) &&
      (branch === undefined ||
        this.#branchesOf(id, config, unit).includes(branch))
    );
  };

  /** Whether `later` holds `earlier`; undefined where that isn't known. */
  containsCommit = (
    unit: Unit,
    later: string,
    earlier: string,
  ): boolean | undefined => {
    const id = this.#byUnit.get(unit.id);
    const order = id === undefined ? undefined : this.#orders.get(id);
    return order?.contains(later, earlier);
  };

  #branchesOf(
    id: string,
    { branch, branches }: RepositoryConfig,
    { environment }: Unit,
  ): readonly string[] {
    if (branches !== undefined) {
      const own = branches[environment];
      return own === undefined ? Object.values(branches) : [own];
    }
    if (branch !== undefined) return [branch];
    return this.#branches.get(id) ?? [];
  }
}
