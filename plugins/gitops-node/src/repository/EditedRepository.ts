import { FileTree } from '../git/FileTree';
import { EditedTree } from '../proposals/EditedTree';
import { EditPlan } from '../proposals/model';
import { ConfigRepository } from './ConfigRepository';
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

  /** By the revision that was planned against; several branches may share it. */
  async tree(options: {
    ref?: string;
    signal?: AbortSignal;
  }): Promise<FileTree> {
    const tree = await this.#repository.tree(options);
    const { files, revisions } = this.#plan;
    const texts = files.flatMap(({ branch, path, after }) =>
      revisions[branch] === tree.revision ? [[path, after] as const] : [],
    );
    return texts.length === 0 ? tree : new EditedTree(tree, new Map(texts));
  }
}
