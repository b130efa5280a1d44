import { RecipeAdditions } from '../../manifests/UnitRecipe';
import {
  itemsAt,
  nodeAt,
  ScalarNode,
  textAt,
  toValue,
  YamlNode,
} from '../../manifests/YamlNode';
import { stringEntries } from './stringEntries';

const texts = {
  targetNamespace: 'namespace',
  namePrefix: 'namePrefix',
  nameSuffix: 'nameSuffix',
} as const;

/**
 * What a Flux Kustomization (or a post renderer of a HelmRelease, which is
 * written alike) adds to the kustomization that it builds.
 */
export function fluxAdditions(written: YamlNode | undefined): RecipeAdditions {
  const spec = nodeAt(written, 'spec') ?? written;
  const fields: Record<string, unknown> = {};
  for (const [key, field] of Object.entries(texts)) {
    const text = textAt(spec, key);
    if (text !== undefined) fields[field] = text;
  }
  return {
    fields,
    images: itemsAt(spec, 'images').map(stringEntries),
    patches: [
      ...itemsAt(spec, 'patchesStrategicMerge').map(inlinePatch),
      ...itemsAt(spec, 'patches').map(toPatch),
      ...itemsAt(spec, 'patchesJson6902').map(toPatch),
    ],
    components: itemsAt(spec, 'components').flatMap(node =>
      node instanceof ScalarNode ? [node.text] : [],
    ),
  };
}

function inlinePatch(node: YamlNode): unknown {
  return node instanceof ScalarNode
    ? { patch: node.text }
    : { patch: JSON.stringify(toValue(node)) };
}

/** Kustomize takes a patch as text; Flux also takes the operations as a list. */
function toPatch(node: YamlNode): unknown {
  const patch = nodeAt(node, 'patch');
  const target = toValue(nodeAt(node, 'target'));
  return {
    patch:
      patch instanceof ScalarNode ? patch.text : JSON.stringify(toValue(patch)),
    ...(target !== undefined && { target }),
  };
}
