import { FieldSegment, formatField } from './fieldPath';
import { parseYaml } from './parseYaml';
import {
  isVersionScalar,
  nestedDocumentKeys,
  scalarItemSegment,
  VersionFact,
  VersionFactSelector,
} from './versionFacts';
import { ListNode, MapNode, ScalarNode, textAt, YamlNode } from './YamlNode';

/** The scalar's own key, or that of the list it is an item of. */
function isNestedDocument(path: readonly FieldSegment[]): boolean {
  const own = path.at(-1);
  const key = typeof own === 'string' ? own : path.at(-2);
  return typeof key === 'string' && nestedDocumentKeys.has(key);
}

class FactWalker {
  readonly #document: string;
  readonly #selector: VersionFactSelector;
  readonly #facts: VersionFact[];
  /** An alias repeats a node; it is one fact, where its anchor is. */
  readonly #seen = new Set<YamlNode>();

  constructor(
    document: string,
    selector: VersionFactSelector,
    facts: VersionFact[],
  ) {
    this.#document = document;
    this.#selector = selector;
    this.#facts = facts;
  }

  walk(node: YamlNode, path: readonly FieldSegment[]): void {
    if (this.#seen.has(node)) return;
    this.#seen.add(node);
    if (node instanceof MapNode) {
      for (const [key, child] of node.entries) {
        if (child instanceof ScalarNode) this.#scalar(child, key, path, key);
        else this.walk(child, [...path, key]);
      }
    } else if (node instanceof ListNode) {
      this.#list(node, path);
    }
  }

  #list(list: ListNode, path: readonly FieldSegment[]): void {
    const names = new Set<string>();
    list.items.forEach((item, index) => {
      if (item instanceof ScalarNode) {
        const segment = scalarItemSegment(index, item.text);
        this.#scalar(item, segment, path, undefined);
        return;
      }
      const name = textAt(item, 'name');
      const named = name !== undefined && !names.has(name);
      if (named) names.add(name);
      const segment = named ? { key: 'name', value: name } : index;
      this.walk(item, [...path, segment]);
    });
  }

  #scalar(
    node: ScalarNode,
    segment: FieldSegment,
    path: readonly FieldSegment[],
    key: string | undefined,
  ): void {
    if (this.#seen.has(node)) return;
    this.#seen.add(node);
    const value = node.value === undefined ? '' : node.text;
    if (value.includes('\n')) {
      this.#nested(node, [...path, segment]);
      return;
    }
    if (!isVersionScalar(key, value, this.#selector)) return;
    this.#facts.push({
      document: this.#document,
      field: formatField([...path, segment]),
      value,
      line: node.line,
    });
  }

  /** Text that is YAML itself: an inline patch, values in a string. */
  #nested(node: ScalarNode, path: readonly FieldSegment[]): void {
    if (!isNestedDocument(path)) return;
    const inner = parseYaml(node.text, { branch: '', file: '' });
    inner.documents.forEach(({ root, source }) => {
      const facts: VersionFact[] = [];
      new FactWalker(source.id, this.#selector, facts).walk(root, []);
      for (const { field, value, line, document } of facts) {
        this.#facts.push({
          document: this.#document,
          field: `${formatField(path)}|${document}|${field}`,
          value,
          line: node.line + line,
        });
      }
    });
  }
}

/** The version facts of a YAML text by a full parse; undefined where it fails. */
export function parseVersionFacts(
  text: string,
  selector: VersionFactSelector,
): readonly VersionFact[] | undefined {
  const { documents, diagnostics } = parseYaml(text, { branch: '', file: '' });
  if (diagnostics.some(({ code }) => code.startsWith('yaml-'))) {
    return undefined;
  }
  const facts: VersionFact[] = [];
  for (const { source, root } of documents) {
    const walker = new FactWalker(source.id, selector, facts);
    walker.walk(root, []);
  }
  return facts;
}
