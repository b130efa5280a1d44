import { isSecretName } from '../../manifests/isSecretName';
import { isVersionScalar } from '../../manifests/versionFacts';
import { DeclaredValue } from './DeclaredValue';
import { wiring } from './wiring';

/** Last words of keys that say who or where something is, not how it is to be. */
const identityWords = new Set([
  'name',
  'names',
  'namespace',
  'normalized',
  'prefix',
  'suffix',
  'host',
  'hosts',
  'hostname',
  'domain',
  'fqdn',
  'url',
  'uri',
  'address',
  'endpoint',
  'server',
  'cluster',
  'environment',
  'env',
  'region',
  'zone',
  'bucket',
  'account',
  'project',
  'tenant',
  'subscription',
  'issuer',
  'audience',
  'arn',
  'role',
  'group',
  'email',
  'path',
  'file',
  'dir',
  'id',
  'ids',
  'certificate',
  'cert',
  'thumbprint',
  'fingerprint',
  'digest',
  'sha',
  'sha256',
]);

const identityValues: readonly RegExp[] = [
  /:\/\//,
  /^[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}$/i,
  /^[^\s@]+@[^\s@]+$/,
  /^\d{1,3}(?:\.\d{1,3}){3}(?:\/\d+)?$/,
  /^arn:/,
  /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i,
  /^[A-Za-z0-9+/=_-]{32,}$/,
];

/** What a template fills in, or what is encrypted. */
const opaque = /\{\{|\$\{|\$\(|^ENC\[|\n/;

/** Longer texts are documents. */
const maximumLength = 120;

const anyVersion = { keys: new Set<string>() };

/**
 * Whether a person may want to bring a value along: a number, a switch, a
 * quantity. Not what is secret, what names a place, or what a version is.
 */
export function isSetting({
  isSecret,
  path,
  name,
  text,
}: DeclaredValue): boolean {
  if (isSecret || path.some(isSecretName) || isSecretName(name)) return false;
  if (text.length > maximumLength || opaque.test(text)) return false;
  if (path.some(key => wiring.has(key))) return false;
  const word = lastWordOf(name);
  if (identityWords.has(word) || /(?:name|host|url)$/.test(word)) return false;
  if (identityValues.some(pattern => pattern.test(text))) return false;
  return !isVersionScalar(name, text, anyVersion);
}

/** Of `logLevel`, `LOG_LEVEL` and `log-level` it is `level`. */
function lastWordOf(name: string): string {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .split(/[^A-Za-z0-9]+/);
  return (words.at(-1) ?? '').toLowerCase();
}
