import { directoriesOf } from './directoriesOf';
import { FileContent, FileTree, TreeEntry } from './FileTree';

/** How many symlinks one path may lead through. */
const maximumSymlinks = 16;

/** A {@link FileTree} over contents that are already read. */
export class GitFileTree implements FileTree {
  readonly revision: string;
  readonly entries: ReadonlyMap<string, TreeEntry>;
  readonly #contents: ReadonlyMap<string, FileContent>;
  #directories: ReadonlyMap<string, readonly string[]> | undefined;

  constructor(
    revision: string,
    entries: ReadonlyMap<string, TreeEntry>,
    contents: ReadonlyMap<string, FileContent>,
  ) {
    this.revision = revision;
    this.entries = entries;
    this.#contents = contents;
  }

  content(path: string): FileContent {
    const resolved = this.#resolve(path);
    if (resolved === undefined) {
      return { state: this.entries.has(path) ? 'symlink' : 'absent' };
    }
    const entry = this.entries.get(resolved);
    if (entry === undefined) {
      const link = this.entries.get(path)?.type === 'symlink';
      return { state: link ? 'symlink' : 'absent' };
    }
    if (entry.type === 'submodule') return { state: 'submodule' };
    return this.#contents.get(entry.id) ?? { state: 'notLoaded' };
  }

  hasDirectory(path: string): boolean {
    return this.#directory(path) !== undefined;
  }

  children(directory: string): readonly string[] {
    return this.#directory(directory) ?? [];
  }

  #directory(path: string): readonly string[] | undefined {
    this.#directories ??= directoriesOf(this.entries.keys());
    const known = this.#directories.get(path);
    if (known !== undefined) return known;
    const resolved = this.#resolve(path);
    return resolved === undefined ? undefined : this.#directories.get(resolved);
  }

  /** The path without symlinks; undefined where one leaves the tree or loops. */
  #resolve(path: string): string | undefined {
    let current = path;
    for (let followed = 0; followed <= maximumSymlinks; followed += 1) {
      const link = this.#firstSymlink(current);
      if (link === undefined) return current;
      const content = this.#contents.get(link.id);
      if (content?.state !== 'text') return undefined;
      const rest = current.slice(link.path.length);
      const parent = link.path.split('/').slice(0, -1).join('/');
      const target = joinWithin(parent, content.text);
      if (target === undefined) return undefined;
      current = target === '' ? rest.slice(1) : `${target}${rest}`;
    }
    return undefined;
  }

  #firstSymlink(path: string): TreeEntry | undefined {
    const entry = this.entries.get(path);
    if (entry !== undefined) {
      return entry.type === 'symlink' ? entry : undefined;
    }
    let end = path.indexOf('/');
    while (end > 0) {
      const prefix = this.entries.get(path.slice(0, end));
      if (prefix?.type === 'symlink') return prefix;
      end = path.indexOf('/', end + 1);
    }
    return undefined;
  }
}

/** Joins a relative target to a directory; undefined where it leaves the tree. */
function joinWithin(directory: string, target: string): string | undefined {
  if (target === '' || target.startsWith('/')) return undefined;
  const segments = directory === '' ? [] : directory.split('/');
  for (const segment of target.split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment !== '..') segments.push(segment);
    else if (segments.pop() === undefined) return undefined;
  }
  return segments.join('/');
}
