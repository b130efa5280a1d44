import {
  itemsAt,
  ListNode,
  MapNode,
  nodeAt,
  ScalarNode,
  textAt,
  YamlNode,
} from '../../manifests/YamlNode';

/** A JSON patch (RFC 6902) that doesn't fit the object it is applied to. */
export class JsonPatchError extends Error {}

/**
 * Applies a JSON patch. `test` operations are taken as passed where their path
 * exists.
 */
export function applyJsonPatch(target: MapNode, operations: YamlNode): MapNode {
  let root: YamlNode = target;
  for (const operation of itemsAt(operations))
    root = applyOperation(root, operation);
  if (!(root instanceof MapNode))
    throw new JsonPatchError('replaces the object');
  return root;
}

function applyOperation(root: YamlNode, operation: YamlNode): YamlNode {
  const path = pointer(operation, 'path');
  const value = nodeAt(operation, 'value');
  switch (textAt(operation, 'op')) {
    case 'add':
      return edit(root, path, (container, key) => add(container, key, value));
    case 'replace':
      return edit(root, path, (container, key) =>
        replace(container, key, value),
      );
    case 'remove':
      return edit(root, path, remove);
    case 'copy':
    case 'move': {
      const from = pointer(operation, 'from');
      const moved = nodeAt(root, ...from);
      if (moved === undefined) throw missing(from);
      const source =
        textAt(operation, 'op') === 'move' ? edit(root, from, remove) : root;
      return edit(source, path, (container, key) => add(container, key, moved));
    }
    case 'test':
      return root;
    default:
      throw new JsonPatchError('has an operation without a known op');
  }
}

type Container = MapNode | ListNode;

function edit(
  node: YamlNode,
  path: readonly string[],
  change: (container: Container, key: string) => YamlNode,
): YamlNode {
  if (node instanceof ScalarNode || path.length === 0) throw missing(path);
  const [key, ...rest] = path;
  if (rest.length === 0) return change(node, key);
  const child = nodeAt(node, key);
  if (child === undefined) throw missing(path);
  return replace(node, key, edit(child, rest, change));
}

function add(
  container: Container,
  key: string,
  value: YamlNode | undefined,
): YamlNode {
  if (value === undefined) throw new JsonPatchError('adds nothing');
  if (container instanceof MapNode) return container.with(key, value);
  const index = key === '-' ? container.items.length : Number(key);
  if (!(index >= 0 && index <= container.items.length)) throw missing([key]);
  const items = [...container.items];
  items.splice(index, 0, value);
  return container.withItems(items);
}

function replace(
  container: Container,
  key: string,
  value: YamlNode | undefined,
): YamlNode {
  if (nodeAt(container, key) === undefined) throw missing([key]);
  if (value === undefined) throw new JsonPatchError('replaces with nothing');
  if (container instanceof MapNode) return container.with(key, value);
  const items = [...container.items];
  items[Number(key)] = value;
  return container.withItems(items);
}

function remove(container: Container, key: string): YamlNode {
  if (nodeAt(container, key) === undefined) throw missing([key]);
  if (container instanceof MapNode) return container.with(key, undefined);
  return container.withItems(
    container.items.filter((_, index) => index !== Number(key)),
  );
}

function pointer(operation: YamlNode, key: string): string[] {
  const text = textAt(operation, key) ?? '';
  return text
    .split('/')
    .slice(1)
    .map(part => part.replace(/~1/g, '/').replace(/~0/g, '~'));
}

function missing(path: readonly string[]): JsonPatchError {
  return new JsonPatchError(`changes /${path.join('/')}, which does not exist`);
}
