import {
  Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  Node,
  Scalar,
  visit,
  YAMLMap,
  YAMLSeq,
} from 'yaml';
import { hideLines, isEncrypted } from './hideLines';
import { isSecretName } from './isSecretName';
import { SecretMask } from './SecretMask';
import { TextCovers } from './TextCovers';

export interface DocumentMasking {
  readonly covers: TextCovers;
  readonly mask: SecretMask;
  /** Masks the text of a block, which may be YAML itself. */
  readonly maskText: (text: string) => string;
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
export class DocumentMask {
  readonly #document: Document.Parsed;
  readonly #masking: DocumentMasking;
  readonly #aliased = new Set<Node>();
  #anchored: ReadonlyMap<string, Node> | undefined;

  constructor(document: Document.Parsed, masking: DocumentMasking) {
    this.#document = document;
    this.#masking = masking;
  }

  run(): void {
    this.#node(this.#document.contents, { name: '', all: false });
  }

  #node(node: unknown, place: Place): void {
    if (isAlias(node)) {
      const isSecret = place.all || isSecretName(place.name);
      const anchored = isSecret ? this.#anchors().get(node.source) : undefined;
      if (anchored === undefined) return;
      // An anchor can't hold itself, but two can hold each other's copies.
      if (this.#aliased.has(anchored)) return;
      this.#aliased.add(anchored);
      this.#node(anchored, place);
    } else if (isMap(node)) this.#map(node, place);
    else if (isSeq(node)) this.#list(node, place);
    else if (isScalar(node)) this.#scalar(node, place);
  }

  /** Each alias looks for its anchor through the whole document by itself. */
  #anchors(): ReadonlyMap<string, Node> {
    if (this.#anchored === undefined) {
      const anchored = new Map<string, Node>();
      visit(this.#document, {
        Value: (_, node) => {
          if (node.anchor) anchored.set(node.anchor, node);
        },
      });
      this.#anchored = anchored;
    }
    return this.#anchored;
  }

  #map(map: YAMLMap, { name: under, all }: Place): void {
    const named =
      textOf(map.get('name', true) ?? map.get('key', true)) ||
      patchedName(map) ||
      under;
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
    const { covers, mask, maskText } = this.#masking;
    const source = covers.source(node.range);
    if (isEncrypted(source)) return;
    const isFlag = typeof node.value === 'boolean';
    if (all || (isSecretName(name) && !isFlag)) {
      this.#hide(node, mask.mask(textOf(node)));
    } else if (isBlock(node)) {
      covers.put(node.range, maskBlock(source, maskText));
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

/** What an operation of a JSON patch sets. */
function patchedName(map: YAMLMap): string {
  const path = textOf(map.get('path', true));
  if (textOf(map.get('op', true)) === '' || path === '') return '';
  return path.startsWith('/stringData/')
    ? 'secret'
    : path.slice(path.lastIndexOf('/') + 1);
}

/** The text of a block, which may be YAML itself. */
function maskBlock(
  source: string,
  maskText: DocumentMasking['maskText'],
): string {
  const [head, ...lines] = source.split('\n');
  const filled = lines.filter(line => line.trim() !== '');
  const indent = Math.min(
    ...filled.map(line => line.length - line.trimStart().length),
  );
  if (filled.length === 0) return source;
  const inner = lines.map(line => line.slice(indent)).join('\n');
  const blanks = lines.map(line => line.slice(0, indent));
  const masked = maskText(inner).split('\n');
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
