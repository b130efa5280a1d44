import { MapNode, YamlNode } from '../manifests/YamlNode';
import { RenderFailure } from './RenderFailure';

// Kustomize matches field names without regard to case. Were `FILES` let
// through, it would be read there and not be checked here.
const kustomizationFields = new Set([
  'apiVersion',
  'bases',
  'buildMetadata',
  'commonAnnotations',
  'commonLabels',
  'components',
  'configMapGenerator',
  'configurations',
  'crds',
  'generatorOptions',
  'generators',
  'images',
  'kind',
  'labels',
  'metadata',
  'namePrefix',
  'nameSuffix',
  'namespace',
  'openapi',
  'patches',
  'patchesJson6902',
  'patchesStrategicMerge',
  'replacements',
  'replicas',
  'resources',
  'secretGenerator',
  'sortOptions',
  'transformers',
  'validators',
  'vars',
]);

const itemFields: Readonly<Record<string, ReadonlySet<string>>> = {
  openapi: new Set(['path']),
  patches: new Set(['path', 'patch', 'target', 'options']),
  patchesJson6902: new Set(['path', 'patch', 'target', 'options']),
  replacements: new Set(['path', 'source', 'targets']),
  configMapGenerator: new Set([
    ...['name', 'namespace', 'behavior', 'options'],
    ...['literals', 'files', 'envs', 'env'],
  ]),
  secretGenerator: new Set([
    ...['name', 'namespace', 'behavior', 'options', 'type'],
    ...['literals', 'files', 'envs', 'env'],
  ]),
};

const helmFields = new Set([
  'helmCharts',
  'helmChartInflationGenerator',
  'helmGlobals',
]);

/**
 * Makes sure that every field which may hold a path is one that is checked.
 * Throws a {@link RenderFailure} where it is not.
 */
export function checkKustomizationFields(root: MapNode): void {
  for (const [field, node] of root.entries) {
    if (helmFields.has(field)) {
      throw new RenderFailure(
        'render-helm',
        'it inflates Helm charts, which are not rendered yet',
        placeOf(node),
      );
    }
    if (!kustomizationFields.has(field)) throw unknownField(field, node);
    const allowed = itemFields[field];
    if (allowed !== undefined) checkItems(node, allowed);
  }
}

function checkItems(node: YamlNode, allowed: ReadonlySet<string>): void {
  const items = node.type === 'list' ? node.items : [node];
  for (const item of items) {
    if (item.type !== 'map') continue;
    for (const [field, value] of item.entries) {
      if (!allowed.has(field)) throw unknownField(field, value);
    }
  }
}

function unknownField(field: string, node: YamlNode): RenderFailure {
  return new RenderFailure(
    'render-unreadable',
    `kustomize has no field '${field}' here`,
    placeOf(node),
  );
}

export function placeOf(node: YamlNode): { file: string; line: number } {
  return { file: node.document.file, line: node.line };
}
