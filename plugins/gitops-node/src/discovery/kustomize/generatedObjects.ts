import {
  itemsAt,
  MapNode,
  NodePosition,
  ScalarNode,
  textAt,
  YamlNode,
} from '../../manifests/YamlNode';
import { Manifest } from '../../manifests/Manifest';
import { BranchManifests } from '../BranchManifests';
import { resolvePath } from '../repositoryPath';

/** An object that a kustomization generates. */
export interface GeneratedObject {
  readonly manifest: Manifest;
  readonly behavior: 'create' | 'merge' | 'replace';
}

/**
 * The ConfigMaps and Secrets that a kustomization generates, under the name
 * that references use (without kustomize's hash). What a Secret holds stays
 * out.
 */
export function generatedObjects(
  root: MapNode,
  directory: string,
  branch: BranchManifests,
): GeneratedObject[] {
  const read = (key: string, kind: string) =>
    itemsAt(root, key).flatMap(generator =>
      Manifest.fromNode(generate(kind, generator, directory, branch), [
        generator.document.file,
      ]).map(manifest => ({ manifest, behavior: behaviorOf(generator) })),
    );
  return [
    ...read('configMapGenerator', 'ConfigMap'),
    ...read('secretGenerator', 'Secret'),
  ];
}

function behaviorOf(generator: YamlNode): GeneratedObject['behavior'] {
  const text = textAt(generator, 'behavior');
  return text === 'merge' || text === 'replace' ? text : 'create';
}

function generate(
  kind: string,
  generator: YamlNode,
  directory: string,
  branch: BranchManifests,
): MapNode {
  const { position } = generator;
  const text = (value: string, at: NodePosition = position) =>
    new ScalarNode(value, value, at);
  const data = new Map<string, YamlNode>();
  for (const entry of kind === 'Secret' ? [] : itemsAt(generator, 'files')) {
    if (!(entry instanceof ScalarNode)) continue;
    const [key, file] = keyAndFile(entry.text);
    const path = resolvePath(directory, file);
    const content = path === undefined ? undefined : branch.tree.content(path);
    if (path === undefined || content?.state !== 'text') continue;
    const document = { branch: branch.name, file: path, id: '#0', whole: true };
    data.set(key, text(content.text, { document, line: 1 }));
  }
  for (const entry of kind === 'Secret' ? [] : itemsAt(generator, 'literals')) {
    if (!(entry instanceof ScalarNode)) continue;
    const literal = /^([^=]+)=(['"]?)(.*)\2$/s.exec(entry.text);
    if (literal === null) continue;
    const [, key, , value] = literal;
    data.set(key, text(value, entry.position));
  }
  const metadata = new Map<string, YamlNode>([
    ['name', text(textAt(generator, 'name') ?? '')],
  ]);
  const namespace = textAt(generator, 'namespace');
  if (namespace !== undefined) metadata.set('namespace', text(namespace));
  const entries = new Map<string, YamlNode>([
    ['apiVersion', text('v1')],
    ['kind', text(kind)],
    ['metadata', new MapNode(metadata, position)],
    ['data', new MapNode(data, position)],
  ]);
  return new MapNode(entries, position);
}

function keyAndFile(entry: string): [key: string, file: string] {
  const equals = entry.indexOf('=');
  if (equals > 0) return [entry.slice(0, equals), entry.slice(equals + 1)];
  return [entry.slice(entry.lastIndexOf('/') + 1), entry];
}
