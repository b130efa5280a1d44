import { Scalar, stringify } from 'yaml';

/** What is no letter of a line: to some readers of YAML these end one. */
const unseen = /[\u007f-\u009f\u2028\u2029\ufeff]/g;

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
  const source = written(value, notation(current, value), current);
  // What only a block can hold plainly (`---`) would leave its line.
  return source.includes('\n')
    ? written(value, Scalar.QUOTE_DOUBLE, current)
    : source;
}

function written(value: string, type: Scalar.Type, current: Scalar): string {
  const replacement = new Scalar(value);
  replacement.type = type;
  const source = stringify(replacement, {
    lineWidth: 0,
    doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER,
    version: '1.1',
    singleQuote: current.type === Scalar.QUOTE_SINGLE,
  }).replace(/\n$/, '');
  return source.replace(
    unseen,
    character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function notation({ type }: Scalar, value: string): Scalar.Type {
  // What is one line stays one line.
  if (/[\p{Cc}\u2028\u2029\ufeff]/u.test(value)) return Scalar.QUOTE_DOUBLE;
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
