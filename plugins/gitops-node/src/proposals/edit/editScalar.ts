import { Scalar, visit } from 'yaml';
import { parseField } from '../../manifests/fieldPath';
import { EditResult, refused } from './EditResult';
import { documentsNamed, findScalar, ReadText, readText } from './findScalar';
import { scalarSource } from './scalarSource';

/** Where a value is written, as an artifact's origin says it. */
export interface ScalarPlace {
  /** `kind/namespace/name`, or `#<index>`. */
  readonly document: string;
  readonly field: string;
  /** Counted from 1; tells where in a field that holds YAML itself. */
  readonly line: number;
}

/** The new value for what is written now; `undefined` where it isn't meant. */
export type Rewrite = (current: string) => string | undefined;

/**
 * Changes one value of a YAML text and not one byte besides it: comments, key
 * order, quotes, anchors, indentation, line ends and the final newline stay.
 * Refuses where that can't be done.
 */
export function editScalar(
  text: string,
  place: ScalarPlace,
  rewrite: Rewrite,
): EditResult {
  if (isEncrypted(text)) {
    return refused('encrypted', 'The file is encrypted.');
  }
  const read = readText(text);
  if (read === undefined) return unreadable(text);
  const field = parseField(place.field);
  const candidates = documentsNamed(read, place.document).flatMap(document => {
    const found = field && findScalar(document, field);
    return found === undefined || found.state === 'absent' ? [] : [found];
  });
  const [found, other] = candidates;
  if (found === undefined) {
    if (text.includes('{{'))
      return refused('templated', 'A template makes it.');
    return refused('absent', `${place.field} isn't in ${place.document}.`);
  }
  if (other !== undefined) {
    return refused(
      'ambiguous',
      `${place.document} is written more than once in the file.`,
    );
  }
  if (found.state !== 'found') {
    return refused('shared', `${place.field} is shared through an anchor.`);
  }
  return replace(text, read, found.scalar, { place, rewrite });
}

interface Edit {
  readonly place: ScalarPlace;
  readonly rewrite: Rewrite;
}

function replace(
  text: string,
  read: ReadText,
  scalar: Scalar.Parsed,
  edit: Edit,
): EditResult {
  if (isBlock(scalar)) return replaceInBlock(text, read, scalar, edit);
  const current = textOf(scalar);
  const value = edit.rewrite(current);
  if (value !== undefined) {
    return splice(text, scalar.range, scalarSource(scalar, value));
  }
  const holds = `${edit.place.field} holds ${current}`;
  return /\{\{|\$\{/.test(current)
    ? refused('templated', `${holds}, which is filled in from elsewhere.`)
    : refused('moved', `${holds}.`);
}

/** A block of text that is YAML itself: one scalar on one of its lines. */
function replaceInBlock(
  text: string,
  { lines }: ReadText,
  block: Scalar.Parsed,
  { place, rewrite }: Edit,
): EditResult {
  const { field, line } = place;
  if (block.type !== Scalar.BLOCK_LITERAL) {
    return refused('ambiguous', `${field} is a folded text.`);
  }
  const inner = readText(textOf(block));
  if (inner === undefined) {
    return refused('templated', `${field} holds no YAML.`);
  }
  const header = lines.linePos(block.range[0]).line;
  const [found, other] = scalarsOn(inner, line - header, rewrite);
  if (found === undefined || other !== undefined) {
    return refused(
      found === undefined ? 'moved' : 'ambiguous',
      `Line ${line} of the file doesn't hold the version once.`,
    );
  }
  const { scalar, value } = found;
  const written = inner.lines.linePos(scalar.range[0]);
  const innerLine = textOf(block).split('\n')[written.line - 1];
  const lineStart = lines.lineStarts[line - 1];
  const outer = text.slice(lineStart).split('\n', 1)[0].replace(/\r$/, '');
  if (!outer.endsWith(innerLine)) {
    return refused('ambiguous', `Line ${line} is not what it seems.`);
  }
  const start = lineStart + outer.length - innerLine.length + written.col - 1;
  const length = scalar.range[1] - scalar.range[0];
  return splice(text, [start, start + length], scalarSource(scalar, value));
}

interface RewrittenScalar {
  readonly scalar: Scalar.Parsed;
  readonly value: string;
}

function scalarsOn(
  read: ReadText,
  line: number,
  rewrite: Rewrite,
): RewrittenScalar[] {
  const found: RewrittenScalar[] = [];
  for (const document of read.documents) {
    visit(document, {
      Scalar(key, scalar) {
        if (key === 'key' || !isParsed(scalar)) return;
        if (read.lines.linePos(scalar.range[0]).line !== line) return;
        const value = rewrite(textOf(scalar));
        if (value !== undefined) found.push({ scalar, value });
      },
    });
  }
  return found;
}

function isParsed(scalar: Scalar): scalar is Scalar.Parsed {
  return scalar.range !== undefined && scalar.range !== null;
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

export function isEncrypted(text: string): boolean {
  return (
    /^sops:\s*$/m.test(text) ||
    /\bENC\[AES256_GCM,/.test(text) ||
    text.startsWith('\0GITCRYPT')
  );
}

export function unreadable(text: string): EditResult {
  return text.includes('{{')
    ? refused('templated', 'The file is a template.')
    : refused('unreadable', 'The file is no YAML.');
}
