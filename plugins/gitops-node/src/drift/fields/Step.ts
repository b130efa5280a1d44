import { FieldSegment, formatField } from '../../manifests/fieldPath';

/**
 * One step from an object to a field of it: a key, the index of a list that is
 * a whole, or an item of a list whose items are told apart.
 */
export type Step = string | number | ItemStep;

export interface ItemStep {
  /** What tells the item from its siblings; none where only its value does. */
  readonly keys: readonly ItemKey[];
  /** Of an item of a set. */
  readonly value?: unknown;
  /** Where it stands on either side. */
  readonly declared?: number;
  readonly live?: number;
}

export type ItemKey = readonly [name: string, value: unknown];

export type Path = readonly Step[];

/** Written as everywhere; several keys are set apart by commas. */
export function formatPath(path: Path): string {
  return formatField(path.map(segmentOf));
}

function segmentOf(step: Step): FieldSegment {
  if (typeof step !== 'object') return step;
  const [first, ...rest] = step.keys;
  if (first === undefined) return step.declared ?? step.live ?? 0;
  const [key, value] = first;
  const more = rest.map(([name, text]) => `,${name}=${String(text)}`);
  return { key, value: `${String(value)}${more.join('')}` };
}

/** Keys and indices from an object down to the field, on one side. */
export function keysOn(
  side: 'declared' | 'live',
  path: Path,
): readonly (string | number | undefined)[] {
  return path.map(step => (typeof step === 'object' ? step[side] : step));
}
