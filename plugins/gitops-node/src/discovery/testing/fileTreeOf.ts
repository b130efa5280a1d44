import { FileContent, FileTree, TreeEntry } from '../../git/FileTree';

/** A tree in memory: what a commit with these files would hold. */
export function fileTreeOf(
  files: Readonly<
    Record<string, string | Exclude<FileContent, { state: 'text' }>>
  >,
): FileTree {
  const entries = new Map<string, TreeEntry>();
  for (const path of Object.keys(files).sort()) {
    entries.set(path, { path, type: 'file', id: path });
  }
  return {
    revision: 'f'.repeat(40),
    entries,
    content(path) {
      const content = files[path];
      if (content === undefined) return { state: 'absent' };
      return typeof content === 'string'
        ? { state: 'text', id: path, text: content }
        : content;
    },
    hasDirectory: directory =>
      directory === '' ||
      [...entries.keys()].some(path => path.startsWith(`${directory}/`)),
    children(directory) {
      const prefix = directory === '' ? '' : `${directory}/`;
      const names = [...entries.keys()]
        .filter(path => path.startsWith(prefix))
        .map(path => path.slice(prefix.length).split('/')[0]);
      return [...new Set(names)].sort();
    },
  };
}
