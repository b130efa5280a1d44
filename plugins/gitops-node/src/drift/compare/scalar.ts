import { FieldSchema } from '../model';
import { Step } from '../fields/Step';
import { parseQuantity } from './parseQuantity';

/**
 * Fields of Kubernetes' own kinds where `0` or `false` says something else than
 * leaving the field out: absent means another value, or no value at all.
 */
const meaningfulZeros: ReadonlySet<string> = new Set([
  'activeDeadlineSeconds',
  'allowPrivilegeEscalation',
  'automountServiceAccountToken',
  'backoffLimit',
  'enableServiceLinks',
  'fsGroup',
  'hostUsers',
  'maxReplicas',
  'maxUnavailable',
  'minAvailable',
  'minReplicas',
  'replicas',
  'runAsGroup',
  'runAsUser',
  'runAsNonRoot',
  'sizeLimit',
  'stabilizationWindowSeconds',
  'terminationGracePeriodSeconds',
  'tolerationSeconds',
  'ttlSecondsAfterFinished',
]);

/** Whether a declared scalar of a built-in kind says what its absence does. */
export function meansNothing(
  declared: unknown,
  key: Step | undefined,
): boolean {
  if (declared !== false && declared !== 0) return false;
  return typeof key === 'string' && !meaningfulZeros.has(key);
}

/** Types count: to a server `80` isn't `"80"`. */
export function isSameScalar(
  declared: unknown,
  live: unknown,
  format: FieldSchema['format'],
): boolean {
  if (declared === live) return true;
  switch (format) {
    case 'quantity': {
      const amount = parseQuantity(declared);
      return amount !== undefined && amount === parseQuantity(live);
    }
    case 'time': {
      if (typeof declared !== 'string' || typeof live !== 'string') {
        return false;
      }
      const time = Date.parse(declared);
      return !Number.isNaN(time) && time === Date.parse(live);
    }
    case 'bytes':
      return (
        typeof declared === 'string' &&
        typeof live === 'string' &&
        canonicalBase64(declared) === canonicalBase64(live)
      );
    default:
      return false;
  }
}

/** Line breaks in it count for nothing. */
export function canonicalBase64(text: string): string {
  return text.replace(/[\r\n]/g, '');
}
