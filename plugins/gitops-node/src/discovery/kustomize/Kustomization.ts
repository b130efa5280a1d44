import { FileTree } from '../../git/FileTree';
import {
  entriesAt,
  itemsAt,
  MapNode,
  nodeAt,
  ScalarNode,
  textAt,
  YamlNode,
} from '../../manifests/YamlNode';
import { BranchManifests } from '../BranchManifests';
import { joinPath } from '../repositoryPath';

/** The names kustomize looks for, in its order. */
const fileNames = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

/** A kustomization file and the directory it builds. */
export interface Kustomization {
  readonly directory: string;
  readonly file: string;
  readonly root: MapNode;
  /** A `Component` is applied onto what includes it, never alone. */
  readonly isComponent: boolean;
}

export function kustomizationFile(
  tree: FileTree,
  directory: string,
): string | undefined {
  return fileNames
    .map(name => joinPath(directory, name))
    .find(path => tree.entries.has(path));
}

export function isKustomizationFile(path: string): boolean {
  return fileNames.includes(path.slice(path.lastIndexOf('/') + 1));
}

/**
 * The kustomization of a directory. A Flux `Kustomization` in a file of that
 * name is none: it lacks kustomize's API group.
 */
export function readKustomization(
  branch: BranchManifests,
  directory: string,
): Kustomization | undefined {
  const file = kustomizationFile(branch.tree, directory);
  if (file === undefined) return undefined;
  const root = branch.file(file).documents[0]?.root;
  if (!(root instanceof MapNode)) return undefined;
  const apiVersion = textAt(root, 'apiVersion');
  if (
    apiVersion !== undefined &&
    !apiVersion.startsWith('kustomize.config.k8s.io/')
  ) {
    return undefined;
  }
  const isComponent = textAt(root, 'kind') === 'Component';
  return { directory, file, root, isComponent };
}

/** What builds it: directories and files that become its objects. */
export function resourceEntries(root: MapNode): ScalarNode[] {
  return ['resources', 'bases', 'crds'].flatMap(key => scalars(root, key));
}

export function componentEntries(root: MapNode): ScalarNode[] {
  return scalars(root, 'components');
}

/** Files that it reads for other ends than objects: patches, generators, … */
export function otherFileEntries(root: MapNode): ScalarNode[] {
  const patches = ['patches', 'patchesJson6902', 'replacements'].flatMap(key =>
    itemsAt(root, key).map(item => nodeAt(item, 'path')),
  );
  const strategic = scalars(root, 'patchesStrategicMerge').filter(
    node => !node.text.includes('\n'),
  );
  const generated = [
    ...itemsAt(root, 'configMapGenerator'),
    ...itemsAt(root, 'secretGenerator'),
  ].flatMap(generatorFiles);
  const charts = itemsAt(root, 'helmCharts').flatMap(chart => [
    nodeAt(chart, 'valuesFile'),
    ...itemsAt(chart, 'additionalValuesFiles'),
  ]);
  const plugins = ['configurations', 'generators', 'transformers', 'validators']
    .flatMap(key => scalars(root, key))
    .filter(node => !node.text.includes('\n'));
  const schema = nodeAt(root, 'openapi', 'path');
  return [...patches, ...strategic, ...generated, ...charts, ...plugins, schema]
    .filter(isScalar)
    .filter(node => node.text !== '');
}

/** The file part of a generator's entries (`key=file`). */
export function generatorFiles(generator: YamlNode): ScalarNode[] {
  const files = [
    ...itemsAt(generator, 'files'),
    ...itemsAt(generator, 'envs'),
    nodeAt(generator, 'env'),
  ];
  return files.filter(isScalar).map(fileOfEntry);
}

function fileOfEntry(node: ScalarNode): ScalarNode {
  const file = node.text.slice(node.text.indexOf('=') + 1);
  return new ScalarNode(file, file, node.position);
}

function scalars(root: MapNode, key: string): ScalarNode[] {
  return itemsAt(root, key).filter(isScalar);
}

function isScalar(node: YamlNode | undefined): node is ScalarNode {
  return node instanceof ScalarNode;
}

export function labelsOf(root: MapNode): ReadonlyMap<string, YamlNode> {
  const labels = new Map(entriesAt(root, 'commonLabels'));
  for (const entry of itemsAt(root, 'labels')) {
    for (const [key, value] of entriesAt(entry, 'pairs'))
      labels.set(key, value);
  }
  return labels;
}
