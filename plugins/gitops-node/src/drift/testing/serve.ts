import { Resource } from '../../manifests/Resource';
import { isEmpty, isFields } from '../fields/value';

/**
 * What a server makes of an object: empty values and zeros dropped, quantities
 * kept, every map completed with something that nobody declared.
 */
export function serve(declared: Resource): Resource {
  const { apiVersion, kind, metadata, ...content } = declared;
  return {
    apiVersion,
    kind,
    metadata: {
      ...asFields(complete(metadata, 'metadata')),
      uid: '0b3f',
      resourceVersion: '7',
      creationTimestamp: '2026-11-20T09:00:00Z',
    },
    ...asFields(completeFields(content)),
    status: { observed: true },
  };
}

/** Where an addition would say something: maps that are one value. */
const whole: ReadonlySet<string> = new Set([
  'selector',
  'podSelector',
  'namespaceSelector',
  'labelSelector',
  'objectSelector',
  'nodeSelector',
]);

function complete(value: unknown, key: string): unknown {
  if (Array.isArray(value)) return value.map(item => complete(item, ''));
  if (!isFields(value) || whole.has(key)) return value;
  const result = completeFields(value);
  return isEmpty(value) ? result : { ...result, filledIn: 'by the server' };
}

function completeFields(fields: Readonly<Record<string, unknown>>) {
  return Object.fromEntries(
    Object.entries(fields)
      .filter(([, value]) => value !== null && value !== undefined)
      .map(([key, value]) => [key, complete(value, key)]),
  );
}

function asFields(value: unknown): Readonly<Record<string, unknown>> {
  return isFields(value) ? value : {};
}
