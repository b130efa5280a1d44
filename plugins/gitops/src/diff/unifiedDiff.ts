import { parsePatch } from 'diff';
import type { HunkData } from 'react-diff-view';
import { changesOf, paired } from '../manifest/manifestHunks';

export interface DiffCount {
  readonly added: number;
  readonly removed: number;
}

const HUNK = /^@@ /;

/** How many lines a unified diff adds and removes; what stands above its first hunk is no line. */
export function countLines(diff: string): DiffCount {
  let [added, removed, inside] = [0, 0, false];
  for (const line of diff.split('\n')) {
    if (HUNK.test(line)) inside = true;
    else if (inside && line.startsWith('+')) added++;
    else if (inside && line.startsWith('-')) removed++;
  }
  return { added, removed };
}

/** The hunks of a unified diff; undefined where it is not one that can be read. */
export function readHunks(diff: string): HunkData[] | undefined {
  try {
    return parsePatch(diff)
      .flatMap(({ hunks }) => hunks)
      .map(({ lines, ...place }) => ({
        ...place,
        content: `@@ -${place.oldStart} +${place.newStart} @@`,
        isPlain: false,
        changes: paired(changesOf(lines, place.oldStart, place.newStart)),
      }));
  } catch {
    return undefined;
  }
}

/** The first lines of some hunks, the last of them cut where need be. */
export function firstLines(
  hunks: readonly HunkData[],
  count: number,
): HunkData[] {
  const result: HunkData[] = [];
  let left = count;
  for (const hunk of hunks) {
    if (left <= 0) break;
    result.push({ ...hunk, changes: hunk.changes.slice(0, left) });
    left -= hunk.changes.length;
  }
  return result;
}

export function lineCount(hunks: readonly HunkData[]): number {
  return hunks.reduce((sum, { changes }) => sum + changes.length, 0);
}
