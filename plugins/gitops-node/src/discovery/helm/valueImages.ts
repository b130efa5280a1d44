import { Diagnostic } from '@backstage-gitops/plugin-gitops-common';
import {
  ListNode,
  MapNode,
  ScalarNode,
  YamlNode,
} from '../../manifests/YamlNode';
import { LocatedArtifact } from '../declaration';
import { hasPlaceholder } from '../argocd/placeholder';
import { findImages } from '../findImages';

export interface ValueImages {
  readonly images: readonly LocatedArtifact[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * The images that values name. What values switch off (`enabled: false`) does
 * not run; each image left out so is told.
 */
export function valueImages(values: YamlNode, chart?: string): ValueImages {
  const off: MapNode[] = [];
  const on = withoutDisabled(values, off);
  const found = on === undefined ? [] : findImages(on, chart);
  const disabled = off.flatMap(node => findImages(node));
  return {
    images: found.filter(image => !isUnresolved(image)),
    diagnostics: [
      ...disabled.map(image =>
        leftOut(image, 'disabled-in-values', 'the values switch it off'),
      ),
      ...found
        .filter(isUnresolved)
        .map(image =>
          leftOut(image, 'image-unresolved', 'Git does not fill its template'),
        ),
    ],
  };
}

function isUnresolved({ name, version }: LocatedArtifact): boolean {
  return hasPlaceholder(name) || hasPlaceholder(version);
}

function leftOut(
  { name, location }: LocatedArtifact,
  code: string,
  reason: string,
): Diagnostic {
  const message = `The image ${name} is left out: ${reason}.`;
  const { file, line } = location;
  return { level: 'info', code, message, file, line };
}

function withoutDisabled(node: YamlNode, off: MapNode[]): YamlNode | undefined {
  if (node instanceof ListNode) {
    const items = node.items.flatMap(item => withoutDisabled(item, off) ?? []);
    return node.withItems(items);
  }
  if (!(node instanceof MapNode)) return node;
  if (isDisabled(node)) {
    off.push(node);
    return undefined;
  }
  const entries = new Map<string, YamlNode>();
  for (const [key, child] of node.entries) {
    const kept = withoutDisabled(child, off);
    if (kept !== undefined) entries.set(key, kept);
  }
  return new MapNode(entries, node.position);
}

function isDisabled(node: MapNode): boolean {
  const enabled = node.get('enabled');
  return enabled instanceof ScalarNode && enabled.value === false;
}
