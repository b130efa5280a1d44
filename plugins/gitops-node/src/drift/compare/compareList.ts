import { FieldSchema } from '../model';
import { ItemStep, Step } from '../fields/Step';
import { KeyedItems, keysOf } from '../fields/listItems';
import { isEmpty, isFields } from '../fields/value';
import { Finding } from './Finding';
import { hasMore } from './hasMore';

const noItems: readonly unknown[] = Object.freeze([]);

/** The comparison that a list is part of. */
export interface ListComparison {
  readonly findings: readonly Finding[];
  readonly isStrict: boolean;
  lacksSchema: boolean;
  compareAt(
    step: Step,
    declared: unknown,
    live: unknown,
    schema: FieldSchema | undefined,
  ): void;
  below(step: Step, compare: () => void): void;
  report(kind: Finding['class'], declared: unknown, live: unknown): void;
  problem(problem: string): void;
  fits(
    declared: unknown,
    live: unknown,
    items: FieldSchema | undefined,
  ): boolean;
}

/** Compares a list that isn't empty, the way its schema tells items apart. */
export function compareList(
  comparison: ListComparison,
  declared: readonly unknown[],
  live: unknown,
  schema: FieldSchema | undefined,
): void {
  const list = schema?.list;
  if (schema === undefined) comparison.lacksSchema = true;
  if (!Array.isArray(live) && !isEmpty(live)) {
    comparison.report('changed', declared, live);
    return;
  }
  const other: readonly unknown[] = Array.isArray(live) ? live : noItems;
  if (list?.kind === 'map') {
    compareKeyed(comparison, declared, other, list.keys, schema?.items);
  } else if (list?.kind === 'set') {
    compareSet(comparison, declared, other, schema?.items);
  } else if (other.length === 0) {
    comparison.report('missing', declared, live);
  } else if (other.length !== declared.length) {
    comparison.report('changed', declared, live);
  } else if (list?.kind === 'unordered') {
    compareUnordered(comparison, declared, other, schema?.items);
  } else {
    for (let index = 0; index < declared.length; index++) {
      compareWhole(comparison, index, declared[index], other[index], schema);
    }
  }
}

/** An item of an atomic list. */
function compareWhole(
  comparison: ListComparison,
  index: number,
  declared: unknown,
  live: unknown,
  schema: FieldSchema | undefined,
): void {
  const before = comparison.findings.length;
  comparison.compareAt(index, declared, live, schema?.items);
  if (!comparison.isStrict || comparison.findings.length > before) return;
  if (isFields(declared) && isFields(live)) {
    if (!hasMore(declared, live, schema?.items)) return;
    comparison.below(index, () => comparison.report('changed', declared, live));
  }
}

function compareKeyed(
  comparison: ListComparison,
  declared: readonly unknown[],
  live: readonly unknown[],
  names: readonly string[],
  items: FieldSchema | undefined,
): void {
  const ours = new KeyedItems(declared, names, items);
  const theirs = new KeyedItems(live, names, items);
  for (let index = 0; index < declared.length; index++) {
    const item = declared[index];
    const keys = keysOf(item, names, items);
    const found = theirs.find(keys);
    const step: ItemStep = {
      keys,
      declared: index,
      live: found < 0 ? undefined : found,
    };
    if (ours.find(keys) === -2 || found === -2) {
      comparison.below(step, () =>
        comparison.problem(
          `several items have the same ${names.join(' and ')}`,
        ),
      );
    } else if (found === -1) {
      comparison.below(step, () =>
        comparison.report('missing', item, undefined),
      );
    } else {
      comparison.compareAt(step, item, live[found], items);
    }
  }
}

function compareSet(
  comparison: ListComparison,
  declared: readonly unknown[],
  live: readonly unknown[],
  items: FieldSchema | undefined,
): void {
  const values = new Set(live);
  for (const [index, value] of declared.entries()) {
    if (values.has(value)) continue;
    if (
      typeof value === 'object' &&
      live.some(other => comparison.fits(value, other, items))
    )
      continue;
    comparison.below({ keys: [], value, declared: index }, () =>
      comparison.report('missing', value, undefined),
    );
  }
}

function compareUnordered(
  comparison: ListComparison,
  declared: readonly unknown[],
  live: readonly unknown[],
  items: FieldSchema | undefined,
): void {
  const left = new Set(live.keys());
  const unmatched = [...declared.keys()].filter(index => {
    for (const other of left) {
      if (comparison.fits(declared[index], live[other], items)) {
        left.delete(other);
        return false;
      }
    }
    return true;
  });
  const rest = [...left];
  for (const [position, index] of unmatched.entries()) {
    const other = rest[position];
    comparison.compareAt(
      { keys: [], declared: index, live: other },
      declared[index],
      live[other],
      items,
    );
  }
}
