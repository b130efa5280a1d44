import { createHash } from 'node:crypto';
import { directoriesOf } from '../git/directoriesOf';
import { FileContent, FileTree, TreeEntry } from '../git/FileTree';

/**
 * A commit's files with some of them changed, added, or (where `texts` has
 * none for a path) removed, as they would be once the proposal is merged.
 *
 * @public
 */
export class EditedTree implements FileTree {
  readonly revision: string;
  readonly entries: ReadonlyMap<string, TreeEntry>;
  readonly #tree: FileTree;
  readonly #texts: ReadonlyMap<string, string | undefined>;
  /** Absent where the same paths are there as before. */
  readonly #directories: ReadonlyMap<string, readonly string[]> | undefined;

  constructor(tree: FileTree, texts: ReadonlyMap<string, string | undefined>) {
    this.#tree = tree;
    this.#texts = texts;
    this.entries = editedEntries(tree.entries, texts);
    const isSamePaths = [...texts].every(
      ([path, text]) => tree.entries.has(path) === (text !== undefined),
    );
    this.#directories = isSamePaths
      ? undefined
      : directoriesOf(this.entries.keys());
    const ids = [...texts]
      .map(
        ([path, text]) => `${path} ${text === undefined ? '' : blobId(text)}`,
      )
      .join('\n');
    this.revision = `${tree.revision}+${blobId(ids).slice(0, 12)}`;
  }

  content(path: string): FileContent {
    if (!this.#texts.has(path)) return this.#tree.content(path);
    const text = this.#texts.get(path);
    return text === undefined
      ? { state: 'absent' }
      : { state: 'text', id: blobId(text), text };
  }

  hasDirectory(path: string): boolean {
    if (this.#directories === undefined) return this.#tree.hasDirectory(path);
    return this.#directories.has(path) || this.#isBehindSymlink(path);
  }

  children(directory: string): readonly string[] {
    const known = this.#directories?.get(directory);
    if (known !== undefined) return known;
    return this.#directories === undefined || this.#isBehindSymlink(directory)
      ? this.#tree.children(directory)
      : [];
  }

  /** A directory that the tree has, but no path of it lies in. */
  #isBehindSymlink(path: string): boolean {
    return (
      this.#tree.hasDirectory(path) &&
      ![...this.#tree.entries.keys()].some(entry =>
        entry.startsWith(`${path}/`),
      )
    );
  }
}

function editedEntries(
  entries: ReadonlyMap<string, TreeEntry>,
  texts: ReadonlyMap<string, string | undefined>,
): ReadonlyMap<string, TreeEntry> {
  const edited = new Map(entries);
  for (const [path, text] of texts) {
    if (text === undefined) {
      edited.delete(path);
      continue;
    }
    const type = entries.get(path)?.type ?? 'file';
    edited.set(path, { path, type, id: blobId(text) });
  }
  return new Map([...edited].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** As Git names a file's content. */
function blobId(text: string): string {
  const bytes = Buffer.from(text);
  return createHash('sha1')
    .update(`blob ${bytes.length}\0`)
    .update(bytes)
    .digest('hex');
}
