import { DiscoveryInput } from '../discovery/model';
import { FileTree } from '../git/FileTree';
import { EditedTree } from './EditedTree';
import { EditedFile } from './model';

/** What one file becomes: removed where there is no text. */
interface FileEdit {
  readonly text: string | undefined;
  readonly executable: boolean;
}

/** Files added, changed and removed, branch by branch, before they are a plan. */
export class TreeEdits {
  readonly #input: DiscoveryInput;
  readonly #edits = new Map<string, Map<string, FileEdit>>();

  constructor(input: DiscoveryInput) {
    this.#input = input;
  }

  /** The text of a file as edited so far; `undefined` where it has none. */
  text(branch: string, path: string): string | undefined {
    const edit = this.#edits.get(branch)?.get(path);
    return edit === undefined ? this.#original(branch, path) : edit.text;
  }

  /** Whether the path was there before, or is by now. */
  has(branch: string, path: string): boolean {
    const edit = this.#edits.get(branch)?.get(path);
    if (edit !== undefined) return edit.text !== undefined;
    return this.#tree(branch)?.entries.has(path) ?? false;
  }

  write(branch: string, path: string, text: string, executable = false): void {
    this.#set(branch, path, { text, executable });
  }

  remove(branch: string, path: string): void {
    this.#set(branch, path, { text: undefined, executable: false });
  }

  #set(branch: string, path: string, edit: FileEdit): void {
    const edits = this.#edits.get(branch) ?? new Map<string, FileEdit>();
    this.#edits.set(branch, edits.set(path, edit));
  }

  files(): readonly EditedFile[] {
    return [...this.#edits]
      .flatMap(([branch, edits]) =>
        [...edits].flatMap(([path, { text: after, executable }]) => {
          const before = this.#original(branch, path);
          if (before === after) return [];
          return [
            {
              branch,
              path,
              ...(before !== undefined && { before }),
              ...(after !== undefined && { after }),
              ...(executable && { executable }),
            },
          ];
        }),
      )
      .sort((a, b) => (a.path < b.path ? -1 : 1));
  }

  /** What discovery is asked about once they are made. */
  input(): DiscoveryInput {
    return {
      ...this.#input,
      branches: this.#input.branches.map(branch => {
        const edits = this.#edits.get(branch.name);
        if (edits === undefined) return branch;
        const texts = new Map(
          [...edits].map(([path, { text }]) => [path, text] as const),
        );
        return { ...branch, tree: new EditedTree(branch.tree, texts) };
      }),
    };
  }

  #tree(branch: string): FileTree | undefined {
    return this.#input.branches.find(({ name }) => name === branch)?.tree;
  }

  #original(branch: string, path: string): string | undefined {
    const content = this.#tree(branch)?.content(path);
    return content?.state === 'text' ? content.text : undefined;
  }
}
