import { ReadText, readText } from '../../edit/findScalar';
import { ScalarSite } from './rewriteScalars';
import { Member, scalarsOf, scalarTextOf } from './SourceNodes';
import { Words } from './Words';

/** Words of Kubernetes, which no name stands in. */
const fixedKeys: ReadonlySet<string> = new Set([
  'apiVersion',
  'kind',
  'apiGroup',
  'type',
  'protocol',
]);

/** A text with the names renamed, where the text may name something. */
export function renamedText(
  { text, keys, isNumber }: ScalarSite,
  words: Words,
  isRenamed: (text: string) => boolean,
): string | undefined {
  const key = keys.at(-1) ?? '';
  if (isNumber || fixedKeys.has(key) || text.includes('://')) return undefined;
  const renamed = words.rename(text);
  if (renamed === text) return undefined;
  // A chart of that name in a registry stays; one that is copied does not.
  const isPath = text.includes('/') || key === 'chart' || key === 'path';
  return isPath && !isRenamed(text) ? undefined : renamed;
}

/** The key that an entry begins with, or the text of an item, renamed. */
export function renamedKey(member: Member, copy: string, words: Words): string {
  if (member.kind !== 'entry') return copy;
  const key = scalarTextOf(member.pair.key) ?? '';
  const at = copy.indexOf(key);
  return at < 0
    ? copy
    : copy.slice(0, at) + words.rename(key) + copy.slice(at + key.length);
}

/** Names of Flux's image policies in a text. */
export function imagePoliciesIn(text: string): readonly string[] {
  const documents: ReadText['documents'] = text.includes('ImagePolicy')
    ? readText(text)?.documents ?? []
    : [];
  return documents.flatMap(document => {
    if (scalarTextOf(document.get('kind', true)) !== 'ImagePolicy') return [];
    return scalarsOf(document.get('metadata')).get('name') ?? [];
  });
}
