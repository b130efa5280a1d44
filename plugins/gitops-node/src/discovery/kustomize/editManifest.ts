import { Manifest } from '../../manifests/Manifest';
import {
  MapNode,
  nodeAt,
  ScalarNode,
  YamlNode,
} from '../../manifests/YamlNode';
import { GeneratedObject } from './generatedObjects';

/** The map under a key; an empty one where there is none. */
export function mapAt(node: YamlNode, key: string): MapNode {
  const found = nodeAt(node, key);
  return found instanceof MapNode
    ? found
    : new MapNode(new Map(), node.position);
}

/** What a generator with `merge` or `replace` makes of an object. */
export function withData(
  old: Manifest,
  generated: Manifest,
  behavior: GeneratedObject['behavior'],
): Manifest {
  const kept = behavior === 'merge' ? mapAt(old.root, 'data').entries : [];
  const data = new Map([...kept, ...mapAt(generated.root, 'data').entries]);
  const node = new MapNode(data, generated.root.position);
  return old.with(old.root.with('data', node), generated.files);
}

/** The object under another name or namespace, which no line of it tells. */
export function withMetadata(
  manifest: Manifest,
  key: string,
  text: string,
): Manifest {
  const { root } = manifest;
  const metadata = mapAt(root, 'metadata');
  const node = new ScalarNode(text, text, metadata.position);
  return manifest.with(root.with('metadata', metadata.with(key, node)));
}
