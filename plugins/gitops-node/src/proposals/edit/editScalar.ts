import { isScalar, Scalar, visit } from 'yaml';
import { parseField } from '../../manifests/fieldPath';
import { EditResult, refused } from './EditResult';
import { documentsNamed, findScalar, ReadText, readText } from './findScalar';
import { scalarSource } from './scalarSource';

/** One value that is to become another, where an artifact's origin says it is. */
export interface ScalarEdit {
  /** As in an origin: `kind/namespace/name`, or `#<index>`. */
  readonly document: string;
  readonly field: string;
  /** Counted from 1; tells where in a field that holds YAML itself. */
  readonly line: number;
  /** What is written there now, without quotes. */
  readonly from: string;
  readonly to: string;
}

/**
 * Changes one value of a YAML text and not one byte besides it: comments, key
 * order, quotes, anchors, indentation, line ends and the final newline stay.
 * Refuses where that can't be done.
 */
export function editScalar(text: string, edit: ScalarEdit): EditResult {
  if (isEncrypted(text)) {
    return refused('encrypted', 'The file is encrypted.');
  }
  const read = readText(text);
  if (read === undefined) return unreadable(text);
  const field = parseField(edit.field);
  const candidates = documentsNamed(read, edit.document).flatMap(document => {
    const found = field && findScalar(document, field);
    return found === undefined || found.state === 'absent' ? [] : [found];
  });
  const [found, other] = candidates;
  if (found === undefined) {
    if (text.includes('{{'))
      return refused('templated', 'A template makes it.');
    return refused('absent', `${edit.field} isn't in ${edit.document}.`);
  }
  if (other !== undefined) {
    return refused(
      'ambiguous',
      `${edit.document} is written more than once in the file.`,
    );
  }
  if (found.state !== 'found') {
    return refused('shared', `${edit.field} is shared through an anchor.`);
  }
  return replace(text, read, found.scalar, edit);
}

function replace(
  text: string,
  read: ReadText,
  scalar: Scalar.Parsed,
  edit: ScalarEdit,
): EditResult {
  if (textOf(scalar) === edit.from) {
    return isBlock(scalar)
      ? replaceInBlock(text, read, scalar, edit)
      : splice(text, scalar.range, scalarSource(scalar, edit.to));
  }
  if (isBlock(scalar)) return replaceInBlock(text, read, scalar, edit);
  return refused(
    'moved',
    `${edit.field} holds ${textOf(scalar)}, not ${edit.from}.`,
  );
}

/** A block of text that is YAML itself: one scalar on one of its lines. */
function replaceInBlock(
  text: string,
  { lines }: ReadText,
  block: Scalar.Parsed,
  edit: ScalarEdit,
): EditResult {
  if (block.type !== Scalar.BLOCK_LITERAL) {
    return refused('ambiguous', `${edit.field} is a folded text.`);
  }
  const inner = readText(block.value as string);
  if (inner === undefined) {
    return refused('templated', `${edit.field} holds no YAML.`);
  }
  const header = lines.linePos(block.range[0]).line;
  const scalars = scalarsOn(inner, edit.line - header, edit.from);
  if (scalars.length !== 1) {
    return refused(
      scalars.length === 0 ? 'moved' : 'ambiguous',
      `Line ${edit.line} holds ${edit.from} ${scalars.length} times.`,
    );
  }
  const [scalar] = scalars;
  const lineStart = lines.lineStarts[edit.line - 1];
  const written = inner.lines.linePos(scalar.range[0]);
  const innerLine = String(block.value).split('\n')[written.line - 1];
  const line = text.slice(lineStart).split('\n', 1)[0].replace(/\r$/, '');
  if (!line.endsWith(innerLine)) {
    return refused('ambiguous', `Line ${edit.line} is not what it seems.`);
  }
  const start = lineStart + line.length - innerLine.length + written.col - 1;
  const length = scalar.range[1] - scalar.range[0];
  return splice(text, [start, start + length], scalarSource(scalar, edit.to));
}

function scalarsOn(
  read: ReadText,
  line: number,
  value: string,
): Scalar.Parsed[] {
  const found: Scalar.Parsed[] = [];
  for (const document of read.documents) {
    visit(document, {
      Scalar(key, scalar) {
        if (key === 'key' || !scalar.range || textOf(scalar) !== value) return;
        if (read.lines.linePos(scalar.range[0]).line !== line) return;
        if (isScalar(scalar)) found.push(scalar as Scalar.Parsed);
      },
    });
  }
  return found;
}

function splice(
  text: string,
  [start, end]: readonly [number, number, ...number[]],
  source: string,
): EditResult {
  return {
    state: 'edited',
    text: text.slice(0, start) + source + text.slice(end),
  };
}

function textOf(scalar: Scalar): string {
  return typeof scalar.value === 'string'
    ? scalar.value
    : scalar.source ?? String(scalar.value);
}

function isBlock({ type }: Scalar): boolean {
  return type === Scalar.BLOCK_LITERAL || type === Scalar.BLOCK_FOLDED;
}

function isEncrypted(text: string): boolean {
  return (
    /^sops:\s*$/m.test(text) ||
    /\bENC\[AES256_GCM,/.test(text) ||
    text.startsWith('\0GITCRYPT')
  );
}

function unreadable(text: string): EditResult {
  return text.includes('{{')
    ? refused('templated', 'The file is a template.')
    : refused('unreadable', 'The file is no YAML.');
}
