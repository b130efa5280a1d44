import { diffArrays } from 'diff';

/** What of the base's lines, from `start` until before `end`, becomes what. */
interface Hunk {
  readonly start: number;
  readonly end: number;
  readonly lines: readonly string[];
}

/** Two edits of one text as one, or the lines of `ours` that both changed. */
export type MergedLines =
  | { readonly state: 'merged'; readonly text: string }
  | { readonly state: 'conflict'; readonly lines: readonly number[] };

/** Texts that differ in more lines than these are two texts. */
const maximumEdits = 20_000;

/**
 * Makes the edit from `base` to `theirs` in `ours`, as Git merges: where both
 * sides changed the same lines, or lines that touch, and not alike, it is a
 * conflict.
 */
export function mergeLines(
  base: string,
  ours: string,
  theirs: string,
): MergedLines {
  const lines = linesOf(base);
  const own = hunksOf(lines, linesOf(ours));
  const other = hunksOf(lines, linesOf(theirs));
  if (own === undefined || other === undefined) {
    return { state: 'conflict', lines: [1] };
  }
  const merged: string[] = [];
  const conflicts: number[] = [];
  let at = 0;
  let shift = 0;
  for (const region of regionsOf(own, other)) {
    const { start, end } = region;
    merged.push(...lines.slice(at, start));
    const mine = replaced(lines, region, region.own);
    const yours = replaced(lines, region, region.other);
    if (region.own.length === 0) merged.push(...yours);
    else if (region.other.length === 0 || isSame(mine, yours)) {
      merged.push(...mine);
    } else conflicts.push(start + shift + 1);
    shift += mine.length - (end - start);
    at = end;
  }
  merged.push(...lines.slice(at));
  return conflicts.length > 0
    ? { state: 'conflict', lines: conflicts }
    : { state: 'merged', text: merged.join('') };
}

/** Lines with their ends, so that these are part of what is compared. */
function linesOf(text: string): string[] {
  return text === '' ? [] : text.split(/(?<=\n)/);
}

function hunksOf(
  base: readonly string[],
  other: readonly string[],
): Hunk[] | undefined {
  const parts = diffArrays([...base], [...other], {
    maxEditLength: maximumEdits,
  });
  if (parts === undefined) return undefined;
  const hunks: Hunk[] = [];
  let at = 0;
  let open: Hunk | undefined;
  for (const { added, removed, value } of parts) {
    if (!added && !removed) {
      open = undefined;
      at += value.length;
      continue;
    }
    const hunk: Hunk = open ?? { start: at, end: at, lines: [] };
    if (open !== undefined) hunks.pop();
    if (removed) at += value.length;
    open = {
      start: hunk.start,
      end: at,
      lines: added ? [...hunk.lines, ...value] : hunk.lines,
    };
    hunks.push(open);
  }
  return hunks;
}

interface Region {
  readonly start: number;
  readonly end: number;
  readonly own: readonly Hunk[];
  readonly other: readonly Hunk[];
}

/** Hunks that overlap or touch are one region, whichever side they are of. */
function regionsOf(own: readonly Hunk[], other: readonly Hunk[]): Region[] {
  const all = [
    ...own.map(hunk => ({ hunk, side: 'own' as const })),
    ...other.map(hunk => ({ hunk, side: 'other' as const })),
  ].sort((a, b) => a.hunk.start - b.hunk.start || a.hunk.end - b.hunk.end);
  const regions: Region[] = [];
  for (const { hunk, side } of all) {
    const last = regions.at(-1);
    const isTouching = last !== undefined && hunk.start <= last.end;
    const region = isTouching
      ? last
      : { start: hunk.start, end: hunk.end, own: [], other: [] };
    if (isTouching) regions.pop();
    regions.push({
      ...region,
      end: Math.max(region.end, hunk.end),
      [side]: [...region[side], hunk],
    });
  }
  return regions;
}

function replaced(
  base: readonly string[],
  { start, end }: Region,
  hunks: readonly Hunk[],
): string[] {
  const result: string[] = [];
  let at = start;
  for (const hunk of hunks) {
    result.push(...base.slice(at, hunk.start), ...hunk.lines);
    at = hunk.end;
  }
  return [...result, ...base.slice(at, end)];
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((line, index) => line === b[index]);
}
