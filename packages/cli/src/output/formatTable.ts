import { alignColumns } from './alignColumns';

/** A table with a header; '' where there is no row but `empty` is given. */
export function formatTable(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  empty: string,
): string {
  if (rows.length === 0) return `${empty}\n`;
  return `${alignColumns([header, ...rows]).join('\n')}\n`;
}
