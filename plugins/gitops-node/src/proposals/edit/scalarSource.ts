import { Scalar, stringify } from 'yaml';

/**
 * How a value is written in the place of another one, in the notation that is
 * there: quotes stay quotes, and a plain text gets quotes only where it would
 * be read as something else without them.
 */
export function scalarSource(current: Scalar, value: string): string {
  if (typeof current.value === 'number' && isNumber(value)) return value;
  return textSource(current, value);
}

/** The same for a value that has a type of its own: a text stays a text. */
export function typedSource(current: Scalar, value: unknown): string {
  return typeof value === 'string' ? textSource(current, value) : String(value);
}

function textSource(current: Scalar, value: string): string {
  const replacement = new Scalar(value);
  replacement.type = notation(current, value);
  return stringify(replacement, {
    lineWidth: 0,
    version: '1.1',
    singleQuote: current.type === Scalar.QUOTE_SINGLE,
  }).replace(/\n$/, '');
}

function notation({ type }: Scalar, value: string): Scalar.Type {
  // What is one line stays one line.
  if (/[\p{Cc}\u2028\u2029]/u.test(value)) return Scalar.QUOTE_DOUBLE;
  switch (type) {
    case Scalar.QUOTE_DOUBLE:
    case Scalar.QUOTE_SINGLE:
      return type;
    default:
      return Scalar.PLAIN;
  }
}

/** One that is read as what it is written as: of `1.10`, `1.1` would be left. */
function isNumber(text: string): boolean {
  return (
    /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/.test(text) && String(Number(text)) === text
  );
}
