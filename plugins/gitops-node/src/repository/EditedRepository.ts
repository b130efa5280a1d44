import { FileTree } from '../git/FileTree';
import { EditedTree } from '../proposals/EditedTree';
import { EditPlan } from '../proposals/model';
import { ConfigRepository, ReadAt } from './ConfigRepository';
import { DiscoveredRevisions } from './GitConfigRepository';

/**
 * A repository as it would be once a proposal is merged, as far as rendering
 * asks.
 *
 * @public
 */
export class EditedRepository
  implements Pick<ConfigRepository, 'discover' | 'tree'>
{
  readonly #repository: Pick<ConfigRepository, 'tree'>;
  readonly #plan: EditPlan;

  constructor(repository: Pick<ConfigRepository, 'tree'>, plan: EditPlan) {
    this.#repository = repository;
    this.#plan = plan;
  }

  async discover(): Promise<DiscoveredRevisions> {
    const { after, revisions } = this.#plan;
    return { ...after, revisions };
  }

  /** `branch` tells which is meant where several are at the same commit. */
  async tree(
    options: ReadAt & { branch?: string; signal?: AbortSignal },
  ): Promise<FileTree> {
    const tree = await this.#repository.tree(options);
    const { files, revisions } = this.#plan;
    const isMeant = (branch: string) =>
      options.branch === undefined
        ? revisions[branch] === tree.revision
        : options.branch === branch;
    const texts = files.flatMap(({ branch, path, after }) =>
      isMeant(branch) ? [[path, after] as const] : [],
    );
    return texts.length === 0 ? tree : new EditedTree(tree, new Map(texts));
  }
}
