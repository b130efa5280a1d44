import { parseImageReference, splitImage } from '../manifests/imageReference';
import {
  ListNode,
  locate,
  MapNode,
  nodeAt,
  ScalarNode,
  YamlNode,
} from '../manifests/YamlNode';
import { LocatedArtifact } from './declaration';

const containerLists = new Set([
  'containers',
  'initContainers',
  'ephemeralContainers',
  'sidecars',
  'steps',
]);

/**
 * The images that an object or a chart's values name: the containers of every
 * pod template, and elsewhere what is called an image and looks like one, as
 * text or as a map of `repository`, `tag`, `digest` and `registry`.
 */
export function findImages(node: YamlNode): LocatedArtifact[] {
  const found: LocatedArtifact[] = [];
  visit(node, found, false);
  return found;
}

function visit(
  node: YamlNode,
  found: LocatedArtifact[],
  inContainers: boolean,
): void {
  if (node instanceof ListNode) {
    for (const item of node.items) visit(item, found, inContainers);
    return;
  }
  if (!(node instanceof MapNode)) return;
  for (const [key, child] of node.entries) {
    if (child instanceof ScalarNode) {
      if (isImageKey(key)) pushText(child, found, inContainers);
    } else if (child instanceof MapNode && isImageKey(key)) {
      const image = imageMap(child);
      if (image === undefined) visit(child, found, false);
      else found.push(image);
    } else {
      visit(child, found, containerLists.has(key));
    }
  }
}

/** `image`, `initImage`, `image_name`…; never `imagePullPolicy`. */
function isImageKey(key: string): boolean {
  return key === 'image' || /^[a-z][A-Za-z]*Image$/.test(key);
}

function pushText(
  node: ScalarNode,
  found: LocatedArtifact[],
  isContainer: boolean,
): void {
  const image = isContainer
    ? node.text !== '' && splitImage(node.text)
    : parseImageReference(node.text);
  if (!image) return;
  const { name, tag, digest } = image;
  if (!isContainer && !tag && !digest && !name.includes('/')) return;
  const location = locate(node);
  found.push({ kind: 'image', name, version: tag ?? '', digest, location });
}

/** An image written in parts; its version's place is the tag, else the digest. */
function imageMap(node: MapNode): LocatedArtifact | undefined {
  const part = (...keys: string[]): ScalarNode | undefined =>
    keys
      .map(key => nodeAt(node, key))
      .find(
        (child): child is ScalarNode =>
          child instanceof ScalarNode && child.text !== '',
      );
  const repository = part('repository', 'name', 'repo');
  const tag = part('tag', 'version');
  const sha = part('digest', 'sha');
  if (repository === undefined || !(tag || sha || part('registry'))) {
    return undefined;
  }
  const registry = part('registry');
  const name = registry
    ? `${registry.text}/${repository.text}`
    : repository.text;
  const [version, tagDigest] = (tag?.text ?? '').split('@', 2);
  return {
    kind: 'image',
    name,
    version,
    digest: sha?.text ?? tagDigest,
    location: locate(tag ?? sha ?? repository),
    related: [repository, sha]
      .filter((child): child is ScalarNode => child !== undefined)
      .map(child => locate(child)),
  };
}
