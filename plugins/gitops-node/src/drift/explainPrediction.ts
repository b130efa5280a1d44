import { Finding } from './compare/Finding';
import { itemWithKeys } from './fields/listItems';
import { Path, Step } from './fields/Step';
import { isFields, isSame, own } from './fields/value';
import { ManagedFields } from './ownership/ManagedFields';

/**
 * What a difference between prediction and live says. It counts where Git
 * declares the field, or something that is one value with it; it is a removal
 * where our manager owned it. What else a dry-run changes is a webhook's doing.
 */
export function explainPrediction(
  finding: Finding,
  declared: unknown,
  managed: ManagedFields,
  managers: readonly string[],
): Finding[] {
  const path: Step[] = [];
  let value = declared;
  let isWithinWhole = false;
  for (const step of finding.path) {
    const next = childAt(value, step);
    if (next === undefined) break;
    path.push(
      typeof step === 'object'
        ? { ...step, declared: indexOf(value, step) }
        : step,
    );
    isWithinWhole ||= typeof step === 'number';
    value = next;
  }
  if (path.length === finding.path.length) {
    return [{ ...finding, path, declared: value }];
  }
  if (isWithinWhole) {
    return [
      { ...finding, path: [...path, ...finding.path.slice(path.length)] },
    ];
  }
  const isOurs = managed
    .holders(finding.path)
    .some(
      ({ manager, operation }) =>
        operation === 'Apply' && managers.includes(manager),
    );
  return isOurs
    ? [{ path: finding.path, class: 'pendingRemoval', live: finding.live }]
    : [];
}

/** The value at a path that was found on another side. */
export function follow(object: unknown, path: Path): unknown {
  let value = object;
  for (const step of path) value = childAt(value, step);
  return value;
}

function childAt(value: unknown, step: Step): unknown {
  if (typeof step === 'string') {
    return isFields(value) ? own(value, step) : undefined;
  }
  const index = indexOf(value, step);
  return Array.isArray(value) && index !== undefined ? value[index] : undefined;
}

function indexOf(value: unknown, step: Step): number | undefined {
  if (typeof step === 'number') return step;
  if (typeof step === 'string' || !Array.isArray(value)) return undefined;
  if (step.keys.length === 0 && step.value === undefined) return step.declared;
  const index =
    step.keys.length > 0
      ? itemWithKeys(value, Object.fromEntries(step.keys), undefined)
      : value.findIndex(item => isSame(item, step.value));
  return index < 0 ? undefined : index;
}
