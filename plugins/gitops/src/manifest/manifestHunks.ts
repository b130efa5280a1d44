import { structuredPatch } from 'diff';
import type { ChangeData, HunkData } from 'react-diff-view';

/** Equal lines around a change. */
const AROUND = 3;
/** More changed lines than this nobody reads, and a browser draws slowly. */
const CHANGED_AT_MOST = 4_000;

/** What of two manifests is shown: where they differ, or all of both. */
export type Extent = 'around' | 'whole';

/**
 * Where two manifests differ; nothing where they are equal, undefined where too
 * much differs to be told line by line. An absent side has no line. A line that took the place of another stands right after it, so
 * that the two come to stand side by side.
 */
export function manifestHunks(
  declared: string | undefined,
  live: string | undefined,
  extent: Extent,
): HunkData[] | undefined {
  const [from, to] = [withEnd(declared), withEnd(live)];
  if (from === to) return [];
  const context = extent === 'whole' ? Number.MAX_SAFE_INTEGER : AROUND;
  const patch = structuredPatch('', '', from, to, '', '', {
    context,
    maxEditLength: CHANGED_AT_MOST,
  });
  return patch?.hunks.map(({ lines, ...place }) => ({
    ...place,
    content: `@@ -${place.oldStart} +${place.newStart} @@`,
    isPlain: false,
    changes: paired(changesOf(lines, place.oldStart, place.newStart)),
  }));
}

function withEnd(text: string | undefined): string {
  if (!text) return '';
  return text.endsWith('\n') ? text : `${text}\n`;
}

/** The lines of a hunk, each with its number on the sides that have it. */
export function changesOf(
  lines: readonly string[],
  oldStart: number,
  newStart: number,
): ChangeData[] {
  let oldLine = oldStart;
  let newLine = newStart;
  return lines.flatMap((line): ChangeData[] => {
    const content = line.slice(1);
    switch (line[0]) {
      case '-':
        return [
          { type: 'delete', isDelete: true, lineNumber: oldLine++, content },
        ];
      case '+':
        return [
          { type: 'insert', isInsert: true, lineNumber: newLine++, content },
        ];
      case ' ':
        return [
          {
            type: 'normal',
            isNormal: true,
            oldLineNumber: oldLine++,
            newLineNumber: newLine++,
            content,
          },
        ];
      default:
        return [];
    }
  });
}

/** Of a run of deleted and then inserted lines, the first with the first. */
export function paired(changes: readonly ChangeData[]): ChangeData[] {
  const result: ChangeData[] = [];
  let deleted: ChangeData[] = [];
  let inserted: ChangeData[] = [];
  const flush = () => {
    for (let at = 0; at < Math.max(deleted.length, inserted.length); at++) {
      result.push(...deleted.slice(at, at + 1), ...inserted.slice(at, at + 1));
    }
    deleted = [];
    inserted = [];
  };
  for (const change of changes) {
    if (change.type === 'delete') {
      if (inserted.length > 0) flush();
      deleted.push(change);
    } else if (change.type === 'insert') {
      inserted.push(change);
    } else {
      flush();
      result.push(change);
    }
  }
  flush();
  return result;
}
