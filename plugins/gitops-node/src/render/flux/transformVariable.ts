import { RenderFailure } from '../RenderFailure';

/** Past this length patterns are not tried: each length would be. */
const maximumPatternedLength = 10_000;

/** What an operator makes of a variable's value; `''` stands for none. */
export function transformVariable(
  value: string,
  operator: string,
  [first = '', second]: readonly string[],
): string {
  switch (operator) {
    case '#length':
      return String(Buffer.byteLength(value));
    case ',':
      return value.charAt(0).toLocaleLowerCase('en') + value.slice(1);
    case ',,':
      return value.toLocaleLowerCase('en');
    case '^':
      return value.charAt(0).toLocaleUpperCase('en') + value.slice(1);
    case '^^':
      return value.toLocaleUpperCase('en');
    case '#':
    case '##':
      return value.slice(prefixLength(value, first, operator === '##'));
    case '%':
    case '%%': {
      const length = prefixLength(
        reversed(value),
        reversed(first),
        operator === '%%',
      );
      return value.slice(0, value.length - length);
    }
    case ':':
      return part(value, first, second);
    case '/':
      return first === '' ? value : value.replace(first, () => second ?? '');
    case '//':
      return first === '' ? value : value.replaceAll(first, () => second ?? '');
    case '/#':
      return second !== undefined && value.startsWith(first)
        ? second + value.slice(first.length)
        : value;
    case '/%':
      return second !== undefined && value.endsWith(first)
        ? value.slice(0, value.length - first.length) + second
        : value;
    default:
      // Each of `:-`, `:=`, `:+`, `:?` and `=` is a default to Flux.
      return value === '' ? first : value;
  }
}

function part(
  value: string,
  position: string,
  length: string | undefined,
): string {
  const number = /^[-+]?\d+$/;
  if (!number.test(position)) return value;
  const written = Number(position);
  const from = written < 0 ? Math.max(0, value.length + written) : written;
  if (length === undefined) return value.slice(from);
  if (!number.test(length)) return value;
  return value.slice(from, Math.max(from, from + Number(length)));
}

/** How much of the beginning a pattern matches, at least or at most. */
function prefixLength(
  value: string,
  pattern: string,
  isLongest: boolean,
): number {
  if (/[[\]\\]/.test(pattern) || value.length > maximumPatternedLength) {
    throw new RenderFailure(
      'render-failed',
      `a variable can't be substituted: the pattern '${pattern}' is not understood`,
    );
  }
  const lengths = Array.from(value, (_, index) => index + 1);
  const found = (isLongest ? lengths.reverse() : lengths).find(length =>
    matches(pattern, value.slice(0, length)),
  );
  return found ?? 0;
}

/** `*` is any text, slashes included, `?` any character. */
function matches(pattern: string, text: string): boolean {
  let [at, from] = [0, 0];
  let star: { at: number; from: number } | undefined;
  while (from < text.length) {
    const symbol = pattern[at];
    if (symbol === '*') {
      star = { at, from };
      at += 1;
    } else if (symbol === '?' || symbol === text[from]) {
      at += 1;
      from += 1;
    } else if (star === undefined) {
      return false;
    } else {
      star.from += 1;
      at = star.at + 1;
      from = star.from;
    }
  }
  return /^\**$/.test(pattern.slice(at));
}

function reversed(text: string): string {
  return [...text].reverse().join('');
}
