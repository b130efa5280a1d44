import { Manifest } from '../../manifests/Manifest';
import { formatField } from '../../manifests/fieldPath';
import { nodeAtField } from '../../manifests/nodeAtField';
import { YamlNode } from '../../manifests/YamlNode';
import { WrittenPlace } from './declaredPlace';
import { editBelow } from './editNode';
import { FieldChange } from './model';

/**
 * Where a field that isn't declared can be added to what is: below the last
 * thing on its way that is written, and in the object's own manifest.
 */
export function addedPlaces(
  { root }: Manifest,
  { segments, edit }: FieldChange,
): readonly WrittenPlace[] {
  const way: YamlNode[] = [root];
  for (let depth = 1; depth <= segments.length; depth += 1) {
    const node = nodeAtField(root, formatField(segments.slice(0, depth)));
    if (node === undefined) break;
    way.push(node);
  }
  const deepest = way.length - 1;
  const own = way.findLastIndex(({ document }) => document === root.document);
  return [...new Set([deepest, own])].map(depth => ({
    line: way[depth].line,
    ...editBelow(way[depth], segments.slice(depth), edit),
  }));
}
