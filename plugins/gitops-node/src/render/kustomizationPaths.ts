import {
  itemsAt,
  MapNode,
  nodeAt,
  ScalarNode,
  YamlNode,
} from '../manifests/YamlNode';
import { WrittenPath } from './treePath';

/** Everything that a kustomization names by path. */
export interface KustomizationPaths {
  /** Files of objects, or directories with a kustomization. */
  readonly resources: readonly WrittenPath[];
  /** Directories with a kustomization. */
  readonly directories: readonly WrittenPath[];
  /** Files that are read as they are. */
  readonly files: readonly WrittenPath[];
  /** Files whose objects configure plugins. */
  readonly plugins: readonly WrittenPath[];
}

const patchFields = ['patches', 'patchesJson6902', 'replacements'];
const generatorFields = ['configMapGenerator', 'secretGenerator'];
const pluginFields = ['generators', 'transformers', 'validators'];

export function kustomizationPaths(root: MapNode): KustomizationPaths {
  return {
    resources: [...paths(root, 'resources'), ...paths(root, 'bases')],
    directories: paths(root, 'components'),
    plugins: pluginFields.flatMap(field => paths(root, field)),
    files: [
      ...paths(root, 'crds'),
      ...paths(root, 'configurations'),
      ...path(nodeAt(root, 'openapi', 'path')),
      ...paths(root, 'patchesStrategicMerge').filter(
        ({ text }) => !isInlinePatch(text),
      ),
      ...patchFields.flatMap(field =>
        itemsAt(root, field).flatMap(item => path(nodeAt(item, 'path'))),
      ),
      ...generatorFields.flatMap(field =>
        itemsAt(root, field).flatMap(generatorPaths),
      ),
    ],
  };
}

/** The files of one entry of `configMapGenerator` or `secretGenerator`. */
export function generatorPaths(generator: YamlNode): WrittenPath[] {
  return [
    ...paths(generator, 'files').map(written => ({
      ...written,
      text: written.text.slice(written.text.indexOf('=') + 1),
    })),
    ...paths(generator, 'envs'),
    ...path(nodeAt(generator, 'env')),
  ];
}

/** Whether an entry of `patchesStrategicMerge` is the patch itself. */
export function isInlinePatch(text: string): boolean {
  return text.includes('\n') || text.startsWith('{');
}

function paths(root: YamlNode, field: string): WrittenPath[] {
  return itemsAt(root, field).flatMap(path);
}

function path(node: YamlNode | undefined): WrittenPath[] {
  if (!(node instanceof ScalarNode)) return [];
  return [{ text: node.text, file: node.document.file, line: node.line }];
}
