import { createHmac, randomBytes } from 'node:crypto';

// A key whose value is a secret itself. `secretName` and the like only refer
// to one.
const secretKey =
  /(?:password|passwd|passphrase|secret|token|api[-_.]?key|private[-_.]?key|access[-_.]?key|credentials?)$/i;

const userInfo = /(:\/\/)[^/@\s]+:[^/@\s]+(@)/g;

/**
 * A function that takes an object's secrets out: a Secret's data, values whose
 * key says so (also a container's `env`), credentials in URLs. Equal values
 * get equal masks from one such function, and other ones from the next, so
 * that a mask compares but can't be looked up.
 */
export function createSecretMask(): <T extends object>(object: T) => T {
  const key = randomBytes(32);
  const hide = (value: unknown) =>
    `***${createHmac('sha256', key)
      .update(JSON.stringify(value) ?? '')
      .digest('hex')
      .slice(0, 8)}`;
  return object => maskObject(object, hide);
}

type Hide = (value: unknown) => string;

function maskObject<T extends object>(object: T, hide: Hide): T {
  const isSecret = 'kind' in object && object.kind === 'Secret';
  const masked = Object.entries(object).map(([key, value]) =>
    isSecret && (key === 'data' || key === 'stringData')
      ? [key, maskEntries(value, hide)]
      : [key, maskValue(key, value, hide)],
  );
  return Object.assign(Object.create(Object.getPrototypeOf(object)), {
    ...Object.fromEntries(masked),
  });
}

/** All values of a Secret's data, whatever their keys. */
function maskEntries(value: unknown, hide: Hide): unknown {
  if (typeof value !== 'object' || value === null) return hide(value);
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [key, hide(entry)]),
  );
}

function maskValue(key: string, value: unknown, hide: Hide): unknown {
  if (typeof value === 'string') {
    if (value !== '' && secretKey.test(key)) return hide(value);
    return value.replace(userInfo, '$1***$2');
  }
  if (Array.isArray(value)) {
    return value.map(item => maskValue('', item, hide));
  }
  if (typeof value !== 'object' || value === null) return value;
  return maskMapping(value, hide);
}

function maskMapping(value: object, hide: Hide): object {
  // `{ name: DB_PASSWORD, value: … }`, as in a container's environment.
  const name = 'name' in value ? value.name : undefined;
  const named = typeof name === 'string' && secretKey.test(name);
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [
      key,
      named && key === 'value' && typeof entry === 'string'
        ? hide(entry)
        : maskValue(key, entry, hide),
    ]),
  );
}
