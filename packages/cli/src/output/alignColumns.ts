import { printable } from './printable';

/**
 * Lines whose cells stand below each other. Nothing is cut off: a version that
 * isn't whole is worth nothing. Cells come from repositories, so what would
 * steer a terminal is taken out.
 */
export function alignColumns(
  rows: readonly (readonly string[])[],
): readonly string[] {
  const clean = rows.map(row => row.map(printable));
  const widths: number[] = [];
  for (const row of clean) {
    row.forEach((cell, column) => {
      widths[column] = Math.max(widths[column] ?? 0, cell.length);
    });
  }
  return clean.map(row =>
    row
      .map((cell, column) => cell.padEnd(widths[column]))
      .join('  ')
      .trimEnd(),
  );
}
