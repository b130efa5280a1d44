import {
  ListNode,
  MapNode,
  ScalarNode,
  ScalarValue,
  YamlNode,
} from '../manifests/YamlNode';

/**
 * A value that a reader made out of a node: its place is that node's, which
 * holds not the value itself but what it was made from.
 */
export function derivedScalar(value: ScalarValue, from: YamlNode): ScalarNode {
  const { branch, file, id } = from.document;
  const document = { branch, file, id, within: from };
  const text = value === undefined ? '' : String(value);
  return new ScalarNode(value, text, { document, line: from.line });
}

/** The same text at the same place, as part of another object. */
export function scalarAt(text: string, from: YamlNode): ScalarNode {
  return new ScalarNode(text, text, from.position);
}

/** A mapping that a reader put together; it stands where `from` does. */
export function mapAt(
  entries: ReadonlyMap<string, YamlNode>,
  from: YamlNode,
): MapNode {
  return new MapNode(entries, from.position);
}

/** Plain data as nodes that all stand where `from` does. */
export function derivedNode(value: unknown, from: YamlNode): YamlNode {
  if (Array.isArray(value)) {
    const items = value.map(item => derivedNode(item, from));
    return new ListNode(items, from.position);
  }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(
      ([key, item]) => [key, derivedNode(item, from)] as const,
    );
    return mapAt(new Map(entries), from);
  }
  const isScalar =
    typeof value === 'string' ||
    typeof value === 'number' ||
    typeof value === 'boolean';
  return derivedScalar(isScalar ? value : undefined, from);
}
