import {
  ListNode,
  MapNode,
  ScalarNode,
  SourceDocument,
  YamlNode,
} from '../../manifests/YamlNode';
import {
  parseYaml,
  ParsedDocument,
  ParsedYaml,
} from '../../manifests/parseYaml';
import { countLines, Mark, TracedText } from './TracedText';

/** Where the text of a scalar lies in the text that a template wrote. */
interface RenderedText {
  readonly lines: LineIndex;
  /** The line on which the scalar begins. */
  readonly line: number;
}

const rendered = new WeakMap<ScalarNode, RenderedText>();

/** Finds what wrote each line of a rendered text. */
class LineIndex {
  readonly #text: TracedText;
  readonly #source: { readonly branch: string; readonly file: string };
  readonly #starts: number[] = [0];
  readonly #places = new Map<string, SourceDocument>();

  constructor(
    text: TracedText,
    source: { readonly branch: string; readonly file: string },
  ) {
    this.#text = text;
    this.#source = source;
    let at = text.text.indexOf('\n');
    while (at >= 0) {
      this.#starts.push(at + 1);
      at = text.text.indexOf('\n', at + 1);
    }
  }

  scalarPlace(node: ScalarNode) {
    const origins = this.#marksOn(node.line).flatMap(({ origin }) =>
      origin instanceof ScalarNode && origin.document.file !== ''
        ? [origin]
        : [],
    );
    const whole = origins.find(origin => origin.text === node.text);
    if (whole !== undefined && node.text !== '') return whole.position;
    // Of what is put together, the last part is the version of an image.
    const part = origins.filter(
      origin => origin.text !== '' && node.text.includes(origin.text),
    );
    const origin = part.at(-1);
    if (origin === undefined) return this.placeOf(node);
    const { branch, file, id } = origin.document;
    const document = { branch, file, id, within: origin };
    return { document, line: origin.line };
  }

  placeOf(node: YamlNode) {
    const mark = this.#marksOn(node.line).find(
      ({ origin }) => !(origin instanceof ScalarNode),
    );
    const file =
      mark && !(mark.origin instanceof ScalarNode)
        ? mark.origin.file
        : this.#source.file;
    const line = this.templateLine(node.line);
    if (file !== this.#source.file) {
      return { document: this.#documentAt(file, line), line };
    }
    const { branch, id } = node.document;
    return { document: { branch, file, id, within: node }, line };
  }

  /** The template's line that wrote a line, or the nearest one before it. */
  templateLine(line: number): number {
    const start = this.#starts[line - 1] ?? 0;
    for (let index = this.#firstMark(start + 1) - 1; index >= 0; index -= 1) {
      const { origin, start: from } = this.#text.marks[index];
      if (origin instanceof ScalarNode) continue;
      const { text } = this.#text;
      const end = this.#text.marks[index].end;
      return origin.line + countLines(text, from, Math.min(start, end));
    }
    return 1;
  }

  /** A template that another one includes: only the line is known. */
  #documentAt(file: string, line: number): SourceDocument {
    const key = `${line} ${file}`;
    const known = this.#places.get(key);
    if (known !== undefined) return known;
    const base = { branch: this.#source.branch, file, id: '#0' };
    const template = new ScalarNode(undefined, '', { document: base, line });
    const document = { ...base, within: template };
    this.#places.set(key, document);
    return document;
  }

  #marksOn(line: number): Mark[] {
    const start = this.#starts[line - 1] ?? 0;
    const end = this.#starts[line] ?? this.#text.text.length + 1;
    const found: Mark[] = [];
    const { marks } = this.#text;
    for (
      let index = Math.max(0, this.#firstMark(start) - 1);
      index < marks.length;
      index += 1
    ) {
      const mark = marks[index];
      if (mark.start >= end) break;
      if (mark.end > start) found.push(mark);
    }
    return found;
  }

  /** The first mark that begins at or after an offset. */
  #firstMark(offset: number): number {
    let [low, high] = [0, this.#text.marks.length];
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if (this.#text.marks[middle].start < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function settle(document: ParsedDocument, lines: LineIndex): ParsedDocument {
  return { ...document, root: settleNode(document.root, lines) };
}

function settleNode(node: YamlNode, lines: LineIndex): YamlNode {
  if (node instanceof ListNode) {
    const items = node.items.map(item => settleNode(item, lines));
    return new ListNode(items, lines.placeOf(node));
  }
  if (node instanceof MapNode) {
    const entries = new Map<string, YamlNode>();
    node.entries.forEach((child, key) =>
      entries.set(key, settleNode(child, lines)),
    );
    return new MapNode(entries, lines.placeOf(node));
  }
  const position = lines.scalarPlace(node);
  const settled = new ScalarNode(node.value, node.text, position);
  if (node.text.includes('\n'))
    rendered.set(settled, { lines, line: node.line });
  return settled;
}

/**
 * Reads YAML that a template wrote. A scalar that is a value from Git takes
 * that value's place; the others stand on the template's line.
 */
export function parseRendered(
  text: TracedText,
  source: { readonly branch: string; readonly file: string },
): ParsedYaml {
  const lines = new LineIndex(text, source);
  const parsed = parseYaml(text.text, source);
  return {
    documents: parsed.documents.map(document => settle(document, lines)),
    diagnostics: parsed.diagnostics.map(diagnostic => ({
      ...diagnostic,
      message: `After its template is filled: ${diagnostic.message}`,
      line: lines.templateLine(diagnostic.line ?? 1),
    })),
  };
}

/**
 * Reads YAML inside a text field of an object that a template wrote; undefined
 * where the field comes from a plain file.
 */
export function parseWithin(text: ScalarNode): ParsedYaml | undefined {
  const known = rendered.get(text);
  if (known === undefined) return undefined;
  const { branch, file } = text.document;
  const { documents, diagnostics } = parseYaml(text.text, {
    branch,
    file,
    lineOffset: known.line,
  });
  return {
    documents: documents.map(document => settle(document, known.lines)),
    diagnostics,
  };
}
