import { FieldSegment, formatField } from '../../manifests/fieldPath';
import { parseYaml } from '../../manifests/parseYaml';
import {
  ListNode,
  MapNode,
  pathOf,
  ScalarNode,
  textAt,
  YamlNode,
} from '../../manifests/YamlNode';
import { DeclaredValue, ValuePlace } from './DeclaredValue';
import { PlaceNames } from './PlaceNames';
import { wiring } from './wiring';

/** Aliases may repeat what they stand for; past this a file is no settings. */
const maximumValues = 20_000;

/** The way to a node. */
export interface Context {
  readonly path: readonly string[];
  readonly keys: readonly string[];
  readonly owners: readonly string[];
  readonly isSecret: boolean;
  /** The field of an outer document that holds this one as text. */
  readonly outer?: ScalarNode;
  /** Set within an operation of a JSON patch: what it is on, and which it is. */
  readonly operation?: { readonly path: string; readonly index: number };
}

/** Goes through the documents of a file, and keeps what looks like a value. */
export class ValueReader {
  readonly #names: PlaceNames;
  readonly #values = new Map<string, DeclaredValue>();
  /** Keys that mean several places mean none. */
  readonly #repeated = new Set<string>();

  constructor(names: PlaceNames) {
    this.#names = names;
  }

  values(): ReadonlyMap<string, DeclaredValue> {
    this.#repeated.forEach(key => this.#values.delete(key));
    return this.#values;
  }

  document(root: YamlNode, id: string, context: Context): void {
    const name = textAt(root, 'metadata', 'name');
    const app = textAt(root, 'metadata', 'labels', 'app.kubernetes.io/name');
    this.#node(root, {
      ...context,
      keys: [...context.keys, this.#names.neutral(id)],
      owners: [...context.owners, name, app].filter(isText),
      isSecret: context.isSecret || textAt(root, 'kind') === 'Secret',
    });
  }

  #node(node: YamlNode, context: Context): void {
    if (this.#values.size > maximumValues) return;
    if (node instanceof MapNode) this.#map(node, context);
    else if (node instanceof ListNode) this.#list(node, context);
    else this.#scalar(node, context);
  }

  #map(map: MapNode, context: Context): void {
    for (const [key, child] of map.entries) {
      if (wiring.has(key)) continue;
      this.#node(child, {
        ...context,
        path: [...context.path, key],
        keys: [...context.keys, this.#names.neutral(key)],
      });
    }
  }

  #list(list: ListNode, context: Context): void {
    list.items.forEach((item, index) => {
      const name = textAt(item, 'name');
      const step = this.#stepOf(item, index);
      if (step === undefined) return;
      this.#node(item, {
        ...context,
        path: [...context.path, ...namesOf(item)],
        keys: [...context.keys, step],
        owners: name === undefined ? context.owners : [...context.owners, name],
        ...operationOf(item, index),
      });
    });
  }

  /** What an item is known by; a plain text in a list by nothing. */
  #stepOf(item: YamlNode, index: number): string | undefined {
    if (item instanceof ScalarNode) {
      const literal = literalOf(item);
      return literal && `[${literal}]`;
    }
    const patched = textAt(item, 'patch') === undefined;
    const named =
      textAt(item, 'name') ?? (textAt(item, 'op') && textAt(item, 'path'));
    if (named !== undefined) return `[${this.#names.neutral(named)}]`;
    // An inline patch is known by the object that it is of.
    return patched ? `[${index}]` : '[]';
  }

  #scalar(node: ScalarNode, context: Context): void {
    if (node.value === undefined) return;
    if (node.isBlock) {
      if (context.outer === undefined) this.#block(node, context);
      return;
    }
    const literal = context.keys.at(-1)?.startsWith('[')
      ? literalOf(node)
      : undefined;
    const key = JSON.stringify(context.keys);
    if (this.#values.has(key)) this.#repeated.add(key);
    const { owners, isSecret } = context;
    const isNamed = context.path.at(-1) === 'value';
    this.#values.set(key, {
      key,
      owners,
      isSecret,
      path: context.path,
      name: literal ?? context.path.at(isNamed ? -2 : -1) ?? '',
      ...this.#written(node, context, literal),
      line: node.line,
    });
  }

  #written(
    node: ScalarNode,
    { outer, operation }: Context,
    literal: string | undefined,
  ): Pick<DeclaredValue, 'place' | 'field' | 'text' | 'value'> {
    const at = { document: node.document.id, segments: pathOf(node) };
    const place: ValuePlace =
      outer === undefined
        ? at
        : {
            document: outer.document.id,
            segments: pathOf(outer),
            inner: at,
          };
    if (literal === undefined) {
      const value = node.value ?? '';
      return {
        place,
        field: shown(at.segments, operation),
        text: node.text,
        value,
      };
    }
    const text = node.text.slice(literal.length + 1);
    const field = `${shown(at.segments.slice(0, -1))}[${literal}]`;
    return { place: { ...place, literal }, field, text, value: text };
  }

  /** Inline patches, values in a text, settings in a ConfigMap. */
  #block(node: ScalarNode, context: Context): void {
    const { branch, file } = node.document;
    const { documents } = parseYaml(node.text, {
      branch,
      file,
      within: node,
      lineOffset: node.line,
    });
    for (const { root, source } of documents) {
      if (root instanceof ScalarNode) continue;
      this.document(root, source.id, { ...context, outer: node });
    }
  }
}

/** A JSON patch is about what it is on: `/spec/replicas`. */
function shown(
  segments: readonly FieldSegment[],
  operation?: Context['operation'],
): string {
  if (operation === undefined) return formatField(segments);
  const at = segments.indexOf(operation.index);
  const below = formatField(segments.slice(at + 2));
  return [operation.path, below].filter(part => part !== '').join(' ');
}

/** What is known of a value by the item of a list that it is in. */
function namesOf(item: YamlNode): string[] {
  const name = textAt(item, 'name');
  if (name !== undefined) return [name];
  const { operation } = operationOf(item, 0);
  return operation?.path.split('/').filter(part => part !== '') ?? [];
}

function operationOf(
  item: YamlNode,
  index: number,
): Pick<Context, 'operation'> {
  const path = textAt(item, 'path');
  return textAt(item, 'op') === undefined || path === undefined
    ? {}
    : { operation: { path, index } };
}

function literalOf({ text }: ScalarNode): string | undefined {
  return /^([A-Za-z_][\w.-]*)=/.exec(text)?.[1];
}

function isText(text: string | undefined): text is string {
  return text !== undefined;
}
