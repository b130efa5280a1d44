import { FieldSegment, formatField } from './fieldPath';
import {
  isCommentOrNothing,
  isHarmlessFlow,
  readFlowList,
  readScalar,
  splitAnchor,
} from './lineScalars';
import {
  isVersionScalar,
  mayHoldVersion,
  nestedDocumentKeys,
  scalarItemSegment,
  VersionFact,
  VersionFactSelector,
} from './versionFacts';

/** A block list. */
interface ListFrame {
  readonly type: 'list';
  readonly column: number;
  readonly names: Set<string>;
  item: ItemSegment;
  /** Whether the item at hand has its content. */
  filled: boolean;
}

interface MapFrame {
  readonly type: 'map';
  readonly column: number;
  readonly keys: Set<string>;
  key: string;
  /** Whether the key at hand has its value. */
  filled: boolean;
}

type Frame = ListFrame | MapFrame;

/** An item is named by its `name`, which may come after what it names. */
interface ItemSegment {
  readonly index: number;
  name: string | undefined;
}

type Path = (string | ItemSegment | FieldSegment)[];

interface PendingFact {
  readonly path: Path;
  readonly value: string;
  readonly line: number;
}

interface BlockScalar {
  readonly type: 'block';
  /** Its lines are those that are deeper. */
  readonly column: number;
  /** Set where the block may be a one-line value: its lines so far. */
  readonly lines: string[] | undefined;
  readonly key: string;
  readonly path: Path;
  readonly line: number;
}

/** A scalar that has begun on an earlier line. */
type OpenScalar =
  | BlockScalar
  /** It ends with the quote. */
  | { readonly type: 'quoted'; readonly quote: string }
  /** It goes on while lines are deeper than `column`. */
  | { readonly type: 'plain'; readonly column: number };

const keyPattern =
  /^(?:!!merge )?(?:([A-Za-z0-9_$./<-][A-Za-z0-9_$./ @<+{}()*,-]*?)|"([^"\\]+)"|'([^']+)')[ ]*:(?: |$)/;
const blockScalar = /^[|>]([0-9+-]*)(?:\s+#.*)?$/;
const alias = /^\*([^\s,{}[\]]+)(?:\s+#.*)?$/;

/**
 * Follows block YAML by its indentation, and gives up where a line is not
 * understood for certain.
 */
export class LineScanner {
  readonly #selector: VersionFactSelector;
  readonly #facts: VersionFact[] = [];
  #pending: PendingFact[] = [];
  #frames: Frame[] = [];
  #open: OpenScalar | undefined;
  /** Scalars of the document by their anchors; `''` for a collection. */
  #anchors = new Map<string, string>();
  #documents = 0;
  #touched = false;
  #separated = false;
  /** Whether the document at hand has its root. */
  #filled = false;
  #object: { kind?: string; name?: string; namespace?: string } = {};

  constructor(selector: VersionFactSelector) {
    this.#selector = selector;
  }

  /** Reads one line; false where it is not understood. */
  line(text: string, number: number): boolean {
    let column = 0;
    while (column < text.length && text[column] === ' ') column += 1;
    if (this.#open !== undefined) {
      const outcome = this.#continue(this.#open, text, column);
      if (outcome !== 'ended') return outcome === 'continued';
      this.#open = undefined;
    }
    if (column === text.length || text[column] === '#') return true;
    if (column === 0 && /^(?:---|\.\.\.|%)/.test(text)) {
      return this.#separator(text);
    }
    this.#touched = true;
    return this.#node(text, column, number);
  }

  end(): VersionFact[] | undefined {
    if (this.#open?.type === 'quoted') return undefined;
    if (this.#open?.type === 'block' && !this.#closeBlock(this.#open)) {
      return undefined;
    }
    if (this.#touched) this.#closeDocument();
    return this.#facts;
  }

  /** Gives a line to a scalar that has begun earlier. */
  #continue(
    open: OpenScalar,
    text: string,
    column: number,
  ): 'continued' | 'ended' | 'unsure' {
    const isBlank = column === text.length;
    switch (open.type) {
      case 'block':
        if (isBlank || column > open.column) {
          open.lines?.push(text);
          return 'continued';
        }
        return this.#closeBlock(open) ? 'ended' : 'unsure';
      case 'quoted':
        return this.#continueQuoted(open.quote, text);
      default:
        if (column <= open.column || text[column] === '#') {
          return isBlank ? 'continued' : 'ended';
        }
        return mayHoldVersion(text) || text.includes(' #')
          ? 'unsure'
          : 'continued';
    }
  }

  #continueQuoted(quote: string, text: string): 'continued' | 'unsure' {
    if (mayHoldVersion(text) || /\\["'\\]|''/.test(text)) return 'unsure';
    const end = text.indexOf(quote);
    if (end < 0) return 'continued';
    if (!isCommentOrNothing(text.slice(end + 1))) return 'unsure';
    this.#open = undefined;
    return 'continued';
  }

  /** A stripped block of one line is a value like any other. */
  #closeBlock(open: BlockScalar): boolean {
    if (open.lines === undefined) return true;
    const lines = open.lines.filter(line => line.trim() !== '');
    if (lines.length === 0) return true;
    const value = lines[0].trimStart();
    const isValue = isVersionScalar(open.key, value, this.#selector);
    if (lines.length > 1) return !isValue && !lines.some(mayHoldVersion);
    if (open.lines[0] !== lines[0]) return false;
    if (isValue) {
      this.#pending.push({ path: open.path, value, line: open.line });
    }
    return true;
  }

  #separator(text: string): boolean {
    if (!/^---(?: *$| +#)/.test(text)) return false;
    if (this.#touched || this.#separated) this.#closeDocument();
    this.#separated = true;
    return true;
  }

  #closeDocument(): void {
    const { kind, name, namespace } = this.#object;
    const document =
      kind && name ? `${kind}/${namespace || '_'}/${name}` : undefined;
    for (const { path, value, line } of this.#pending) {
      this.#facts.push({
        document: document ?? `#${this.#documents}`,
        field: formatField(path.map(toSegment)),
        value,
        line,
      });
    }
    this.#documents += 1;
    this.#pending = [];
    this.#frames = [];
    this.#anchors = new Map();
    this.#object = {};
    this.#touched = false;
    this.#filled = false;
  }

  /** What stands at a column: list items, then a key or a scalar. */
  #node(text: string, from: number, number: number): boolean {
    let column = from;
    let inItem = false;
    while (
      text[column] === '-' &&
      (column + 1 === text.length || text[column + 1] === ' ')
    ) {
      if (!this.#openItem(column, inItem)) return false;
      inItem = true;
      column += 1;
      while (column < text.length && text[column] === ' ') column += 1;
      if (column === text.length || text[column] === '#') return true;
    }
    const content = text.slice(column);
    const key = keyPattern.exec(content);
    if (key === null) {
      return inItem
        ? this.#scalarItem(content.trimEnd(), number)
        : this.#valueOnItsOwnLine(content, column, number);
    }
    const name = key[1] ?? key[2] ?? key[3];
    if (!this.#openKey(column, name, inItem)) return false;
    const value = content.slice(key[0].length).trim();
    return this.#value(value, name, column, number);
  }

  /** A key's value may follow on a line of its own. */
  #valueOnItsOwnLine(text: string, column: number, line: number): boolean {
    this.#popDeeperThan(column);
    const map = this.#frames.at(-1);
    if (map?.type !== 'map' || map.filled || column <= map.column) return false;
    return this.#value(text.trimEnd(), map.key, map.column, line);
  }

  #openItem(column: number, isNested: boolean): boolean {
    if (!isNested) {
      this.#popDeeperThan(column);
      const top = this.#frames.at(-1);
      if (top?.type === 'list' && top.column === column) {
        top.item = { index: top.item.index + 1, name: undefined };
        top.filled = false;
        return true;
      }
    }
    if (!this.#fill()) return false;
    const item = { index: 0, name: undefined };
    const names = new Set<string>();
    this.#frames.push({ type: 'list', column, names, item, filled: false });
    return true;
  }

  #openKey(column: number, key: string, inItem: boolean): boolean {
    if (!inItem) {
      this.#popDeeperThan(column);
      const list = this.#frames.at(-1);
      if (list?.type === 'list' && list.column === column) this.#frames.pop();
      const map = this.#frames.at(-1);
      if (map?.type === 'map' && map.column === column) {
        return this.#nextKey(map, key);
      }
    }
    // What is merged into an item before its name may name it.
    if (key === '<<' && this.#frames.at(-1)?.type === 'list') return false;
    if (!this.#fill()) return false;
    const keys = new Set([key]);
    this.#frames.push({ type: 'map', column, keys, key, filled: false });
    return true;
  }

  #nextKey(map: MapFrame, key: string): boolean {
    if (map.keys.has(key)) return false;
    map.keys.add(key);
    map.key = key;
    map.filled = false;
    const list = this.#frames.at(-2);
    return (
      key !== '<<' || list?.type !== 'list' || list.item.name !== undefined
    );
  }

  /** Lets a collection begin where the frame at hand still awaits its value. */
  #fill(): boolean {
    const top = this.#frames.at(-1);
    if (top === undefined) {
      const isFirst = !this.#filled;
      this.#filled = true;
      return isFirst;
    }
    if (top.filled) return false;
    top.filled = true;
    return true;
  }

  #popDeeperThan(column: number): void {
    for (
      let top = this.#frames.at(-1);
      top !== undefined && top.column > column;
      top = this.#frames.at(-1)
    ) {
      this.#frames.pop();
    }
  }

  #value(text: string, key: string, column: number, line: number): boolean {
    const { value, anchor } = splitAnchor(text);
    if (anchor !== undefined) this.#anchors.set(anchor, '');
    if (value === '' || value.startsWith('#')) return true;
    const map = this.#frames.at(-1);
    if (map?.type !== 'map') return false;
    map.filled = true;
    const path = this.#path();
    const block = blockScalar.exec(value);
    if (block !== null) {
      if (nestedDocumentKeys.has(key)) return false;
      return this.#openBlock(block[1], { key, column, path, line });
    }
    const scalar = this.#scalar(value, anchor);
    if (scalar === undefined) {
      return (
        this.#openQuoted(value, key) ||
        this.#flowList(value, path, line) ||
        isHarmlessFlow(value, key)
      );
    }
    this.#note(key, scalar);
    if (isVersionScalar(key, scalar, this.#selector)) {
      this.#pending.push({ path, value: scalar, line });
    } else {
      this.#openPlain(value, column);
    }
    return true;
  }

  #scalarItem(content: string, line: number): boolean {
    const list = this.#frames.at(-1);
    if (list?.type !== 'list' || list.filled) return false;
    list.filled = true;
    const { value, anchor } = splitAnchor(content);
    if (anchor !== undefined) this.#anchors.set(anchor, '');
    const { column } = list;
    const path = this.#path();
    const block = blockScalar.exec(value);
    if (block !== null) {
      if (this.#isListOfDocuments()) return false;
      return this.#openBlock(block[1], { key: '', column, path, line });
    }
    const scalar = this.#scalar(value, anchor);
    if (scalar === undefined) {
      return (
        this.#openQuoted(value, '') ||
        this.#flowList(value, path, line) ||
        isHarmlessFlow(value, undefined)
      );
    }
    if (isVersionScalar(undefined, scalar, this.#selector)) {
      path[path.length - 1] = scalarItemSegment(list.item.index, scalar);
      this.#pending.push({ path, value: scalar, line });
    } else {
      this.#openPlain(value, column);
    }
    return true;
  }

  /** A scalar that ends on its line, or the one that an alias repeats. */
  #scalar(value: string, anchor: string | undefined): string | undefined {
    const repeated = alias.exec(value);
    const text =
      repeated === null ? readScalar(value) : this.#anchors.get(repeated[1]);
    if (text !== undefined && anchor !== undefined) {
      this.#anchors.set(anchor, text);
    }
    return text;
  }

  /** A list of scalars in brackets, on one line. */
  #flowList(text: string, path: Path, line: number): boolean {
    const items = readFlowList(text);
    items?.forEach((value, index) => {
      if (!isVersionScalar(undefined, value, this.#selector)) return;
      const segment = scalarItemSegment(index, value);
      this.#pending.push({ path: [...path, segment], value, line });
    });
    return items !== undefined;
  }

  #openBlock(
    style: string,
    block: Pick<BlockScalar, 'key' | 'column' | 'path' | 'line'>,
  ): boolean {
    if (/[0-9]/.test(style)) return false;
    // Without `-` a block ends with a newline, which no version does.
    const lines = style === '-' ? [] : undefined;
    this.#open = { type: 'block', lines, ...block };
    return true;
  }

  #openQuoted(value: string, key: string): boolean {
    const quote = value[0];
    if (quote !== '"' && quote !== "'") return false;
    if (value.indexOf(quote, 1) >= 0) return false;
    if (mayHoldVersion(value.slice(1))) return false;
    if (isVersionScalar(key, 'text', this.#selector)) return false;
    this.#open = { type: 'quoted', quote };
    return true;
  }

  #openPlain(value: string, column: number): void {
    if (/^["'*]| #/.test(value)) return;
    this.#open = { type: 'plain', column };
  }

  #isListOfDocuments(): boolean {
    const map = this.#frames.at(-2);
    return map?.type === 'map' && nestedDocumentKeys.has(map.key);
  }

  /** Keeps what names the object and the list item at hand. */
  #note(key: string, value: string): void {
    const depth = this.#frames.length;
    if (depth === 1 && key === 'kind') this.#object.kind = value;
    const [root] = this.#frames;
    if (depth === 2 && root.type === 'map' && root.key === 'metadata') {
      if (key === 'name') this.#object.name = value;
      if (key === 'namespace') this.#object.namespace = value;
    }
    const list = this.#frames.at(-2);
    if (key !== 'name' || list?.type !== 'list' || value === '') return;
    if (list.names.has(value)) return;
    list.names.add(value);
    list.item.name = value;
  }

  #path(): Path {
    return this.#frames.map(frame =>
      frame.type === 'map' ? frame.key : frame.item,
    );
  }
}

function toSegment(step: Path[number]): FieldSegment {
  if (typeof step !== 'object' || 'key' in step) return step;
  return step.name === undefined
    ? step.index
    : { key: 'name', value: step.name };
}
