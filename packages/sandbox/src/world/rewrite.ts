/**
 * Sets the only line `key: value` of a YAML text, keeping what follows the
 * value. Throws where there is not exactly one such line.
 */
export function setScalar(text: string, key: string, value: string): string {
  const line = new RegExp(`^([ -]*${key}: )(\\S+)(.*)$`, 'gm');
  const found = [...text.matchAll(line)].length;
  if (found !== 1) throw new Error(`${found} lines hold ${key}`);
  return text.replace(line, `$1${value}$3`);
}

/** Moves whatever step of `ladder` the text holds to the next one, cyclically. */
export function climb(
  text: string,
  pattern: (step: string) => string,
  ladder: readonly string[],
): string {
  const index = ladder.findIndex(step => text.includes(`${pattern(step)}\n`));
  if (index < 0) throw new Error(`No step of ${ladder.join(', ')} in the text`);
  const next = ladder[(index + 1) % ladder.length];
  return text.replaceAll(`${pattern(ladder[index])}\n`, `${pattern(next)}\n`);
}

/** Adds a point to the end of a Markdown list. */
export function addNote(text: string, note: string): string {
  return `${text}- ${note}\n`;
}
