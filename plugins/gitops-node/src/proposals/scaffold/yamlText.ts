import { stringify } from 'yaml';

/**
 * A template of YAML, each of whose values is written as one scalar: whatever
 * it holds stays inside its field. A value stands where a scalar may stand,
 * and alone there.
 */
export function yamlText(
  parts: TemplateStringsArray,
  ...values: readonly (string | number | boolean)[]
): string {
  return parts.reduce(
    (text, part, index) => `${text}${scalarText(values[index - 1])}${part}`,
  );
}

/** One scalar on one line, quoted where it would be read as something else. */
export function scalarText(value: string | number | boolean): string {
  if (typeof value !== 'string') return String(value);
  // What Helm and Argo CD fill in is text for YAML, and reads best in quotes.
  const isTemplate = value.includes('{{');
  return stringify(value, {
    version: '1.1',
    lineWidth: 0,
    blockQuote: false,
    singleQuote: true,
    ...(isTemplate && { defaultStringType: 'QUOTE_SINGLE' }),
  }).replace(/\n$/, '');
}

/** Blocks of lines below each other, each indented by as many blanks. */
export function indented(blanks: number, ...blocks: readonly string[]): string {
  const margin = ' '.repeat(blanks);
  return blocks
    .join('')
    .split('\n')
    .map(line => (line === '' ? line : `${margin}${line}`))
    .join('\n');
}
