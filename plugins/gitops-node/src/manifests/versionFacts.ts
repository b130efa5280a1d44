import { FieldSegment } from './fieldPath';

/**
 * A scalar that may say which version runs, with the place that tells it from
 * every other in the file. Unlike an artifact's origin it is found without
 * knowing what the file is for, so any old state of the file can be asked.
 */
export interface VersionFact {
  /** `kind/namespace/name` of the object, or `#<index>` where it is none. */
  readonly document: string;
  /** As `formatField` writes it; the item of a list of URLs is named by its URL. */
  readonly field: string;
  /** As written, without quotes. */
  readonly value: string;
  /** Counted from 1. */
  readonly line: number;
}

/** Which scalars are kept. */
export interface VersionFactSelector {
  /** Keys that are kept besides those whose name tells, for example of rules. */
  readonly keys: ReadonlySet<string>;
}

const versionKey =
  /(?:image|tag|version|revision|digest|ref|branch|commit|semver|newName)s?$/i;
const versionValue =
  /^(?:v?\d+\.\d+\.\d|v\d|[0-9a-f]{12,64}$|sha256:)|[A-Za-z0-9_\]})-]:[A-Za-z0-9_$]|@sha256:|[?&](?:ref|version)=|\/v?\d+\.\d+\.\d/;

/** Keys that end like a version's but tell of Kubernetes' API alone. */
const namingKeys = new Set(['apiVersion', 'resourceVersion']);

/** Whether a scalar under a key is worth keeping. */
export function isVersionScalar(
  key: string | undefined,
  value: string,
  selector: VersionFactSelector,
): boolean {
  if (value === '' || value.length > 1000 || value.includes('\n')) return false;
  if (key === undefined) return versionValue.test(value);
  if (selector.keys.has(key)) return true;
  if (namingKeys.has(key)) return false;
  return versionKey.test(key) || versionValue.test(value);
}

/** Whether a text that is part of a longer one could make that a version. */
export function mayHoldVersion(text: string): boolean {
  return versionValue.test(text) || /[:@=][A-Za-z0-9_$]/.test(text);
}

const versionInUrl = /[?&](?:ref|version)=.*|(?<=\/)v?\d+(?:\.\d+)+[^/]*(?=\/)/;

/** The last step of a list of scalars: a URL is named without its version. */
export function scalarItemSegment(index: number, value: string): FieldSegment {
  const name = value.replace(versionInUrl, '');
  return name === value ? index : { key: 'url', value: name };
}

/** Keys whose block of text is YAML itself, which only the full parse reads. */
export const nestedDocumentKeys: ReadonlySet<string> = new Set([
  'patch',
  'patchesStrategicMerge',
  'values',
]);
