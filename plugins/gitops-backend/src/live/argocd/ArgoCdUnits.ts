import {
  ArgoCdUnit,
  CommitOrder,
  RepositoryConfig,
} from '@backstage-gitops/plugin-gitops-node';
import { Unit } from '@backstage-gitops/plugin-gitops-common';
import { declaredVersions } from '../../database/declaredVersions';
import { digestOf } from '../../database/digest';
import { DeliveredUnits, UnitContext } from '../../database/DeliveredUnits';
import { RepositoryStore } from '../../database/RepositoryStore';
import { IndexedUnit, UnitReader } from '../../database/UnitReader';
import { CommitOrders } from '../../indexing/CommitOrders';
import { isRepositoryAt } from '../isRepositoryAt';
import { hintOf } from './hintOf';

export interface ArgoCdUnitsOptions {
  readonly units: UnitReader;
  readonly contexts: DeliveredUnits;
  readonly status: RepositoryStore;
  readonly orders: CommitOrders;
  readonly repositories: ReadonlyMap<
    string,
    { readonly config: RepositoryConfig }
  >;
}

/** Where a unit is declared, as it was read last. */
interface Place {
  readonly repository: string;
  readonly branch: string;
}

/** Of a unit without targets nothing else tells the branch. */
function onlyBranchOf(revisions: Readonly<Record<string, string>> = {}) {
  const [branch, ...others] = Object.keys(revisions);
  return branch === undefined || others.length > 0 ? '' : branch;
}

/** A source without a branch means the remote's HEAD, which is one of these. */
const usualBranches = ['main', 'master'];

/** The units that Argo CD may deploy, and what ties its sources to them. */
export class ArgoCdUnits {
  readonly #options: ArgoCdUnitsOptions;
  #places: ReadonlyMap<string, Place> = new Map();
  #versions: ReadonlyMap<string, string> = new Map();
  #orders: ReadonlyMap<string, CommitOrder | undefined> = new Map();

  constructor(options: ArgoCdUnitsOptions) {
    this.#options = options;
  }

  /** Another one whenever something else may be declared. */
  async fingerprint(): Promise<string> {
    const { units, contexts } = this.#options;
    return digestOf([await units.fingerprint(), await contexts.fingerprint()]);
  }

  async read(): Promise<readonly ArgoCdUnit[]> {
    const { units, contexts, status, orders } = this.#options;
    const indexed = await units.all();
    const known = await contexts.all();
    const repositories = [
      ...new Set(indexed.map(({ repository }) => repository)),
    ];
    const revisions = await status.revisions(repositories);
    this.#orders = await orders.ofAll(repositories);
    const branchOf = ({ repository, unit }: IndexedUnit) =>
      known.get(unit.id)?.branch ?? onlyBranchOf(revisions.get(repository));
    this.#places = new Map(
      indexed.map(each => [
        each.unit.id,
        { repository: each.repository, branch: branchOf(each) },
      ]),
    );
    this.#versions = new Map(
      indexed
        .flatMap(({ targets }) => targets)
        .map(({ id, artifacts }) => [id, declaredVersions(artifacts)]),
    );
    return indexed.map(each =>
      unitOf(each, known.get(each.unit.id), revisions.get(each.repository)),
    );
  }

  /** What a target declared at the last read. */
  declaredVersions(target: string): string | undefined {
    return this.#versions.get(target);
  }

  /** As of the last read. */
  isSourceOf(
    { id }: Unit,
    source: { readonly url: string; readonly branch?: string },
  ): boolean {
    const { repository = '', branch } = this.#places.get(id) ?? {};
    const config = this.#options.repositories.get(repository)?.config;
    if (config === undefined || branch === undefined) return false;
    const { branches } = config;
    const { repositories } = this.#options;
    if (!isRepositoryAt(repository, source.url, repositories)) return false;
    if (source.branch !== undefined) return source.branch === branch;
    return branches === undefined || usualBranches.includes(branch);
  }

  /** As of the last read. */
  containsCommit(
    { id }: Unit,
    later: string,
    earlier: string,
  ): boolean | undefined {
    const { repository = '' } = this.#places.get(id) ?? {};
    return this.#orders.get(repository)?.contains(later, earlier);
  }
}

function unitOf(
  { unit, targets }: IndexedUnit,
  context: UnitContext | undefined,
  revisions: Readonly<Record<string, string>> = {},
): ArgoCdUnit {
  // A commit that changed nothing of the unit need not be fetched for it.
  const commit = context?.changedBy ?? revisions[context?.branch ?? ''];
  const hint = hintOf(context?.selector);
  return {
    unit,
    targets,
    ...(commit !== undefined && { declared: { revision: commit, commit } }),
    ...(hint !== undefined && { hint }),
  };
}
