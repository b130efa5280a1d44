import { Diagnostic } from '@backstage-gitops/plugin-gitops-common';
import { FileTree, TreeEntry } from '../git/FileTree';
import { mergeLines } from './mergeLines';

/** A change's files, and those of today. */
export interface UndoneTrees {
  readonly before: FileTree;
  readonly after: FileTree;
  readonly now: FileTree;
}

/** What undoing a change makes of one file. */
export type UndoneFile =
  | { readonly state: 'same' }
  | { readonly state: 'removed' }
  | {
      readonly state: 'edited';
      /** Where the file is today. */
      readonly path: string;
      readonly text: string;
      readonly executable: boolean;
    }
  | { readonly state: 'refused'; readonly diagnostics: readonly Diagnostic[] };

/** Undoes what a change did to a file; what was done to it since stays. */
export function undoFile(path: string, trees: UndoneTrees): UndoneFile {
  const old = trees.before.entries.get(path);
  const changed = trees.after.entries.get(path);
  if ([old, changed].some(entry => entry !== undefined && !isFile(entry))) {
    return refused(path, 'is no plain file, and has to be undone by hand.');
  }
  if (old === undefined) return removeAgain(path, trees);
  if (changed === undefined) return bringBack(path, old, trees);
  return editBack(path, old, trees);
}

function removeAgain(path: string, { after, now }: UndoneTrees): UndoneFile {
  const entry = now.entries.get(path);
  if (entry === undefined) return { state: 'same' };
  if (entry.id === after.entries.get(path)?.id) return { state: 'removed' };
  const [added, today] = [textAt(after, path), textAt(now, path)];
  return refused(
    path,
    'was added by the change and has been edited since.',
    added === undefined || today === undefined
      ? []
      : [firstDifference(added, today)],
  );
}

function bringBack(
  path: string,
  old: TreeEntry,
  { before, now }: UndoneTrees,
): UndoneFile {
  const entry = now.entries.get(path);
  if (entry?.id === old.id) return { state: 'same' };
  if (entry !== undefined) {
    return refused(path, 'was removed by the change and is there again.');
  }
  const text = textAt(before, path);
  return text === undefined
    ? refused(path, 'is no text, and has to be brought back by hand.')
    : { state: 'edited', path, text, executable: old.type === 'executable' };
}

function editBack(
  path: string,
  old: TreeEntry,
  { before, after, now }: UndoneTrees,
): UndoneFile {
  const today = placeToday(path, after, now);
  if (today === undefined) {
    return refused(path, 'was edited by the change and is gone by now.');
  }
  if (today.id === old.id) return { state: 'same' };
  const texts = [textAt(after, path), textAt(now, today.path)] as const;
  const wanted = textAt(before, path);
  const [base, ours] = texts;
  if (base === undefined || ours === undefined || wanted === undefined) {
    return refused(path, 'is no text, and has to be undone by hand.');
  }
  const merged = mergeLines(base, ours, wanted);
  if (merged.state === 'conflict') {
    return refused(
      today.path,
      'has been changed here since, in lines that the change touched.',
      merged.lines,
    );
  }
  return merged.text === ours
    ? { state: 'same' }
    : {
        state: 'edited',
        path: today.path,
        text: merged.text,
        executable: today.type === 'executable',
      };
}

/** The file, or the one that it was moved to as it was. */
function placeToday(
  path: string,
  after: FileTree,
  now: FileTree,
): TreeEntry | undefined {
  const same = now.entries.get(path);
  if (same !== undefined) return isFile(same) ? same : undefined;
  const id = after.entries.get(path)?.id;
  const moved = [...now.entries.values()].filter(
    entry => entry.id === id && !after.entries.has(entry.path),
  );
  return moved.length === 1 ? moved[0] : undefined;
}

function isFile({ type }: TreeEntry): boolean {
  return type === 'file' || type === 'executable';
}

function textAt(tree: FileTree, path: string): string | undefined {
  const content = tree.content(path);
  return content.state === 'text' ? content.text : undefined;
}

function firstDifference(a: string, b: string): number {
  const lines = a.split('\n');
  const at = b.split('\n').findIndex((line, index) => line !== lines[index]);
  return Math.max(at, 0) + 1;
}

function refused(
  path: string,
  what: string,
  lines: readonly (number | undefined)[] = [],
): UndoneFile {
  const places = lines.length === 0 ? [undefined] : lines;
  return {
    state: 'refused',
    diagnostics: places.map(line => ({
      level: 'error',
      code: 'proposal-conflict',
      message: `${[path, line].filter(Boolean).join(':')} ${what}`,
      file: path,
      ...(line !== undefined && { line }),
    })),
  };
}
