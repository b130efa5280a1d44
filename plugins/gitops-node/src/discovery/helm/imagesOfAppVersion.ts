import {
  ListNode,
  locate,
  MapNode,
  nodeAt,
  ScalarNode,
  YamlNode,
} from '../../manifests/YamlNode';
import { LocatedArtifact } from '../declaration';

/**
 * Images whose values name a repository and leave the tag empty: by convention
 * a chart then runs its `appVersion`.
 */
export function imagesOfAppVersion(
  values: YamlNode,
  appVersion: ScalarNode | undefined,
): LocatedArtifact[] {
  if (appVersion === undefined) return [];
  const found: LocatedArtifact[] = [];
  visit(values, node => {
    const repository = nodeAt(node, 'repository');
    if (!(repository instanceof ScalarNode) || repository.text === '') return;
    found.push({
      kind: 'image',
      name: withRegistry(node, repository.text),
      version: appVersion.text,
      location: locate(appVersion),
      related: [locate(repository)],
    });
  });
  return found;
}

function visit(node: YamlNode, met: (image: MapNode) => void): void {
  if (node instanceof ListNode) node.items.forEach(item => visit(item, met));
  if (!(node instanceof MapNode)) return;
  const enabled = node.get('enabled');
  if (enabled instanceof ScalarNode && enabled.value === false) return;
  for (const [key, child] of node.entries) {
    if (/^image$|Image$/.test(key) && child instanceof MapNode) {
      if (isEmpty(child.get('tag')) && isEmpty(child.get('digest'))) met(child);
    } else {
      visit(child, met);
    }
  }
}

function isEmpty(node: YamlNode | undefined): boolean {
  return node === undefined || (node instanceof ScalarNode && node.text === '');
}

function withRegistry(image: MapNode, repository: string): string {
  const registry = image.get('registry');
  return registry instanceof ScalarNode && registry.text !== ''
    ? `${registry.text}/${repository}`
    : repository;
}
