import { FieldSchema } from '../model';
import { ItemStep } from '../fields/Step';
import { KeyedItems, keysOf } from '../fields/listItems';
import { isEmpty, isFields, isSame } from '../fields/value';
import { FieldComparison, hasMore } from './FieldComparison';

const noItems: readonly unknown[] = Object.freeze([]);

/** Compares a list that isn't empty, the way its schema tells items apart. */
export function compareList(
  comparison: FieldComparison,
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
  comparison: FieldComparison,
  index: number,
  declared: unknown,
  live: unknown,
  schema: FieldSchema | undefined,
): void {
  const before = comparison.findings.length;
  comparison.compareAt(index, declared, live, schema?.items);
  if (!comparison.options.strict || comparison.findings.length > before) return;
  if (isFields(declared) && isFields(live)) {
    if (!hasMore(declared, live, schema?.items)) return;
    comparison.below(index, () => comparison.report('changed', declared, live));
  }
}

function compareKeyed(
  comparison: FieldComparison,
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
  comparison: FieldComparison,
  declared: readonly unknown[],
  live: readonly unknown[],
  items: FieldSchema | undefined,
): void {
  for (const [index, value] of declared.entries()) {
    if (live.some(other => fits(comparison, value, other, items))) continue;
    comparison.below({ keys: [], value, declared: index }, () =>
      comparison.report('missing', value, undefined),
    );
  }
}

function compareUnordered(
  comparison: FieldComparison,
  declared: readonly unknown[],
  live: readonly unknown[],
  items: FieldSchema | undefined,
): void {
  const left = new Set(live.keys());
  const unmatched = [...declared.keys()].filter(index => {
    for (const other of left) {
      if (fits(comparison, declared[index], live[other], items)) {
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

/** Whether an item holds all that another declares. */
function fits(
  { options }: FieldComparison,
  declared: unknown,
  live: unknown,
  items: FieldSchema | undefined,
): boolean {
  if (isSame(declared, live)) return true;
  if (typeof declared !== 'object') return false;
  const probe = new FieldComparison(options);
  probe.compare(declared, live, items);
  return probe.findings.length === 0 && probe.problems.length === 0;
}
