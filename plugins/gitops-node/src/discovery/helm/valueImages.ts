import { Diagnostic } from '@backstage-gitops/plugin-gitops-common';
import {
  ListNode,
  MapNode,
  ScalarNode,
  YamlNode,
} from '../../manifests/YamlNode';
import { LocatedArtifact } from '../declaration';
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
  const images = on === undefined ? [] : findImages(on, chart);
  const diagnostics = off
    .flatMap(node => findImages(node))
    .map(({ name, location }) => ({
      level: 'info' as const,
      code: 'disabled-in-values',
      message: `The image ${name} is left out: the values switch it off.`,
      file: location.file,
      line: location.line,
    }));
  return { images, diagnostics };
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
