import { compare, parse } from 'semver';

/** A commit that takes another one back, by its subject. */
export function isRevert(subject: string): boolean {
  return /^(?:revert(?:s|ed)?\b|roll(?:ed)?[ -]?back\b)/i.test(subject);
}

/**
 * Whether a version is lower than the one before it, where both are of the
 * same scheme: `v12`, `1.2`, semver, or a tag that carries a date.
 */
export function isLower(from: string, to: string): boolean {
  const order = compareVersions(from, to);
  return order !== undefined && order > 0;
}

/** Below zero where `a` is lower; undefined where they can't be compared. */
function compareVersions(a: string, b: string): number | undefined {
  const [left, right] = [split(a), split(b)];
  if (left.scheme !== right.scheme) return undefined;
  if (left.scheme.startsWith('semver')) {
    return compare(left.text, right.text);
  }
  const length = Math.min(left.numbers.length, right.numbers.length);
  for (let index = 0; index < length; index += 1) {
    const difference = left.numbers[index] - right.numbers[index];
    if (difference !== 0) return difference;
  }
  return left.numbers.length === 0 ? undefined : 0;
}

interface SchemedVersion {
  readonly scheme: string;
  readonly text: string;
  readonly numbers: readonly number[];
}

function split(version: string): SchemedVersion {
  const [text] = version.split('@');
  const dated = datedTag(text);
  if (dated !== undefined) return dated;
  const match = /^((?:[a-z][a-z-]*-)?v?)(\d+(?:\.\d+)*)((?:[-+_.].*)?)$/i.exec(
    text,
  );
  if (match === null) return { scheme: 'none', text, numbers: [] };
  const [, prefix, numbers, rest] = match;
  const semver = parse(`${numbers}${rest}`);
  if (
    semver !== null &&
    /^$|^\+|^-(?:\d|alpha|beta|rc|pre|dev|snapshot)/i.test(rest)
  ) {
    return { scheme: `semver ${prefix}`, text: semver.version, numbers: [] };
  }
  const parts = numbers.split('.').map(Number);
  // A bare number this long is a build's or commit's name.
  const isCount = parts.length > 1 || numbers.length <= 9;
  if (numbers.length > 32 || !isCount) {
    return { scheme: 'none', text, numbers: [] };
  }
  // What follows names a variant (`-alpine`); variants aren't compared.
  const scheme = `numbers ${prefix} ${parts.length} ${rest}`;
  return { scheme, text, numbers: parts };
}

const datePattern =
  /(?<![0-9a-f])(20[0-9]{2})([-.]?)([01][0-9])\2([0-3][0-9])(?:[-T._]?([0-2][0-9][0-5][0-9](?:[0-5][0-9])?))?(?![0-9a-f])/i;

/** `main-3f2a9c1-20260102123000`: the text around the date names the scheme. */
function datedTag(text: string): SchemedVersion | undefined {
  const match = datePattern.exec(text);
  if (match === null) return undefined;
  const [whole, year, , month, day, time = ''] = match;
  if (Number(month) > 12 || Number(month) === 0) return undefined;
  const scheme = text
    .replace(whole, '@')
    .replace(/(?<![a-z0-9])[0-9a-f]{6,40}(?![a-z0-9])/gi, '#');
  const numbers = [`${year}${month}${day}`, time.padEnd(6, '0')].map(Number);
  return { scheme: `date ${scheme}`, text, numbers };
}
