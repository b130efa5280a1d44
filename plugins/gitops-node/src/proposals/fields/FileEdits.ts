import { DiscoveryBranch, DiscoveryInput } from '../../discovery/model';
import { EditRefusal } from '../edit/EditResult';
import { EditedTree } from '../EditedTree';
import { EditedFile } from '../model';
import { FileEdit } from './model';

/** Why an edit could not be made. */
export interface RefusedEdit {
  readonly file: string;
  readonly reason: EditRefusal;
  readonly message: string;
}

/** Edits of a repository's files, one upon the other. */
export class FileEdits {
  readonly #input: DiscoveryInput;
  readonly #texts = new Map<string, Map<string, string>>();

  constructor(input: DiscoveryInput) {
    this.#input = input;
  }

  /** What came of it, where it could not be made. */
  add({ branch, file, edit }: FileEdit): RefusedEdit | undefined {
    const texts = this.#texts.get(branch) ?? new Map<string, string>();
    const edited = edit(texts.get(file) ?? this.#original(branch, file));
    if (edited.state === 'refused') return { file, ...edited };
    this.#texts.set(branch, texts.set(file, edited.text));
    return undefined;
  }

  get files(): readonly EditedFile[] {
    return [...this.#texts].flatMap(([branch, texts]) =>
      [...texts].flatMap(([path, after]) => {
        const before = this.#original(branch, path);
        if (before === after) return [];
        return [
          { branch, path, after, ...(before !== undefined && { before }) },
        ];
      }),
    );
  }

  /** The branches with the edits in place; those without any are the same. */
  get branches(): readonly DiscoveryBranch[] {
    return this.#input.branches.map(branch => {
      const texts = this.#texts.get(branch.name);
      return texts === undefined
        ? branch
        : { ...branch, tree: new EditedTree(branch.tree, texts) };
    });
  }

  #original(branch: string, file: string): string | undefined {
    const found = this.#input.branches.find(({ name }) => name === branch);
    const content = found?.tree.content(file);
    return content?.state === 'text' ? content.text : undefined;
  }
}
