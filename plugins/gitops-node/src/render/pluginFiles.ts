import { nodeAt, textAt, MapNode, YamlNode } from '../manifests/YamlNode';
import { placeOf } from './kustomizationFields';
import { generatorPaths } from './kustomizationPaths';
import { RenderFailure } from './RenderFailure';
import { WrittenPath } from './treePath';

/** Built-in plugins that read no file, whatever their fields say. */
const plainPlugins = new Set([
  'AnnotationsTransformer',
  'ImageTagTransformer',
  'LabelTransformer',
  'NamespaceTransformer',
  'PrefixSuffixTransformer',
  'PrefixTransformer',
  'ReplicaCountTransformer',
  'SuffixTransformer',
]);

const patchFields = new Set(['jsonOp', 'options', 'patch', 'target']);
const generatorFields = new Set([
  ...['name', 'namespace', 'behavior', 'options', 'type'],
  ...['literals', 'files', 'envs', 'env'],
]);
const objectFields = ['apiVersion', 'kind', 'metadata'];

const functionAnnotations = [
  'config.kubernetes.io/function',
  'config.k8s.io/function',
];

/**
 * The files that a plugin's configuration names. Only what kustomize has built
 * in is accepted: any other is a program. Throws a {@link RenderFailure}.
 */
export function pluginFiles(root: YamlNode): readonly WrittenPath[] {
  const kind = textAt(root, 'kind') ?? '';
  const isFunction = functionAnnotations.some(
    key => nodeAt(root, 'metadata', 'annotations', key) !== undefined,
  );
  if (
    root instanceof MapNode &&
    textAt(root, 'apiVersion') === 'builtin' &&
    !isFunction
  ) {
    if (plainPlugins.has(kind)) return [];
    if (kind === 'PatchTransformer' && hasOnly(root, patchFields)) return [];
    if (/^(ConfigMap|Secret)Generator$/.test(kind)) {
      if (hasOnly(root, generatorFields)) return generatorPaths(root);
    }
  }
  if (kind === 'HelmChartInflationGenerator') {
    throw new RenderFailure(
      'render-helm',
      'it inflates Helm charts, which are not rendered yet',
      placeOf(root),
    );
  }
  throw new RenderFailure(
    'render-plugin',
    `a plugin (${kind || 'of no kind'}) would have to run`,
    placeOf(root),
  );
}

function hasOnly(root: MapNode, fields: ReadonlySet<string>): boolean {
  return [...root.entries.keys()].every(
    field => fields.has(field) || objectFields.includes(field),
  );
}
