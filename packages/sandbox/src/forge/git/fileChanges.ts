import { runGit } from '../../git/runGit';

/** How one file differs between two commits. */
export interface ChangedFile {
  readonly path: string;
  /** Where it was renamed from. */
  readonly previousPath?: string;
  readonly status: 'added' | 'removed' | 'modified' | 'renamed' | 'changed';
  /** Of the blob it is now, or was where it is removed. */
  readonly sha: string;
  readonly additions: number;
  readonly deletions: number;
  /** Hunks without the header; absent for a binary file. */
  readonly patch?: string;
}

const statuses: Readonly<Record<string, ChangedFile['status']>> = {
  A: 'added',
  D: 'removed',
  M: 'modified',
  R: 'renamed',
  T: 'changed',
};

/** The files that differ from `from` (undefined: from nothing) to `to`. */
export async function fileChanges(
  gitDirectory: string,
  from: string | undefined,
  to: string,
): Promise<ChangedFile[]> {
  const run = (format: readonly string[]) =>
    runGit(
      [
        ...['diff-tree', '--no-ext-diff', '--no-textconv', '-r', '-M'],
        ...format,
        ...(from === undefined ? ['--root', '--no-commit-id', to] : [from, to]),
      ],
      { gitDirectory },
    );
  const [raw, counts, patches] = await Promise.all([
    run(['--raw', '--no-abbrev', '-z']),
    run(['--numstat', '-z']),
    run(['-p', '--full-index']),
  ]);
  const lines = parseCounts(counts);
  const texts = patches
    .split(/^(?=diff --git )/m)
    .filter(Boolean)
    // Where a file becomes a link, one change is written as two.
    .filter(
      (text, index, all) => firstLine(text) !== firstLine(all[index - 1]),
    );
  return parseRaw(raw).map((file, index) => {
    const hunks = /^@@ [\s\S]*/m.exec(texts[index] ?? '')?.[0];
    return {
      ...file,
      ...lines[index],
      ...(hunks && { patch: hunks.replace(/\n$/, '') }),
    };
  });
}

function firstLine(text: string | undefined): string | undefined {
  return text?.split('\n', 1)[0];
}

function parseRaw(
  text: string,
): Omit<ChangedFile, 'additions' | 'deletions' | 'patch'>[] {
  const parts = text.split('\0').filter(Boolean);
  const files = [];
  for (let index = 0; index < parts.length; ) {
    const [, , before, after, letter] = parts[index].split(' ');
    const isRename = letter.startsWith('R');
    const path = parts[index + (isRename ? 2 : 1)];
    files.push({
      path,
      ...(isRename && { previousPath: parts[index + 1] }),
      status: statuses[letter[0]] ?? 'changed',
      sha: letter === 'D' ? before : after,
    });
    index += isRename ? 3 : 2;
  }
  return files;
}

/** A binary file counts no lines. */
function parseCounts(text: string) {
  const parts = text.split('\0').filter(Boolean);
  const counts = [];
  for (let index = 0; index < parts.length; ) {
    const [additions, deletions, path] = parts[index].split('\t');
    counts.push({
      additions: Number(additions) || 0,
      deletions: Number(deletions) || 0,
    });
    // Of a renamed file both names follow apart.
    index += path === '' ? 3 : 1;
  }
  return counts;
}
