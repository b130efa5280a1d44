import { Document } from 'yaml';
import { scalarTextOf } from './SourceNodes';

const secretKinds: ReadonlySet<string> = new Set(['Secret', 'SealedSecret']);

/** Whether a document is an object that holds what only its owner may have. */
export function isSecret(document: Document.Parsed): boolean {
  const kind = scalarTextOf(document.get('kind', true));
  return kind !== undefined && secretKinds.has(kind);
}

/** Whether an example's own literals would be handed on. */
export const secretGenerator = 'secretGenerator';
