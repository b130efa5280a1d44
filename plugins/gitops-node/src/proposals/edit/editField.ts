import { isDeepStrictEqual } from 'node:util';
import { Document, isMap, visit } from 'yaml';
import { FieldSegment } from '../../manifests/fieldPath';
import { changedData, FieldAbsentError, FieldEdit } from './changedData';
import { EditResult, refused } from './EditResult';
import { isEncrypted, unreadable } from './editScalar';
import { FieldSplices } from './FieldSplices';
import { findPath } from './FieldPath';
import { documentsNamed, ReadText, readText } from './findScalar';
import { SourceText } from './SourceText';
import { YamlStyle } from './YamlStyle';

export type { FieldEdit } from './changedData';

/** Which field of which document of a text. */
export interface FieldPlace {
  /** `kind/namespace/name`, or `#<index>`. */
  readonly document: string;
  readonly segments: readonly FieldSegment[];
}

/**
 * Sets, adds or removes one field of a YAML text by changing the lines that it
 * takes: comments, order, quotes, anchors, indentation and line ends of
 * everything else stay. What comes out is read again, and has to be what went
 * in but for that field; else the edit is refused.
 */
export function editField(
  text: string,
  place: FieldPlace,
  edit: FieldEdit,
): EditResult {
  if (isEncrypted(text)) {
    return refused('encrypted', 'The file is encrypted.');
  }
  const read = readText(text);
  if (read === undefined) return unreadable(text);
  const [document, other] = documentsNamed(read, place.document);
  if (document === undefined) {
    return refused('absent', `${place.document} isn't in the file.`);
  }
  if (other !== undefined) {
    return refused(
      'ambiguous',
      `${place.document} is written more than once in the file.`,
    );
  }
  try {
    return editDocument(text, read, document, place.segments, edit);
  } catch (error) {
    if (error instanceof FieldAbsentError) {
      return refused('absent', error.message);
    }
    // What the library throws where aliases repeat too much.
    if (error instanceof ReferenceError) {
      return refused('unreadable', error.message);
    }
    throw error;
  }
}

function editDocument(
  text: string,
  read: ReadText,
  document: Document.Parsed,
  segments: readonly FieldSegment[],
  edit: FieldEdit,
): EditResult {
  if (isTemplated(document))
    return refused('templated', 'A template makes it.');
  const wanted = changedData(document.toJS(), segments, edit);
  const path = findPath(document, segments);
  if (path === undefined) {
    return refused('shared', 'It is shared through an anchor.');
  }
  const source = new SourceText(text);
  const splices = new FieldSplices(
    source,
    new YamlStyle(source, read.documents),
  ).of(path, edit);
  if (splices === undefined) {
    return refused('inexact', 'It is not written so that it alone can change.');
  }
  const edited = source.apply(splices);
  const index = read.documents.indexOf(document);
  return isAsWanted(read, edited, index, wanted)
    ? { state: 'edited', text: edited }
    : refused('inexact', 'It is not written so that it alone can change.');
}

/** `{{ .Values.a }}` without quotes reads as a mapping that is a key. */
function isTemplated(document: Document): boolean {
  let found = false;
  visit(document, {
    Pair(_, { key }) {
      if (isMap(key)) found = true;
    },
  });
  return found;
}

function isAsWanted(
  before: ReadText,
  edited: string,
  index: number,
  wanted: unknown,
): boolean {
  const after = readText(edited);
  return (
    after !== undefined &&
    after.documents.length === before.documents.length &&
    after.documents.every((document, at) =>
      isDeepStrictEqual(
        document.toJS(),
        at === index ? wanted : before.documents[at].toJS(),
      ),
    )
  );
}
