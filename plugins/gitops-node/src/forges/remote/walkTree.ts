import { RemoteFile } from './Remote';

/** An entry of one folder, as Git has it. */
export interface TreeEntry {
  readonly name: string;
  readonly type: string;
  readonly mode: string;
  readonly id: string;
}

/**
 * The files of a tree, by one request for each folder that leads to them:
 * a repository's whole tree may be too big for one answer.
 */
export async function walkTree(
  readTree: (id: string) => Promise<readonly TreeEntry[]>,
  root: string,
  paths: readonly string[],
): Promise<ReadonlyMap<string, RemoteFile>> {
  const files = new Map<string, RemoteFile>();
  const trees = new Map<string, readonly TreeEntry[]>();
  for (const path of paths) {
    const folders = path.split('/');
    const name = folders.pop();
    let tree: string | undefined = root;
    for (const folder of folders) {
      if (tree === undefined) break;
      const entries = await entriesOf(tree);
      tree = entries.find(
        entry => entry.name === folder && entry.type === 'tree',
      )?.id;
    }
    const file =
      tree === undefined
        ? undefined
        : (await entriesOf(tree)).find(entry => entry.name === name);
    if (file !== undefined) {
      files.set(path, { id: file.id, executable: file.mode === '100755' });
    }
  }
  return files;

  async function entriesOf(id: string): Promise<readonly TreeEntry[]> {
    const present = trees.get(id);
    if (present !== undefined) return present;
    const entries = await readTree(id);
    trees.set(id, entries);
    return entries;
  }
}
