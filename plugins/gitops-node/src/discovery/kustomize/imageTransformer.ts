import {
  itemsAt,
  ListNode,
  locate,
  MapNode,
  nodeAt,
  ScalarNode,
  textAt,
  YamlNode,
} from '../../manifests/YamlNode';
import { LocatedArtifact } from '../LocatedArtifact';
import { ImageOverride } from './KustomizeAdditions';

const containerLists = ['containers', 'initContainers', 'ephemeralContainers'];

/** The `images` of a kustomization. */
export function imageOverrides(root: MapNode): ImageOverride[] {
  return itemsAt(root, 'images').flatMap(item => {
    const name = textAt(item, 'name');
    if (name === undefined) return [];
    return [
      {
        name,
        newName: scalarAt(item, 'newName'),
        newTag: scalarAt(item, 'newTag'),
        digest: scalarAt(item, 'digest'),
      },
    ];
  });
}

function scalarAt(node: YamlNode, key: string): ScalarNode | undefined {
  const found = nodeAt(node, key);
  return found instanceof ScalarNode && found.text !== '' ? found : undefined;
}

/**
 * Whether kustomize takes the image for the override's: its name, with or
 * without tag and digest.
 */
export function matchesImage(image: string, name: string): boolean {
  if (!image.startsWith(name)) return false;
  const rest = image.slice(name.length);
  return /^(?::[a-zA-Z0-9_.{}-]*)?(?:@sha256:[a-zA-Z0-9_.{}-]*)?$/.test(rest);
}

/**
 * The image after the override. Its place is that of the field which supplied
 * the version: `newTag`, else `digest`, else where the image stood before.
 */
export function overriddenImage(
  image: ScalarNode,
  { name, newName, newTag, digest }: ImageOverride,
): ScalarNode {
  const version = [
    newTag && `:${newTag.text}`,
    digest && `@${digest.text}`,
  ].join('');
  const kept = newTag || digest ? '' : image.text.slice(name.length);
  const text = `${newName?.text ?? name}${version || kept}`;
  const position = (newTag ?? digest ?? image).position;
  return new ScalarNode(text, text, position);
}

/** The same for an image of a chart that kustomize inflates. */
export function overriddenArtifact(
  artifact: LocatedArtifact,
  { newName, newTag, digest }: ImageOverride,
): LocatedArtifact {
  const set = newTag ?? digest;
  const name = newName?.text ?? artifact.name;
  if (set === undefined) return { ...artifact, name };
  return {
    kind: 'image',
    name,
    version: newTag?.text ?? '',
    ...(digest && { digest: digest.text }),
    location: locate(set),
  };
}

/**
 * Applies an override to every container of an object, wherever kustomize looks
 * for containers. `onMatch` tells each image that matched.
 */
export function overrideImages(
  node: YamlNode,
  override: ImageOverride,
  onMatch: (image: ScalarNode) => void,
): YamlNode {
  if (node instanceof ListNode) {
    return mapItems(node, item => overrideImages(item, override, onMatch));
  }
  if (!(node instanceof MapNode)) return node;
  let result = node;
  for (const [key, child] of node.entries) {
    const changed =
      containerLists.includes(key) && child instanceof ListNode
        ? mapItems(child, item => overrideContainer(item, override, onMatch))
        : overrideImages(child, override, onMatch);
    if (changed !== child) result = result.with(key, changed);
  }
  return result;
}

function overrideContainer(
  container: YamlNode,
  override: ImageOverride,
  onMatch: (image: ScalarNode) => void,
): YamlNode {
  const image = nodeAt(container, 'image');
  if (!(container instanceof MapNode) || !(image instanceof ScalarNode)) {
    return container;
  }
  if (!matchesImage(image.text, override.name)) return container;
  onMatch(image);
  return container.with('image', overriddenImage(image, override));
}

/** The same list where no item changed, so that whole objects can be shared. */
function mapItems(
  list: ListNode,
  change: (item: YamlNode) => YamlNode,
): ListNode {
  const items = list.items.map(change);
  return items.every((item, index) => item === list.items[index])
    ? list
    : list.withItems(items);
}
