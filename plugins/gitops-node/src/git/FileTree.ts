/** What Git records at a path. @public */
export type TreeEntryType = 'file' | 'executable' | 'symlink' | 'submodule';

/** One path of a commit's tree. @public */
export interface TreeEntry {
  /** Relative to the repository's root, `/` between segments. */
  readonly path: string;
  readonly type: TreeEntryType;
  /** The object's id, in hexadecimal. */
  readonly id: string;
}

/**
 * What a path holds. Everything but `text` is a reason why there is none; a
 * reader turns it into a diagnostic.
 *
 * @public
 */
export type FileContent =
  | { readonly state: 'text'; readonly id: string; readonly text: string }
  | { readonly state: 'absent' }
  | { readonly state: 'symlink' }
  | { readonly state: 'submodule' }
  | { readonly state: 'binary' }
  | { readonly state: 'tooLarge'; readonly bytes: number }
  | { readonly state: 'notLoaded' }
  | { readonly state: 'missingObject' };

/**
 * The files of one commit, already read, so that whoever is given one stays a
 * pure function of data.
 *
 * @public
 */
export interface FileTree {
  /** The commit's id. */
  readonly revision: string;
  /** Every path of the tree, sorted by path. */
  readonly entries: ReadonlyMap<string, TreeEntry>;
  /** The content of a file; a symlink within the tree is followed. */
  content(path: string): FileContent;
  /** Whether any file lies at or below the directory (`''` is the root). */
  hasDirectory(path: string): boolean;
  /** Names of the direct children of a directory, sorted. */
  children(directory: string): readonly string[];
}
