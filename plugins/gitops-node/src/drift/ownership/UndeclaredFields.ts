import { FieldSchema } from '../model';
import { Finding } from '../compare/Finding';
import { itemWithKeys } from '../fields/listItems';
import { ItemStep, Step } from '../fields/Step';
import { Fields, isEmpty, isFields, isSame, own } from '../fields/value';
import { isLeaf, readItemKey } from './ManagedFields';
import { isMark, serverMetadata } from './marks';

/**
 * Walks a set of fields that a manager owns, and tells those that live has and
 * Git doesn't declare, leaf by leaf; an item of a list as a whole.
 */
export class UndeclaredFields {
  readonly findings: Finding[] = [];
  readonly #class: Finding['class'];
  readonly #path: Step[] = [];

  constructor(kind: 'pendingRemoval' | 'unmanaged') {
    this.#class = kind;
  }

  visit(
    fields: Fields,
    declared: unknown,
    live: unknown,
    schema: FieldSchema | undefined,
  ): void {
    for (const key of Object.keys(fields)) {
      const child = fields[key];
      if (!isFields(child)) continue;
      const mark = key.charCodeAt(0);
      if (key.charCodeAt(1) !== 58 /* : */) continue;
      if (mark === 102 /* f */) {
        this.#visitField(key.slice(2), child, declared, live, schema);
      } else if (mark === 107 /* k */) {
        this.#visitItem(key, child, declared, live, schema);
      } else if (mark === 118 /* v */) {
        this.#visitValue(readItemKey(key), declared, live);
      }
    }
  }

  #visitField(
    name: string,
    fields: Fields,
    declared: unknown,
    live: unknown,
    schema: FieldSchema | undefined,
  ): void {
    const value = isFields(live) ? own(live, name) : undefined;
    if (value === undefined || this.#isServers(name)) return;
    const ours = isFields(declared) ? own(declared, name) : undefined;
    const child = schema?.properties?.[name] ?? schema?.additional;
    if (child?.serverOnly) return;
    if (isLeaf(fields) || !hasChildren(fields)) {
      if (ours === undefined && !wasEmpty(value, child)) {
        this.#report(name, value);
      }
      return;
    }
    if (ours === null) return;
    this.#path.push(name);
    this.visit(fields, ours, value, child);
    this.#path.pop();
  }

  #visitItem(
    key: string,
    fields: Fields,
    declared: unknown,
    live: unknown,
    schema: FieldSchema | undefined,
  ): void {
    const keys = readItemKey(key);
    if (!isFields(keys) || !Array.isArray(live)) return;
    const index = itemWithKeys(live, keys, schema?.items);
    if (index < 0) return;
    const ours = itemWithKeys(declared, keys, schema?.items);
    const step: ItemStep = {
      keys: orderedKeys(keys, schema),
      live: index,
      declared: ours < 0 ? undefined : ours,
    };
    if (ours < 0 || !Array.isArray(declared)) {
      this.#report(step, live[index]);
      return;
    }
    this.#path.push(step);
    this.visit(fields, declared[ours], live[index], schema?.items);
    this.#path.pop();
  }

  #visitValue(value: unknown, declared: unknown, live: unknown): void {
    if (!Array.isArray(live)) return;
    const index = live.findIndex(item => isSame(item, value));
    if (index < 0) return;
    if (Array.isArray(declared) && declared.some(item => isSame(item, value))) {
      return;
    }
    this.#report({ keys: [], value, live: index }, live[index]);
  }

  #isServers(name: string): boolean {
    const [parent] = this.#path;
    if (this.#path.length === 0) {
      return name === 'status' || name === 'apiVersion' || name === 'kind';
    }
    if (parent !== 'metadata') return false;
    return this.#path.length === 1 ? serverMetadata.has(name) : isMark(name);
  }

  #report(step: Step, live: unknown): void {
    if (isEmpty(live)) return;
    this.findings.push({
      path: [...this.#path, step],
      class: this.#class,
      live,
    });
  }
}

/**
 * Whether an object that is owned without any of its fields was applied empty,
 * as Flux writes a Deployment's `strategy`: what is in it came by default or is
 * someone else's, who is told for it.
 */
function wasEmpty(live: unknown, schema: FieldSchema | undefined): boolean {
  const hasOwnFields =
    schema?.properties !== undefined || schema?.additional !== undefined;
  return isFields(live) && hasOwnFields && schema.atomicMap !== true;
}

function hasChildren(fields: Fields): boolean {
  return Object.keys(fields).some(key => key !== '.');
}

function orderedKeys(
  keys: Fields,
  schema: FieldSchema | undefined,
): ItemStep['keys'] {
  const { list } = schema ?? {};
  if (list?.kind !== 'map') return Object.entries(keys);
  return list.keys.map(name => [name, own(keys, name)]);
}
