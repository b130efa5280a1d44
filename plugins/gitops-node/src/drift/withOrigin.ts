import { Difference } from '@backstage-gitops/plugin-gitops-common';
import { ComparisonPair } from './model';

/** What a declared object tells of its fields. @public */
export interface DeclaredFields {
  readonly kind: string;
  readonly origin: ComparisonPair['origin'];
}

/**
 * A difference with the line that declares its field, where Git declares it
 * and its line is known.
 *
 * @public
 */
export function withOrigin(
  difference: Difference,
  declared: DeclaredFields,
): Difference {
  if (difference.declared === undefined) return difference;
  const found = originOf(difference.field, declared);
  if (found === undefined) return difference;
  return { ...difference, origin: { file: found.file, line: found.line } };
}

/** A Secret's text stands where its author put it. */
function originOf(field: string, { kind, origin }: DeclaredFields) {
  const found = origin?.(field);
  if (found !== undefined || kind !== 'Secret') return found;
  return origin?.(field.replace(/^data\b/, 'stringData'));
}
