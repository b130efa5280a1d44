/**
 * SQLite refuses statements of more than 32,766 variables; with much fewer a
 * statement is also parsed sooner, and other queries get their turn.
 */
const maximumVariables = 6_000;

/** Rows in portions that fit one statement, each of its columns a variable. */
export function batchesOf<T>(
  rows: readonly T[],
  columns: number,
): readonly T[][] {
  const size = Math.max(1, Math.floor(maximumVariables / Math.max(1, columns)));
  const batches: T[][] = [];
  for (let start = 0; start < rows.length; start += size) {
    batches.push(rows.slice(start, start + size));
  }
  return batches;
}
