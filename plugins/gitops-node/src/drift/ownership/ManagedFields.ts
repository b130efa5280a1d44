import { LastWrite } from '@backstage-gitops/plugin-gitops-common';
import { ItemStep, Path, Step } from '../fields/Step';
import { Fields, isFields, isSame, own, valueAt } from '../fields/value';

/** The same few keys stand in all objects of a cluster. */
const maximumReadKeys = 5_000;
const readKeys = new Map<string, unknown>();
/** Where the canonical key isn't found, more are not looked through. */
const maximumSearchedKeys = 200;

/** One manager's entry of `metadata.managedFields`. */
export interface ManagerEntry extends LastWrite {
  readonly fields: Fields;
}

/** What `metadata.managedFields` of a live object tells. */
export class ManagedFields {
  readonly entries: readonly ManagerEntry[];

  constructor(object: unknown) {
    const list = valueAt(object, 'metadata', 'managedFields');
    this.entries = Array.isArray(list) ? list.flatMap(readEntry) : [];
  }

  /**
   * Whether anyone wrote the live value, so that it isn't what the server
   * filled in; taken for granted where the object doesn't tell. Who applies
   * `{}` owns the map, not what the server puts into it.
   */
  isWritten(path: Path, live: unknown): boolean {
    if (this.entries.length === 0) return true;
    return this.entries.some(({ fields }) => {
      const held = hold(fields, path);
      if (held === undefined) return false;
      return !held.isExact || !isFields(live) || !isLeaf(held.fields);
    });
  }

  /** Entries that hold the field itself, what is below it, or all around it. */
  holders(path: Path): readonly ManagerEntry[] {
    const exact: ManagerEntry[] = [];
    const around: ManagerEntry[] = [];
    for (const entry of this.entries) {
      const held = hold(entry.fields, path);
      if (held !== undefined) (held.isExact ? exact : around).push(entry);
    }
    return exact.length > 0 ? exact : around;
  }

  /** Who wrote the field last; `undefined` where it isn't known. */
  lastWrite(path: Path): LastWrite | undefined {
    let last: LastWrite | undefined;
    for (const { fields: _, ...write } of this.holders(path)) {
      if (last === undefined || timeOf(write) >= timeOf(last)) last = write;
    }
    return last;
  }
}

/**
 * A write whose time isn't recorded counts as the newest: Kubernetes 1.35
 * leaves it out of the entry of a scale subresource.
 */
function timeOf({ time }: LastWrite): string {
  return time ?? '~';
}

function readEntry(entry: unknown): ManagerEntry[] {
  if (!isFields(entry)) return [];
  const { manager, operation, subresource, time, fieldsV1 } = entry;
  if (operation !== 'Apply' && operation !== 'Update') return [];
  if (!isFields(fieldsV1)) return [];
  return [
    {
      manager: typeof manager === 'string' ? manager : 'unknown',
      operation,
      ...(typeof subresource === 'string' &&
        subresource !== '' && { subresource }),
      ...(typeof time === 'string' && { time }),
      fields: fieldsV1,
    },
  ];
}

interface Held {
  readonly fields: Fields;
  readonly isExact: boolean;
}

/** Follows a path into a set of fields; a leaf holds all that is below it. */
function hold(fields: Fields, path: Path): Held | undefined {
  let node: Fields = fields;
  for (const [depth, step] of path.entries()) {
    const child = childOf(node, step);
    if (child === undefined) {
      return depth > 0 && isLeaf(node)
        ? { fields: node, isExact: false }
        : undefined;
    }
    node = child;
  }
  return { fields: node, isExact: true };
}

/** A set of fields without any below it: the value is owned as a whole. */
export function isLeaf(fields: Fields): boolean {
  for (const key in fields) {
    if (key !== '.' && Object.hasOwn(fields, key)) return false;
  }
  return !Object.hasOwn(fields, '.');
}

function childOf(node: Fields, step: Step): Fields | undefined {
  if (typeof step === 'string') return fieldsAt(node, `f:${step}`);
  if (typeof step === 'number') return fieldsAt(node, `i:${step}`);
  const direct = fieldsAt(node, canonicalKey(step));
  if (direct !== undefined) return direct;
  const keys = Object.keys(node);
  if (keys.length > maximumSearchedKeys) return undefined;
  const found = keys.find(key => isItem(key, step));
  return found === undefined ? undefined : fieldsAt(node, found);
}

/** The way a server writes the item: keys in alphabetical order. */
function canonicalKey({ keys, value }: ItemStep): string {
  if (keys.length === 0) return `v:${JSON.stringify(value)}`;
  const sorted = [...keys].sort(([left], [right]) => (left < right ? -1 : 1));
  return `k:${JSON.stringify(Object.fromEntries(sorted))}`;
}

function isItem(key: string, step: ItemStep): boolean {
  const content = readItemKey(key);
  if (content === undefined) return false;
  if (key.startsWith('v:')) {
    return step.keys.length === 0 && isSame(content, step.value);
  }
  return (
    step.keys.length > 0 &&
    isFields(content) &&
    step.keys.every(([name, value]) => isSame(own(content, name), value))
  );
}

/** What stands behind `k:` and `v:`; `undefined` where it can't be read. */
export function readItemKey(key: string): unknown {
  if (!key.startsWith('k:') && !key.startsWith('v:')) return undefined;
  const known = readKeys.get(key);
  if (known !== undefined) return known;
  const content = parse(key.slice(2));
  if (readKeys.size >= maximumReadKeys) readKeys.clear();
  readKeys.set(key, content);
  return content;
}

function parse(text: string): unknown {
  try {
    const content: unknown = JSON.parse(text);
    return content;
  } catch {
    return undefined;
  }
}

function fieldsAt(node: Fields, key: string): Fields | undefined {
  const child = own(node, key);
  return isFields(child) ? child : undefined;
}
