import { parseImageReference, splitImage } from '../manifests/imageReference';
import { parseYaml } from '../manifests/parseYaml';
import {
  ListNode,
  locate,
  MapNode,
  nodeAt,
  ScalarNode,
  YamlNode,
} from '../manifests/YamlNode';
import { LocatedArtifact } from './LocatedArtifact';
import { blockScalarOffset } from './kustomize/patches';

const containerLists = new Set([
  'containers',
  'initContainers',
  'ephemeralContainers',
  'sidecars',
  'steps',
]);

const tagKeys = ['tag', 'imageTag', 'image_tag', 'version'];

class ImageFinder {
  readonly found: LocatedArtifact[] = [];
  readonly #defaultName: string | undefined;
  /** A text that aliases repeat is read once. */
  readonly #texts = new Set<ScalarNode>();

  constructor(defaultName: string | undefined) {
    this.#defaultName = defaultName;
  }

  visit(node: YamlNode, name: string, inContainers: boolean): void {
    if (node instanceof ListNode) {
      for (const item of node.items) this.visit(item, name, inContainers);
    } else if (node instanceof MapNode) {
      this.#visitMap(node, name, inContainers);
    } else {
      this.#visitText(node);
    }
  }

  #visitMap(node: MapNode, name: string, inContainers: boolean): void {
    const whole = inContainers ? undefined : imageInParts(node);
    if (whole !== undefined) this.found.push(whole);
    for (const [key, child] of node.entries) {
      if (!isImageKey(key)) {
        this.visit(child, key, containerLists.has(key));
      } else if (child instanceof ScalarNode) {
        if (whole === undefined) this.#image(child, node, inContainers);
      } else if (child instanceof MapNode) {
        this.#imageMap(child, name);
      } else {
        this.visit(child, key, false);
      }
    }
  }

  #image(node: ScalarNode, siblings: MapNode, isContainer: boolean): void {
    const image = isContainer
      ? node.text !== '' && splitImage(node.text)
      : parseImageReference(node.text);
    if (!image) return;
    const { name, tag, digest } = image;
    const beside =
      scalarOf(siblings, ...tagKeys.slice(0, 3)) ??
      (name.includes('/') ? scalarOf(siblings, 'version') : undefined);
    if (!isContainer && !tag && !digest) {
      if (beside !== undefined) this.found.push(inParts(node, beside));
      else if (name.includes('/')) this.#push(name, '', undefined, node);
      return;
    }
    this.#push(name, tag ?? '', digest, node);
  }

  /** What stands under a key called image: its parts, or more images. */
  #imageMap(node: MapNode, parent: string): void {
    const repository = scalarOf(node, 'repository', 'name', 'repo', 'image');
    const tag = scalarOf(node, ...tagKeys);
    const version = tag ?? scalarOf(node, 'digest', 'sha');
    if (repository !== undefined && (version ?? scalarOf(node, 'registry'))) {
      this.found.push(inParts(repository, version, node));
    } else if (repository === undefined && version !== undefined) {
      const name = this.#defaultName;
      const own = [name, parent].filter(part => part).join('/');
      if (own === '') return;
      this.#push(own, tag?.text ?? '', digestOf(node), version);
    } else {
      this.visit(node, parent, false);
    }
  }

  #visitText(node: ScalarNode): void {
    if (!node.text.includes('\n') || !/image: *\S/i.test(node.text)) return;
    if (this.#texts.has(node)) return;
    this.#texts.add(node);
    const { branch, file } = node.document;
    const { documents } = parseYaml(node.text, {
      branch,
      file,
      within: node,
      lineOffset: blockScalarOffset(node),
    });
    for (const { root } of documents) {
      const inner = findImages(root);
      this.found.push(
        ...inner.filter(({ version, digest }) => version || digest),
      );
    }
  }

  #push(
    name: string,
    version: string,
    digest: string | undefined,
    node: ScalarNode,
  ): void {
    const location = locate(node);
    this.found.push({ kind: 'image', name, version, digest, location });
  }
}

/**
 * The images that an object or a chart's values name: the containers of every
 * pod template, and elsewhere what is called an image and looks like one, as
 * text or as a map of `repository`, `tag`, `digest` and `registry`. A tag
 * without a repository is an image of the part it stands in, or of
 * `defaultName`.
 */
export function findImages(
  node: YamlNode,
  defaultName?: string,
): LocatedArtifact[] {
  const finder = new ImageFinder(defaultName);
  finder.visit(node, '', false);
  return finder.found;
}

/** `image`, `initImage`; never `imagePullPolicy`. */
function isImageKey(key: string): boolean {
  return key === 'image' || /^[a-z][A-Za-z]*Image$/.test(key);
}

function scalarOf(node: MapNode, ...keys: string[]): ScalarNode | undefined {
  return keys
    .map(key => nodeAt(node, key))
    .find(
      (child): child is ScalarNode =>
        child instanceof ScalarNode && child.text !== '',
    );
}

/** A map that is an image by its parts, whatever it is called. */
function imageInParts(node: MapNode): LocatedArtifact | undefined {
  const repository = scalarOf(node, 'repository');
  const version = scalarOf(node, 'tag', 'digest');
  if (repository === undefined || version === undefined) return undefined;
  if (parseImageReference(repository.text) === undefined) return undefined;
  return inParts(repository, version, node);
}

function digestOf(node: MapNode): string | undefined {
  return scalarOf(node, 'digest', 'sha')?.text;
}

/** An image written in parts; its place is the tag's, else the digest's. */
function inParts(
  repository: ScalarNode,
  version: ScalarNode | undefined,
  node?: MapNode,
): LocatedArtifact {
  const registry = node && scalarOf(node, 'registry');
  const digest = node && digestOf(node);
  const isTag = version !== undefined && version.text !== digest;
  const [tag, tagDigest] = isTag ? version.text.split('@', 2) : [''];
  return {
    kind: 'image',
    name: registry ? `${registry.text}/${repository.text}` : repository.text,
    version: tag,
    digest: digest ?? tagDigest,
    location: locate(version ?? repository),
    related: [locate(repository)],
  };
}
