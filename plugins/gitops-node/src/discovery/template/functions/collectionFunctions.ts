import { TemplateFunction } from '../TemplateEnvironment';
import { TemplateError } from '../syntax';
import {
  Dictionary,
  entriesOf,
  entryOf,
  isList,
  isMap,
  isNil,
  isSame,
  isTruthy,
  itemsOf,
  numberOf,
  TemplateValue,
  textOf,
} from '../templateValue';

/** Lists and mappings. */
export const collectionFunctions: Readonly<Record<string, TemplateFunction>> = {
  list: values => values,
  tuple: values => values,
  dict: pairs => dictionary(pairs),
  get: ([map, key]) => entriesOf(map).get(textOf(key)) ?? '',
  set: ([map, key, value]) => {
    const target = changeable(map);
    target.entries.set(textOf(key), value);
    return target;
  },
  unset: ([map, key]) => {
    const target = changeable(map);
    target.entries.delete(textOf(key));
    return target;
  },
  hasKey: ([map, key]) => entriesOf(map).has(textOf(key)),
  pluck: ([key, ...maps]) =>
    maps.flatMap(map => {
      const value = entriesOf(map).get(textOf(key));
      return value === undefined ? [] : [value];
    }),
  keys: maps => maps.flatMap(map => [...entriesOf(map).keys()]),
  values: ([map]) => [...entriesOf(map).values()],
  pick: ([map, ...keys]) => {
    const wanted = new Set(keys.map(textOf));
    return filtered(map, key => wanted.has(key));
  },
  omit: ([map, ...keys]) => {
    const unwanted = new Set(keys.map(textOf));
    return filtered(map, key => !unwanted.has(key));
  },
  merge: ([first, ...others], scope) =>
    others.reduce<TemplateValue>((one, two) => {
      scope.charge(entriesOf(two).size);
      return merged(two, one);
    }, first),
  mergeOverwrite: ([first, ...others], scope) =>
    others.reduce<TemplateValue>((one, two) => {
      scope.charge(entriesOf(two).size);
      return merged(one, two);
    }, first),
  deepCopy: ([value]) => copied(value),
  dig: args => dig(args),
  first: ([list]) => itemsOf(list)[0],
  last: ([list]) => itemsOf(list).at(-1),
  rest: ([list]) => itemsOf(list).slice(1),
  initial: ([list]) => itemsOf(list).slice(0, -1),
  append: ([list, item]) => [...itemsOf(list), item],
  push: ([list, item]) => [...itemsOf(list), item],
  prepend: ([list, item]) => [item, ...itemsOf(list)],
  concat: lists => lists.flatMap(list => [...itemsOf(list)]),
  reverse: ([list]) => [...itemsOf(list)].reverse(),
  compact: ([list]) => itemsOf(list).filter(isTruthy),
  uniq: ([list], scope) => unique(itemsOf(list), scope.charge),
  has: ([item, list]) => itemsOf(list).some(other => isSame(item, other)),
  without: ([list, ...items]) =>
    itemsOf(list).filter(one => !items.some(item => isSame(one, item))),
  sortAlpha: ([list]) => itemsOf(list).map(textOf).sort(),
  slice: ([list, start, end]) =>
    itemsOf(list).slice(
      numberOf(start),
      end === undefined ? undefined : numberOf(end),
    ),
  chunk: ([size, list]) => chunks(itemsOf(list), numberOf(size)),
  index: ([start, ...keys]) =>
    keys.reduce<TemplateValue>((value, key) => indexed(value, key), start),
};

function dictionary(pairs: readonly TemplateValue[]): Dictionary {
  const entries = new Map<string, TemplateValue>();
  for (let index = 0; index < pairs.length; index += 2) {
    entries.set(textOf(pairs[index]), pairs[index + 1]);
  }
  return new Dictionary(entries);
}

/**
 * Values from Git never change; what a template sets in them is lost with the
 * copy, as the templates that read it back keep the result.
 */
function changeable(map: TemplateValue): Dictionary {
  return map instanceof Dictionary ? map : new Dictionary(entriesOf(map));
}

function filtered(
  map: TemplateValue,
  keeps: (key: string) => boolean,
): Dictionary {
  return new Dictionary([...entriesOf(map)].filter(([key]) => keeps(key)));
}

function merged(base: TemplateValue, over: TemplateValue): TemplateValue {
  if (!isMap(base) || !isMap(over)) return isNil(over) ? base : over;
  const entries = new Map<string, TemplateValue>(base.entries);
  for (const [key, value] of over.entries) {
    entries.set(key, merged(entries.get(key), value));
  }
  return new Dictionary(entries);
}

function copied(value: TemplateValue): TemplateValue {
  return value instanceof Dictionary ? new Dictionary(value.entries) : value;
}

function dig(args: readonly TemplateValue[]): TemplateValue {
  const map = args.at(-1);
  const fallback = args.at(-2);
  let value: TemplateValue = map;
  for (const key of args.slice(0, -2)) {
    value = isMap(value) ? value.entries.get(textOf(key)) : undefined;
  }
  return value === undefined ? fallback : value;
}

function unique(
  items: readonly TemplateValue[],
  charge: (steps: number) => void,
): TemplateValue[] {
  const kept: TemplateValue[] = [];
  for (const item of items) {
    charge(kept.length);
    if (!kept.some(other => isSame(item, other))) kept.push(item);
  }
  return kept;
}

function chunks(
  items: readonly TemplateValue[],
  size: number,
): readonly TemplateValue[] {
  if (size < 1) throw new TemplateError('A chunk needs a size.');
  return items.flatMap((_, index) =>
    index % size === 0 ? [items.slice(index, index + size)] : [],
  );
}

function indexed(value: TemplateValue, key: TemplateValue): TemplateValue {
  if (isNil(value)) return undefined;
  return isList(value)
    ? itemsOf(value)[numberOf(key)]
    : entryOf(value, textOf(key));
}
