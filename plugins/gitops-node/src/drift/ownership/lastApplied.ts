import { FieldSchema } from '../model';
import { Finding } from '../compare/Finding';
import { itemWithKeys, keysOf } from '../fields/listItems';
import { Step } from '../fields/Step';
import {
  Fields,
  isEmpty,
  isFields,
  isSame,
  own,
  valueAt,
} from '../fields/value';
import { isMark, serverMetadata } from './marks';

const annotation = 'kubectl.kubernetes.io/last-applied-configuration';

/** What a client-side apply recorded; `undefined` where it can't be read. */
export function readLastApplied(live: unknown): Fields | undefined {
  const text = valueAt(live, 'metadata', 'annotations', annotation);
  if (typeof text !== 'string') return undefined;
  try {
    const content: unknown = JSON.parse(text);
    return isFields(content) ? content : undefined;
  } catch {
    // Somebody else's text; what managedFields tell still counts.
    return undefined;
  }
}

/** Tells what was applied once, is live still and isn't declared any more. */
export class LeftoverFields {
  readonly findings: Finding[] = [];
  readonly #path: Step[] = [];

  visit(
    applied: unknown,
    declared: unknown,
    live: unknown,
    schema: FieldSchema | undefined,
  ): void {
    if (schema?.serverOnly) return;
    if (isFields(applied) && isFields(live)) {
      for (const key of Object.keys(applied)) {
        if (this.#isServers(key)) continue;
        const child = schema?.properties?.[key] ?? schema?.additional;
        const ours = isFields(declared) ? own(declared, key) : undefined;
        this.#visitChild(key, applied[key], ours, own(live, key), child);
      }
    } else if (Array.isArray(applied) && Array.isArray(live)) {
      this.#visitItems(applied, declared, live, schema);
    }
  }

  #visitChild(
    step: Step,
    applied: unknown,
    declared: unknown,
    live: unknown,
    schema: FieldSchema | undefined,
  ): void {
    if (declared === null || isEmpty(live) || schema?.serverOnly) return;
    if (declared === undefined && !(isFields(applied) && isFields(live))) {
      if (isEmpty(applied)) return;
      const list = schema?.list?.kind;
      if (list !== 'map' && list !== 'set') {
        this.findings.push({
          path: [...this.#path, step],
          class: 'pendingRemoval',
          live,
        });
        return;
      }
    }
    this.#path.push(step);
    this.visit(applied, declared, live, schema);
    this.#path.pop();
  }

  #visitItems(
    applied: readonly unknown[],
    declared: unknown,
    live: readonly unknown[],
    schema: FieldSchema | undefined,
  ): void {
    const { list, items } = schema ?? {};
    if (list?.kind === 'set') {
      const ours = Array.isArray(declared) ? declared : [];
      for (const value of applied) {
        const index = live.findIndex(item => isSame(item, value));
        if (index < 0 || ours.some(item => isSame(item, value))) continue;
        this.#found({ keys: [], value, live: index }, value);
      }
    }
    if (list?.kind !== 'map') return;
    for (const item of applied) {
      const keys = keysOf(item, list.keys, items);
      const wanted = Object.fromEntries(keys);
      const index = itemWithKeys(live, wanted, items);
      const ours = itemWithKeys(declared, wanted, items);
      if (index < 0) continue;
      if (ours < 0 || !Array.isArray(declared)) {
        this.#found({ keys, live: index }, live[index]);
        continue;
      }
      this.#path.push({ keys, declared: ours, live: index });
      this.visit(item, declared[ours], live[index], items);
      this.#path.pop();
    }
  }

  #found(step: Step, live: unknown): void {
    this.findings.push({
      path: [...this.#path, step],
      class: 'pendingRemoval',
      live,
    });
  }

  #isServers(key: string): boolean {
    if (this.#path.length === 0) {
      return key === 'status' || key === 'apiVersion' || key === 'kind';
    }
    if (this.#path[0] !== 'metadata') return false;
    return this.#path.length === 1 ? serverMetadata.has(key) : isMark(key);
  }
}
