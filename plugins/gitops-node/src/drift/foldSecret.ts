import { canonicalBase64 } from './compare/scalar';
import { Fields, isFields, own } from './fields/value';

const base64 =
  /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

export interface FoldedSecret {
  readonly object: Fields;
  /** Keys, or the field, that no server would take. */
  readonly problem?: string;
}

/** Whether an object is one of the core group's Secrets. */
export function isSecret(object: Fields): boolean {
  return object.kind === 'Secret' && object.apiVersion === 'v1';
}

/**
 * A Secret the way a server keeps it: `stringData` folded into `data`, where it
 * wins, and null as an empty value. Never throws, and tells no value.
 */
export function foldSecret(secret: Fields): FoldedSecret {
  const { stringData, data, ...rest } = secret;
  for (const [name, field] of Object.entries({ data, stringData })) {
    if (field !== undefined && field !== null && !isFields(field)) {
      return { object: secret, problem: `its ${name} is not a map` };
    }
  }
  const folded = new Map<string, string>();
  const malformed: string[] = [];
  for (const [key, value] of entriesOf(data)) {
    const text = value === null ? '' : value;
    const canonical = typeof text === 'string' ? canonicalBase64(text) : '!';
    if (!base64.test(canonical)) malformed.push(key);
    folded.set(key, canonical);
  }
  for (const [key, value] of entriesOf(stringData)) {
    const text = value === null ? '' : value;
    if (typeof text !== 'string') malformed.push(key);
    folded.set(key, Buffer.from(String(text), 'utf8').toString('base64'));
  }
  if (malformed.length > 0) {
    const keys = [...new Set(malformed)].join(', ');
    return { object: secret, problem: `its ${keys} can't be decoded` };
  }
  if (data === undefined && stringData === undefined) return { object: rest };
  return { object: { ...rest, data: fieldsOf(folded) } };
}

function entriesOf(value: unknown): [string, unknown][] {
  return isFields(value)
    ? Object.keys(value).map(key => [key, own(value, key)])
    : [];
}

/** `__proto__` is a key like any other. */
function fieldsOf(entries: ReadonlyMap<string, unknown>): Fields {
  return Object.fromEntries(entries);
}
