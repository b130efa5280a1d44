import { createHash } from 'node:crypto';
import { FileContent, FileTree, TreeEntry } from '../git/FileTree';

/**
 * A commit's files with some of them changed, as they would be once the
 * proposal is merged. Files are changed, not added or removed.
 *
 * @public
 */
export class EditedTree implements FileTree {
  readonly revision: string;
  readonly entries: ReadonlyMap<string, TreeEntry>;
  readonly #tree: FileTree;
  readonly #texts: ReadonlyMap<string, string>;

  constructor(tree: FileTree, texts: ReadonlyMap<string, string>) {
    this.#tree = tree;
    this.#texts = texts;
    const entries = new Map(tree.entries);
    for (const [path, text] of texts) {
      const entry = entries.get(path);
      if (entry) entries.set(path, { ...entry, id: blobId(text) });
    }
    this.entries = entries;
    const ids = [...texts.values()].map(blobId).join('\n');
    this.revision = `${tree.revision}+${blobId(ids).slice(0, 12)}`;
  }

  content(path: string): FileContent {
    const text = this.#texts.get(path);
    return text === undefined
      ? this.#tree.content(path)
      : { state: 'text', id: blobId(text), text };
  }

  hasDirectory(path: string): boolean {
    return this.#tree.hasDirectory(path);
  }

  children(directory: string): readonly string[] {
    return this.#tree.children(directory);
  }
}

/** As Git names a file's content. */
function blobId(text: string): string {
  const bytes = Buffer.from(text);
  return createHash('sha1')
    .update(`blob ${bytes.length}\0`)
    .update(bytes)
    .digest('hex');
}
