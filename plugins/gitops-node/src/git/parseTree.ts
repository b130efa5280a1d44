import { Diagnostic } from '@backstage-gitops/plugin-gitops-common';
import { isUtf8 } from 'node:buffer';
import { TreeEntry, TreeEntryType } from './FileTree';

export interface ListedEntry extends TreeEntry {
  /** Absent where the object is missing. */
  readonly bytes?: number;
}

export interface ListedTree {
  /** Sorted by path. */
  readonly entries: readonly ListedEntry[];
  readonly diagnostics: readonly Diagnostic[];
}

const types: Readonly<Record<string, TreeEntryType>> = {
  '100644': 'file',
  '100664': 'file',
  '100755': 'executable',
  '120000': 'symlink',
  '160000': 'submodule',
};

/** Reads what `ls-tree -r -z -l` prints, as bytes: a path may hold any but NUL. */
export function parseTree(output: Buffer): ListedTree {
  const entries: ListedEntry[] = [];
  const diagnostics: Diagnostic[] = [];
  let start = 0;
  while (start < output.length) {
    const end = output.indexOf(0, start);
    const record = output.subarray(start, end < 0 ? output.length : end);
    start = end < 0 ? output.length : end + 1;
    const tab = record.indexOf(9);
    const [mode, , id, size] = record.toString('latin1', 0, tab).split(/ +/);
    const path = record.subarray(tab + 1);
    const type = types[mode];
    if (type === undefined) continue;
    if (!isUtf8(path)) {
      diagnostics.push(notUtf8(path));
      continue;
    }
    const bytes = Number(size);
    entries.push({
      path: path.toString('utf8'),
      type,
      id,
      ...(Number.isInteger(bytes) && { bytes }),
    });
  }
  entries.sort((a, b) => (a.path < b.path ? -1 : 1));
  return { entries, diagnostics };
}

function notUtf8(path: Buffer): Diagnostic {
  const shown = [...path]
    .map(byte =>
      byte >= 0x20 && byte < 0x7f
        ? String.fromCharCode(byte)
        : `\\x${byte.toString(16).padStart(2, '0')}`,
    )
    .join('');
  return {
    level: 'warning',
    code: 'path-not-utf8',
    message: `The path ${shown} is not UTF-8 and is left out.`,
  };
}
