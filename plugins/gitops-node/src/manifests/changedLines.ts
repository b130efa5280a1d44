/** A line that differs between two texts with equally many lines. */
export interface ChangedLine {
  /** Counted from 1. */
  readonly line: number;
  readonly before: string;
  readonly after: string;
}

const newline = 0x0a;
const maximumChangedLines = 40;

/**
 * The lines that differ between two states of a file; undefined where lines
 * were added or taken away, or many differ.
 */
export function changedLines(
  before: Buffer,
  after: Buffer,
): readonly ChangedLine[] | undefined {
  const shorter = Math.min(before.length, after.length);
  let start = commonPrefix(before, after, shorter);
  if (start === before.length && start === after.length) return [];
  const tail = commonSuffix(before, after, shorter - start);
  start = start === 0 ? 0 : before.lastIndexOf(newline, start - 1) + 1;
  const old = region(before, start, before.length - tail);
  const now = region(after, start, after.length - tail);
  if (old.length !== now.length || old.length > maximumChangedLines) {
    return undefined;
  }
  const first = countLines(before, start) + 1;
  const changed: ChangedLine[] = [];
  old.forEach((line, index) => {
    if (line === now[index]) return;
    changed.push({ line: first + index, before: line, after: now[index] });
  });
  return changed;
}

/** Blocks are compared natively first, bytes only where a block differs. */
const blockBytes = 256;

function commonPrefix(a: Buffer, b: Buffer, limit: number): number {
  let at = 0;
  while (
    at + blockBytes <= limit &&
    a.compare(b, at, at + blockBytes, at, at + blockBytes) === 0
  ) {
    at += blockBytes;
  }
  while (at < limit && a[at] === b[at]) at += 1;
  return at;
}

function commonSuffix(a: Buffer, b: Buffer, limit: number): number {
  let length = 0;
  while (
    length + blockBytes <= limit &&
    a.compare(
      b,
      b.length - length - blockBytes,
      b.length - length,
      a.length - length - blockBytes,
      a.length - length,
    ) === 0
  ) {
    length += blockBytes;
  }
  while (
    length < limit &&
    a[a.length - 1 - length] === b[b.length - 1 - length]
  ) {
    length += 1;
  }
  return length;
}

/** The lines from `start` to the end of the line that holds `end`. */
function region(text: Buffer, start: number, end: number): string[] {
  const found = text.indexOf(newline, Math.max(start, end));
  const last = found < 0 ? text.length : found;
  return text.toString('utf8', start, last).split('\n');
}

function countLines(text: Buffer, end: number): number {
  let count = 0;
  for (
    let at = text.indexOf(newline);
    at >= 0 && at < end;
    at = text.indexOf(newline, at + 1)
  ) {
    count += 1;
  }
  return count;
}
