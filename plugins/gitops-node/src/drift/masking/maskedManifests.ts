import { Resource } from '../../manifests/Resource';
import { SecretMask } from '../../manifests/SecretMask';
import { Fields, isFields, valueAt } from '../fields/value';
import { foldSecret, isSecret } from '../foldSecret';
import { isMark, serverMetadata } from '../ownership/marks';

const identity: ReadonlySet<string> = new Set(['name', 'namespace']);

/** One object as Git declares it and as it is live. @public */
export interface ManifestPair {
  readonly declared?: Resource;
  readonly live?: Resource;
}

/**
 * Both sides of a pair for a person to read side by side: secrets masked, equal
 * ones by equal masks; what only the server writes left out; keys in the order
 * of the declared object, so that only what differs stands out.
 *
 * @public
 */
export function maskedManifests(
  { declared, live }: ManifestPair,
  salt: Uint8Array,
): { readonly declared?: unknown; readonly live?: unknown } {
  const mask = new SecretMask(salt);
  const ours = declared && mask.object(readable(declared, declared));
  const theirs = live && mask.object(readable(live, declared));
  return {
    ...(ours !== undefined && { declared: ours }),
    ...(theirs !== undefined && { live: inOrderOf(ours, theirs) }),
  };
}

function readable(object: Resource, declared: Resource | undefined): Fields {
  const folded = isSecret(object) ? foldSecret(object).object : object;
  const { status: _, metadata, ...rest } = folded;
  if (!isFields(metadata)) return rest;
  const { apiVersion, kind, ...content } = rest;
  return {
    apiVersion,
    kind,
    metadata: readableMetadata(metadata, declared?.metadata),
    ...content,
  };
}

function readableMetadata(metadata: Fields, declared: unknown): Fields {
  const result: [string, unknown][] = [];
  for (const [key, value] of Object.entries(metadata)) {
    if (serverMetadata.has(key) && !identity.has(key)) continue;
    const hasMarks = key === 'annotations' || key === 'labels';
    if (!hasMarks || !isFields(value)) {
      result.push([key, value]);
      continue;
    }
    const ours = valueAt(declared, key);
    const kept = Object.entries(value).filter(
      ([name]) => !isMark(name) || isDeclared(name, ours),
    );
    if (kept.length > 0) result.push([key, Object.fromEntries(kept)]);
  }
  return Object.fromEntries(result);
}

/** Charts write some marks too. What was applied last is nobody's reading. */
function isDeclared(name: string, declared: unknown): boolean {
  return (
    isFields(declared) &&
    Object.hasOwn(declared, name) &&
    !name.startsWith('kubectl.kubernetes.io/last-applied')
  );
}

function inOrderOf(model: unknown, value: unknown): unknown {
  if (Array.isArray(value)) {
    const models = Array.isArray(model) ? model : [];
    return value.map((item, index) => inOrderOf(models[index], item));
  }
  if (!isFields(value)) return value;
  const order = isFields(model) ? Object.keys(model) : [];
  const keys = [
    ...order.filter(key => Object.hasOwn(value, key)),
    ...Object.keys(value).filter(key => !order.includes(key)),
  ];
  return Object.fromEntries(
    keys.map(key => [
      key,
      inOrderOf(isFields(model) ? model[key] : undefined, value[key]),
    ]),
  );
}
