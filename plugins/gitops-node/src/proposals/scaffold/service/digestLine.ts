import { yamlText } from '../yamlText';

/** The line of an image's digest, so far to the right; none where it has none. */
export function digestLine(blanks: number, digest: string | undefined): string {
  return digest === undefined
    ? ''
    : `${' '.repeat(blanks)}${yamlText`digest: ${digest}\n`}`;
}
