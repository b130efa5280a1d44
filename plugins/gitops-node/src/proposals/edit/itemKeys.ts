import { FieldSegment } from '../../manifests/fieldPath';

type ItemSegment = Extract<FieldSegment, object>;

/** What an item of a list has to have, of `[port=80,protocol=TCP]`. */
export function itemKeys({
  key,
  value,
}: ItemSegment): Readonly<Record<string, unknown>> {
  const [first = '', ...more] = value.split(/,(?=[A-Za-z][\w.-]*=)/);
  const pairs = [`${key}=${first}`, ...more].map(pair => {
    const equals = pair.indexOf('=');
    const name = pair.slice(0, equals);
    return [name, typed(name, pair.slice(equals + 1))] as const;
  });
  return Object.fromEntries(pairs);
}

/** Keys of Kubernetes' lists are texts, but ports. */
function typed(name: string, text: string): string | number {
  return /port$/i.test(name) && /^\d+$/.test(text) ? Number(text) : text;
}

/** A key that an item leaves to its default fits; one at least has to be told. */
export function isItemOf(item: unknown, segment: ItemSegment): boolean {
  if (typeof item !== 'object' || item === null) return false;
  const keys = Object.entries(itemKeys(segment));
  const told = new Map(Object.entries(item));
  return (
    keys.some(([name]) => told.has(name)) &&
    keys.every(
      ([name, value]) =>
        !told.has(name) || String(told.get(name)) === String(value),
    )
  );
}

/** One step into plain data; `undefined` where there is nothing. */
export function dataAt(data: unknown, segment: FieldSegment): unknown {
  if (Array.isArray(data)) {
    return typeof segment === 'object'
      ? data.find(item => isItemOf(item, segment))
      : data[Number(segment)];
  }
  if (typeof data !== 'object' || data === null) return undefined;
  return Object.entries(data).find(([key]) => key === segment)?.[1];
}
