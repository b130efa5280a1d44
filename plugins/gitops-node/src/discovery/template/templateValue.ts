import {
  ListNode,
  MapNode,
  ScalarNode,
  YamlNode,
} from '../../manifests/YamlNode';
import { TemplateError } from './syntax';
import { TracedText } from './TracedText';

/** As far as a `range` over a number counts. */
const maximumRange = 1_000_000;

/** A mapping that a template makes. */
export class Dictionary {
  readonly entries: Map<string, TemplateValue>;

  constructor(entries: Iterable<readonly [string, TemplateValue]> = []) {
    this.entries = new Map(entries);
  }
}

/** Something that a template asks through its methods (`.Files.Get`). */
export interface TemplateObject {
  readonly type: 'object';
  get(name: string): TemplateValue;
  call?(name: string, args: readonly TemplateValue[]): TemplateValue;
}

/**
 * What a template computes with: values as Git has them keep their nodes, so
 * that what is written of them still tells its place.
 */
export type TemplateValue =
  | undefined
  | boolean
  | number
  | string
  | TracedText
  | YamlNode
  | Dictionary
  | TemplateObject
  | readonly TemplateValue[];

export function isTemplateObject(
  value: TemplateValue,
): value is TemplateObject {
  return (
    typeof value === 'object' && 'type' in value && value.type === 'object'
  );
}

export function isList(
  value: TemplateValue,
): value is readonly TemplateValue[] | ListNode {
  return Array.isArray(value) || value instanceof ListNode;
}

export function isMap(value: TemplateValue): value is MapNode | Dictionary {
  return value instanceof MapNode || value instanceof Dictionary;
}

export function isText(value: TemplateValue): boolean {
  if (typeof value === 'string' || value instanceof TracedText) return true;
  return value instanceof ScalarNode && typeof value.value === 'string';
}

/** The entry of a mapping; undefined where there is none. */
export function entryOf(value: TemplateValue, key: string): TemplateValue {
  if (isMap(value)) return value.entries.get(key);
  return isTemplateObject(value) ? value.get(key) : undefined;
}

export function entriesOf(
  value: TemplateValue,
): ReadonlyMap<string, TemplateValue> {
  if (isMap(value)) return value.entries;
  if (value === undefined || isNil(value)) return new Map();
  throw new TemplateError('Expected a mapping.');
}

export function itemsOf(value: TemplateValue): readonly TemplateValue[] {
  if (value instanceof ListNode) return value.items;
  if (Array.isArray(value)) return value;
  if (isNil(value)) return [];
  throw new TemplateError('Expected a list.');
}

export function isNil(value: TemplateValue): boolean {
  return (
    value === undefined ||
    (value instanceof ScalarNode && value.value === undefined)
  );
}

/** Scalars as JavaScript knows them; containers as they are. */
export function plainOf(value: TemplateValue): TemplateValue {
  if (value instanceof ScalarNode) return value.value;
  return value instanceof TracedText ? value.text : value;
}

export function isTruthy(value: TemplateValue): boolean {
  const plain = plainOf(value);
  if (isMap(plain)) return plain.entries.size > 0;
  if (isList(plain)) return itemsOf(plain).length > 0;
  return Boolean(plain);
}

export function numberOf(value: TemplateValue): number {
  const plain = plainOf(value);
  if (typeof plain === 'boolean') return plain ? 1 : 0;
  const number = typeof plain === 'string' ? Number(plain.trim()) : plain;
  return typeof number === 'number' && Number.isFinite(number) ? number : 0;
}

/** The text that an action writes for a value. */
export function textOf(value: TemplateValue): string {
  if (value instanceof ScalarNode) return value.text;
  if (value instanceof TracedText) return value.text;
  if (value === undefined) return '';
  if (isMap(value)) {
    const parts = [...value.entries].map(([key, item]) => {
      return `${key}:${textOf(item)}`;
    });
    return `map[${parts.sort().join(' ')}]`;
  }
  if (isList(value)) return `[${itemsOf(value).map(textOf).join(' ')}]`;
  return isTemplateObject(value) ? '' : String(value);
}

/** The same, still telling where it comes from. */
export function tracedOf(value: TemplateValue): TracedText {
  if (value instanceof TracedText) return value;
  if (value instanceof ScalarNode) return TracedText.of(value.text, value);
  return new TracedText(textOf(value));
}

/** Data that can be told apart by `eq` and `has`. */
export function isSame(one: TemplateValue, two: TemplateValue): boolean {
  const [a, b] = [plainOf(one), plainOf(two)];
  if (isMap(a) && isMap(b)) {
    return (
      a.entries.size === b.entries.size &&
      [...a.entries].every(([key, item]) => isSame(item, b.entries.get(key)))
    );
  }
  if (isList(a) && isList(b)) {
    const [left, right] = [itemsOf(a), itemsOf(b)];
    return (
      left.length === right.length &&
      left.every((item, index) => isSame(item, right[index]))
    );
  }
  return a === b;
}

/** Follows fields; what is not there ends in nothing. */
export function follow(
  start: TemplateValue,
  names: readonly string[],
): TemplateValue {
  let value = start;
  for (const name of names) {
    if (isNil(value)) return undefined;
    if (!isMap(value) && !isTemplateObject(value)) {
      throw new TemplateError(`.${name} is asked of what is no mapping.`);
    }
    value = entryOf(value, name);
  }
  return value;
}

/** What a `range` goes over: keys or indices, and their values. */
export function pairsOf(
  value: TemplateValue,
): [TemplateValue, TemplateValue][] {
  if (isMap(value)) {
    return [...value.entries].sort(([a], [b]) => (a < b ? -1 : 1));
  }
  if (isNil(value)) return [];
  if (isList(value)) return itemsOf(value).map((item, index) => [index, item]);
  const plain = plainOf(value);
  if (typeof plain === 'number') {
    const count = Math.min(numberOf(value), maximumRange);
    return Array.from({ length: count }, (_, index) => [index, index]);
  }
  throw new TemplateError('A range needs a list or a mapping.');
}

/** Results grow no faster than they are paid for. */
export function costOf(value: TemplateValue): number {
  if (typeof value === 'string') return value.length / 100;
  if (value instanceof TracedText) return value.text.length / 100;
  if (Array.isArray(value)) return value.length;
  return value instanceof Dictionary ? value.entries.size : 0;
}
