import semver from 'semver';
import { TemplateFunction } from '../TemplateEnvironment';
import { TemplateError } from '../syntax';
import {
  entriesOf,
  isList,
  isMap,
  isSame,
  isText,
  isTruthy,
  itemsOf,
  numberOf,
  plainOf,
  TemplateValue,
  textOf,
} from '../templateValue';

/** Comparison, defaults and questions about kinds. */
export const logicFunctions: Readonly<Record<string, TemplateFunction>> = {
  eq: ([first, ...others]) => others.some(other => isSame(first, other)),
  ne: ([one, two]) => !isSame(one, two),
  lt: ([one, two]) => compare(one, two) < 0,
  le: ([one, two]) => compare(one, two) <= 0,
  gt: ([one, two]) => compare(one, two) > 0,
  ge: ([one, two]) => compare(one, two) >= 0,
  not: ([value]) => !isTruthy(value),
  default: ([fallback, value]) => (isTruthy(value) ? value : fallback),
  empty: ([value]) => !isTruthy(value),
  coalesce: values => values.find(isTruthy),
  all: values => values.every(isTruthy),
  any: values => values.some(isTruthy),
  ternary: ([yes, no, condition]) => (isTruthy(condition) ? yes : no),
  required: ([message, value]) => {
    if (plainOf(value) === undefined || plainOf(value) === '') {
      throw new TemplateError(`Required: ${textOf(message)}`);
    }
    return value;
  },
  fail: ([message]) => {
    throw new TemplateError(`The template fails: ${textOf(message)}`);
  },
  kindOf: ([value]) => kindOf(value),
  kindIs: ([kind, value]) => textOf(kind) === kindOf(value),
  typeOf: ([value]) => typeOf(value),
  typeIs: ([type, value]) => textOf(type) === typeOf(value),
  typeIsLike: ([type, value]) =>
    textOf(type).replace(/^\*/, '') === typeOf(value),
  deepEqual: ([one, two]) => isSame(one, two),
  len: ([value]) => lengthOf(value),
  semverCompare: ([range, version]) =>
    semver.satisfies(textOf(version).replace(/^v/, ''), rangeOf(range), {
      includePrerelease: textOf(range).includes('-0'),
    }),
  semver: ([version]) => semverParts(textOf(version)),
};

function compare(one: TemplateValue, two: TemplateValue): number {
  if (isText(one) || isText(two)) {
    const [a, b] = [textOf(one), textOf(two)];
    if (a === b) return 0;
    return a < b ? -1 : 1;
  }
  return numberOf(one) - numberOf(two);
}

function kindOf(value: TemplateValue): string {
  const plain = plainOf(value);
  if (plain === undefined) return 'invalid';
  if (isMap(plain)) return 'map';
  if (isList(plain)) return 'slice';
  if (typeof plain === 'boolean') return 'bool';
  if (typeof plain === 'number') return value === plain ? 'int' : 'float64';
  return typeof plain === 'string' ? 'string' : 'struct';
}

function typeOf(value: TemplateValue): string {
  const kind = kindOf(value);
  if (kind === 'map') return 'map[string]interface {}';
  return kind === 'slice' ? '[]interface {}' : kind;
}

function lengthOf(value: TemplateValue): number {
  const plain = plainOf(value);
  if (typeof plain === 'string') return Buffer.byteLength(plain);
  return isList(plain) ? itemsOf(plain).length : entriesOf(plain).size;
}

/** Masterminds/semver lets commas and spaces both mean "and". */
function rangeOf(range: TemplateValue): string {
  return textOf(range).replace(/,/g, ' ');
}

function semverParts(version: string): TemplateValue {
  const parsed = semver.coerce(version, { includePrerelease: true });
  if (parsed === null) throw new TemplateError(`${version} is no version.`);
  const parts = new Map<string, TemplateValue>([
    ['Major', parsed.major],
    ['Minor', parsed.minor],
    ['Patch', parsed.patch],
    ['Prerelease', parsed.prerelease.join('.')],
    ['Metadata', parsed.build.join('.')],
    ['Original', version],
  ]);
  return { type: 'object', get: name => parts.get(name) };
}
