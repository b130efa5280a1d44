import { Scalar } from 'yaml';
import { EditResult, refused } from './EditResult';
import { isEncrypted, unreadable } from './editScalar';
import { FieldPlace } from './editField';
import { documentsNamed, findScalar, readText } from './findScalar';
import { rangeOf, SourceText } from './SourceText';

/**
 * Edits a text that stands in a field of another one (an inline patch, values
 * in a ConfigMap), as far as it is written as literal block: its lines keep
 * their indentation in the file.
 */
export function editBlock(
  text: string,
  place: FieldPlace,
  edit: (inner: string) => EditResult,
): EditResult {
  if (isEncrypted(text)) {
    return refused('encrypted', 'The file is encrypted.');
  }
  const read = readText(text);
  if (read === undefined) return unreadable(text);
  const [document, other] = documentsNamed(read, place.document);
  if (document === undefined || other !== undefined) {
    return refused('ambiguous', `${place.document} isn't in the file once.`);
  }
  const found = findScalar(document, place.segments);
  if (found.state !== 'found') {
    return refused(found.state, 'The text is not in a field of its own.');
  }
  const { scalar } = found;
  if (scalar.type !== Scalar.BLOCK_LITERAL) {
    return refused('inexact', 'The text is not written as a literal block.');
  }
  const inner = String(scalar.value);
  const edited = edit(inner);
  if (edited.state === 'refused') return edited;
  const result = withBlock(new SourceText(text), scalar, edited.text);
  const again = result === undefined ? undefined : readText(result);
  const index = read.documents.indexOf(document);
  const now = again && findScalar(again.documents[index], place.segments);
  return result !== undefined &&
    now?.state === 'found' &&
    now.scalar.value === edited.text
    ? { state: 'edited', text: result }
    : refused('inexact', 'The text is not written so that it can be changed.');
}

/** The text with other lines below the block's header. */
function withBlock(
  source: SourceText,
  scalar: Scalar.Parsed,
  inner: string,
): string | undefined {
  const [start, end] = rangeOf(scalar);
  const body = source.nextLine(start);
  const [line = ''] = source.text
    .slice(body, end)
    .split('\n')
    .filter(text => text.trim() !== '');
  const indentation = /^ +/.exec(line)?.[0];
  if (indentation === undefined) return undefined;
  const lines = inner
    .replace(/\n$/, '')
    .split('\n')
    .map(text => (text === '' ? '' : indentation + text));
  const last = source.contentEnd(scalar);
  return (
    source.text.slice(0, body) +
    lines.join(source.newline) +
    source.text.slice(last)
  );
}
