import { FieldSchema } from '../model';
import { ItemKey } from './Step';
import { Fields, isFields, isSame, own } from './value';

/** Lists longer than this are looked up by an index, so that none is slow. */
const scanned = 8;

/** The keys of an item, those that the server fills in included. */
export function keysOf(
  item: unknown,
  names: readonly string[],
  items: FieldSchema | undefined,
): ItemKey[] {
  return names.map(name => [name, keyOf(item, name, items)]);
}

function keyOf(
  item: unknown,
  name: string,
  items: FieldSchema | undefined,
): unknown {
  const value = isFields(item) ? own(item, name) : undefined;
  if (value !== undefined && value !== null && value !== '') return value;
  return items?.properties?.[name]?.default;
}

/** Finds items of a list by their keys. */
export class KeyedItems {
  readonly #list: readonly unknown[];
  readonly #names: readonly string[];
  readonly #items: FieldSchema | undefined;
  #byKeys: Map<string, number> | undefined;
  #repeated: Set<string> | undefined;

  constructor(
    list: readonly unknown[],
    names: readonly string[],
    items: FieldSchema | undefined,
  ) {
    this.#list = list;
    this.#names = names;
    this.#items = items;
  }

  /** The index of the item, -1 where there is none, -2 where there are several. */
  find(keys: readonly ItemKey[]): number {
    if (this.#list.length > scanned) return this.#look(keys);
    let found = -1;
    for (let index = 0; index < this.#list.length; index++) {
      if (!this.#hasKeys(this.#list[index], keys)) continue;
      if (found >= 0) return -2;
      found = index;
    }
    return found;
  }

  #hasKeys(item: unknown, keys: readonly ItemKey[]): boolean {
    for (const [name, value] of keys) {
      if (keyOf(item, name, this.#items) !== value) return false;
    }
    return true;
  }

  #look(keys: readonly ItemKey[]): number {
    if (this.#byKeys === undefined || this.#repeated === undefined) {
      this.#byKeys = new Map();
      this.#repeated = new Set();
      for (const [index, item] of this.#list.entries()) {
        const id = idOf(keysOf(item, this.#names, this.#items));
        if (this.#byKeys.has(id)) this.#repeated.add(id);
        else this.#byKeys.set(id, index);
      }
    }
    const id = idOf(keys);
    return this.#repeated.has(id) ? -2 : this.#byKeys.get(id) ?? -1;
  }
}

function idOf(keys: readonly ItemKey[]): string {
  return JSON.stringify(keys.map(([, value]) => value ?? null));
}

/** Lists longer than this aren't searched for items that leave keys open. */
const searched = 500;

/** Indexes of long lists; nothing changes a list while it is compared. */
const indexes = new WeakMap<readonly unknown[], Map<string, KeyedItems>>();

/** The item that has these keys, as managedFields write them; -1 for none. */
export function itemWithKeys(
  list: unknown,
  keys: Fields,
  items: FieldSchema | undefined,
): number {
  if (!Array.isArray(list)) return -1;
  if (list.length > scanned) {
    const found = indexOf(list, Object.keys(keys), items).find(
      Object.entries(keys),
    );
    if (found >= 0 || list.length > searched) return Math.max(found, -1);
  }
  return list.findIndex(item =>
    Object.entries(keys).every(([name, value]) => {
      const found = keyOf(item, name, items);
      // Without a schema a default isn't known: what the item leaves open fits.
      return found === undefined || isSame(found, value);
    }),
  );
}

function indexOf(
  list: readonly unknown[],
  names: readonly string[],
  items: FieldSchema | undefined,
): KeyedItems {
  const ofList = indexes.get(list) ?? new Map<string, KeyedItems>();
  indexes.set(list, ofList);
  const id = `${names.join()} ${items === undefined}`;
  const known = ofList.get(id) ?? new KeyedItems(list, names, items);
  ofList.set(id, known);
  return known;
}
