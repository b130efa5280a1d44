import {
  Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  Node,
  parseAllDocuments,
  Scalar,
  YAMLMap,
  YAMLSeq,
} from 'yaml';
import { isSecretName } from './isSecretName';
import { maskTextLines } from './maskTextLines';
import { SecretMask } from './SecretMask';

/**
 * A whole file's text with its secrets masked, line for line, so that diffs of
 * it keep their places. What is encrypted stays as it is. A file that isn't
 * YAML (a template, a script) is masked as free text.
 */
export function maskYamlText(text: string, mask: SecretMask): string {
  return maskText(text, mask, 0);
}

/** YAML in a block of text in YAML, in a comment: more is no one's manifest. */
const maximumDepth = 4;

function maskText(text: string, mask: SecretMask, depth: number): string {
  const plain = maskKeys(text, mask);
  const documents = depth > maximumDepth ? [] : documentsOf(plain);
  const covers = new Covers(plain);
  for (const document of documents) {
    new DocumentMask(document, { covers, mask, depth }).run();
  }
  return maskComments(covers.apply(), mask, depth);
}

function documentsOf(text: string): readonly Document.Parsed[] {
  const documents = parseAllDocuments(text, {
    version: '1.1',
    merge: true,
    uniqueKeys: false,
    logLevel: 'silent',
  });
  if (!Array.isArray(documents)) return [];
  return documents.some(({ errors }) => errors.length > 0) ? [] : documents;
}

/** Private keys, which span lines: each line is hidden by itself. */
function maskKeys(text: string, mask: SecretMask): string {
  const key =
    /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g;
  return text.replace(key, found => hideLines(found, mask));
}

function hideLines(text: string, mask: SecretMask): string {
  return text.replace(/[^\s](?:[^\r\n]*[^\s])?/g, line =>
    isEncrypted(line) ? line : mask.mask(line),
  );
}

function isEncrypted(text: string): boolean {
  return /^["']?ENC\[/.test(text.trim());
}

/** Lines by what they look like, and comments by what they comment out. */
function maskComments(text: string, mask: SecretMask, depth: number): string {
  const lines = text.split('\n');
  const masked = maskTextLines(lines, {
    whole: value => (isEncrypted(value) ? value : mask.mask(value)),
    parts: line => maskLine(line, mask),
  });
  for (let at = 0; at < lines.length; at += 1) {
    const end = endOfComments(lines, at);
    if (end === at || depth >= maximumDepth) continue;
    const marks = lines.slice(at, end).map(markOf);
    const commented = lines
      .slice(at, end)
      .map((line, index) => line.slice(marks[index].length));
    maskText(commented.join('\n'), mask, depth + 1)
      .split('\n')
      .forEach((line, index) => {
        masked[at + index] = `${marks[index]}${line}`;
      });
    at = end - 1;
  }
  return masked.join('\n');
}

function endOfComments(lines: readonly string[], start: number): number {
  let end = start;
  while (end < lines.length && markOf(lines[end]) !== '') end += 1;
  return end;
}

function markOf(line: string): string {
  return /^\s*#+ ?/.exec(line)?.[0] ?? '';
}

function maskLine(line: string, mask: SecretMask): string {
  if (/ENC\[[A-Z0-9_]+,/.test(line)) return line;
  const at = line.search(/\s#/);
  if (at < 0) return mask.text(line);
  const [code, comment] = [line.slice(0, at), line.slice(at)];
  const mark = /^\s*#+ ?/.exec(comment)?.[0] ?? '';
  return `${mask.text(code)}${mark}${mask.text(comment.slice(mark.length))}`;
}

/** Parts of a text that are to be written differently. */
class Covers {
  readonly #text: string;
  readonly #parts = new Map<number, { end: number; text: string }>();

  constructor(text: string) {
    this.#text = text;
  }

  source([start, end]: readonly number[]): string {
    return this.#text.slice(start, end);
  }

  put([start, end]: readonly number[], text: string): void {
    this.#parts.set(start, { end, text });
  }

  apply(): string {
    let result = '';
    let at = 0;
    for (const [start, { end, text }] of [...this.#parts].sort(
      ([a], [b]) => a - b,
    )) {
      if (start < at) continue;
      result += `${this.#text.slice(at, start)}${text}`;
      at = end;
    }
    return result + this.#text.slice(at);
  }
}

interface Masking {
  readonly covers: Covers;
  readonly mask: SecretMask;
  readonly depth: number;
}

/** What the place of a value says of it. */
interface Place {
  /** The key, or what `name` beside it says. */
  readonly name: string;
  /** Every value below is a secret. */
  readonly all: boolean;
}

const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';

/** Masks one document by what its keys say. */
class DocumentMask {
  readonly #document: Document.Parsed;
  readonly #masking: Masking;
  readonly #aliased = new Set<Node>();

  constructor(document: Document.Parsed, masking: Masking) {
    this.#document = document;
    this.#masking = masking;
  }

  run(): void {
    this.#node(this.#document.contents, { name: '', all: false });
  }

  #node(node: unknown, place: Place): void {
    if (isAlias(node)) {
      const anchored = node.resolve(this.#document);
      const isSecret = place.all || isSecretName(place.name);
      if (!isSecret || anchored === undefined) return;
      // An anchor can't hold itself, but two can hold each other's copies.
      if (this.#aliased.has(anchored)) return;
      this.#aliased.add(anchored);
      this.#node(anchored, place);
    } else if (isMap(node)) this.#map(node, place);
    else if (isSeq(node)) this.#list(node, place);
    else if (isScalar(node)) this.#scalar(node, place);
  }

  #map(map: YAMLMap, { name: under, all }: Place): void {
    const named = textOf(map.get('name', true) ?? map.get('key', true));
    const isSecret = textOf(map.get('kind', true)) === 'Secret';
    for (const { key: keyNode, value } of map.items) {
      const key = textOf(keyNode);
      const isData =
        key === 'stringData' ||
        (isSecret && (key === 'data' || key === lastApplied));
      const isVariable = isSecretName(under) && /^[A-Z][A-Z0-9_]*$/.test(key);
      const isSecretNamed = key === 'value' && isSecretName(named);
      if (key === 'secretGenerator') this.#generators(value);
      else if (isSecret && key === 'metadata') this.#metadata(value);
      else {
        this.#node(value, {
          name: isSecretNamed ? named : key,
          all: all || isData || isVariable,
        });
      }
    }
  }

  /** A Secret that was applied holds what was applied as text. */
  #metadata(node: unknown): void {
    this.#node(node, { name: 'metadata', all: false });
    if (!isMap(node)) return;
    const annotations = node.get('annotations', true);
    if (!isMap(annotations)) return;
    const applied = annotations.get(lastApplied, true);
    this.#node(applied, { name: lastApplied, all: true });
  }

  #generators(node: unknown): void {
    if (!isSeq(node)) return;
    for (const generator of node.items) {
      this.#node(generator, { name: 'secretGenerator', all: false });
      const literals = isMap(generator) && generator.get('literals', true);
      if (!isSeq(literals)) continue;
      literals.items.forEach(literal => this.#literal(literal, true));
    }
  }

  #list(list: YAMLSeq, place: Place): void {
    let flag = '';
    for (const item of list.items) {
      const [, after = ''] = /^--?([\w-]+)$/.exec(textOf(item)) ?? [];
      const isArgument = isSecretName(flag) && after === '';
      if (isArgument) this.#node(item, { name: flag, all: true });
      else if (isScalar(item) && !place.all && !isSecretName(place.name)) {
        this.#literal(item, false);
      } else this.#node(item, place);
      flag = after;
    }
  }

  /** `NAME=value`: hidden where the name says so, or always. */
  #literal(node: unknown, always: boolean): void {
    const [, name, value] =
      /^([A-Za-z_][\w.-]*)=([\s\S]*)$/.exec(textOf(node)) ?? [];
    if (!isParsed(node)) return;
    if (name === undefined || !(always || isSecretName(name))) {
      this.#scalar(node, { name: '', all: always });
      return;
    }
    this.#hide(node, `${name}=${this.#masking.mask.mask(value)}`);
  }

  #scalar(node: Scalar, { name, all }: Place): void {
    if (!isParsed(node) || node.value === null) return;
    const { covers, mask, depth } = this.#masking;
    const source = covers.source(node.range);
    if (isEncrypted(source)) return;
    const isFlag = typeof node.value === 'boolean';
    if (all || (isSecretName(name) && !isFlag)) {
      this.#hide(node, mask.mask(textOf(node)));
    } else if (isBlock(node)) {
      covers.put(node.range, maskBlock(source, mask, depth));
    }
  }

  #hide(node: Scalar.Parsed, masked: string): void {
    const { covers, mask } = this.#masking;
    const source = covers.source(node.range);
    const [first, ...rest] = source.split('\n');
    const body = rest.join('\n');
    if (isBlock(node)) {
      covers.put(node.range, `${first}\n${hideLines(body, mask)}`);
    } else if (rest.length > 0) {
      covers.put(node.range, hideLines(source, mask));
    } else if (textOf(node) !== '') covers.put(node.range, masked);
  }
}

/** The text of a block, which may be YAML itself. */
function maskBlock(source: string, mask: SecretMask, depth: number): string {
  const [head, ...lines] = source.split('\n');
  const filled = lines.filter(line => line.trim() !== '');
  const indent = Math.min(
    ...filled.map(line => line.length - line.trimStart().length),
  );
  if (filled.length === 0) return source;
  const inner = lines.map(line => line.slice(indent)).join('\n');
  const blanks = lines.map(line => line.slice(0, indent));
  const masked = maskText(inner, mask, depth + 1).split('\n');
  return [head, ...masked.map((line, at) => `${blanks[at] ?? ''}${line}`)].join(
    '\n',
  );
}

function isBlock({ type }: Scalar): boolean {
  return type === Scalar.BLOCK_LITERAL || type === Scalar.BLOCK_FOLDED;
}

function isParsed(node: unknown): node is Scalar.Parsed {
  return isScalar(node) && node.range !== undefined && node.range !== null;
}

function textOf(node: unknown): string {
  if (!isScalar(node) || node.value === null) return '';
  return typeof node.value === 'string'
    ? node.value
    : node.source ?? String(node.value);
}
