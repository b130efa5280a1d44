/**
 * SQLite refuses statements of more than 32,766 variables; with much fewer a
 * statement is also parsed sooner, and other queries get their turn.
 */
const maximumVariables = 6_000;

/** Knex inserts into SQLite by a union of selects, of which it takes 500. */
const maximumRows = 400;

/** Rows in portions that fit one statement, each of its columns a variable. */
export function batchesOf<T>(
  rows: readonly T[],
  columns: number,
): readonly T[][] {
  const size = Math.min(
    maximumRows,
    Math.max(1, Math.floor(maximumVariables / columns)),
  );
  const batches: T[][] = [];
  for (let start = 0; start < rows.length; start += size) {
    batches.push(rows.slice(start, start + size));
  }
  return batches;
}
