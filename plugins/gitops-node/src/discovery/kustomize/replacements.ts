import {
  ListNode,
  itemsAt,
  MapNode,
  nodeAt,
  ScalarNode,
  textAt,
  YamlNode,
} from '../../manifests/YamlNode';
import { BranchManifests } from '../BranchManifests';
import { resolvePath } from '../repositoryPath';
import { KustomizeBuild } from './KustomizeBuild';
import { BuiltObject, selects } from './selector';

/** Copies fields from one object into others, as kustomize's `replacements`. */
export function applyReplacements(
  build: KustomizeBuild,
  root: MapNode,
  directory: string,
  branch: BranchManifests,
): KustomizeBuild {
  const replacements = itemsAt(root, 'replacements').flatMap(item => {
    const path = textAt(item, 'path');
    if (path === undefined) return [item];
    const file = resolvePath(directory, path);
    if (file === undefined || !branch.tree.entries.has(file)) return [];
    return branch
      .file(file)
      .documents.flatMap(document =>
        document.root instanceof ListNode
          ? document.root.items
          : [document.root],
      );
  });
  return replacements.reduce(replace, build);
}

function replace(build: KustomizeBuild, replacement: YamlNode): KustomizeBuild {
  const source = nodeAt(replacement, 'source');
  if (source === undefined) return build;
  const from = build.objects.find(object => selects(source, object));
  const path = fieldPath(textAt(source, 'fieldPath') ?? 'metadata.name');
  const value = nodeAt(from?.manifest.root, ...path);
  if (!(value instanceof ScalarNode)) return build;
  const part = pick(value, nodeAt(source, 'options'));
  const objects = itemsAt(replacement, 'targets').reduce<
    readonly BuiltObject[]
  >((all, target) => replaceIn(all, target, part), build.objects);
  return build.withObjects(objects);
}

function replaceIn(
  objects: readonly BuiltObject[],
  target: YamlNode,
  value: ScalarNode,
): BuiltObject[] {
  const select = nodeAt(target, 'select');
  const rejects = itemsAt(target, 'reject');
  const options = nodeAt(target, 'options');
  const paths = itemsAt(target, 'fieldPaths').flatMap(node =>
    node instanceof ScalarNode ? [fieldPath(node.text)] : [],
  );
  return objects.map(object => {
    if (select === undefined || !selects(select, object)) return object;
    if (rejects.some(reject => selects(reject, object))) return object;
    const { manifest } = object;
    const root = paths.reduce<YamlNode>(
      (node, path) => setAt(node, path, old => put(old, value, options)),
      manifest.root,
    );
    if (!(root instanceof MapNode) || root === manifest.root) return object;
    return { ...object, manifest: manifest.with(root, [value.document.file]) };
  });
}

/** `spec.containers.[name=app].image`, `metadata.annotations.[a.b/c]`. */
function fieldPath(text: string): string[] {
  return text.match(/\[[^\]]*\]|(?:\\.|[^.[\]])+/g) ?? [];
}

function setAt(
  node: YamlNode,
  path: readonly string[],
  change: (old: ScalarNode) => ScalarNode,
): YamlNode {
  const [step, ...rest] = path;
  if (step === undefined)
    return node instanceof ScalarNode ? change(node) : node;
  const bracket = /^\[(.*)\]$/.exec(step)?.[1];
  const match = bracket === undefined ? null : /^(.+?)=(.*)$/.exec(bracket);
  if (node instanceof ListNode) {
    return node.withItems(
      node.items.map((item, index) => {
        const chosen =
          step === '*' ||
          step === String(index) ||
          (match !== null && textAt(item, match[1]) === match[2]);
        return chosen ? setAt(item, rest, change) : item;
      }),
    );
  }
  const key = bracket ?? step.replace(/\\(.)/g, '$1');
  const child = nodeAt(node, key);
  if (!(node instanceof MapNode) || child === undefined) return node;
  return node.with(key, setAt(child, rest, change));
}

function pick(value: ScalarNode, options: YamlNode | undefined): ScalarNode {
  const delimiter = textAt(options, 'delimiter');
  if (delimiter === undefined) return value;
  const index = Number(textAt(options, 'index') ?? 0);
  const text = value.text.split(delimiter)[index] ?? '';
  return new ScalarNode(text, text, value.position);
}

function put(
  old: ScalarNode,
  value: ScalarNode,
  options: YamlNode | undefined,
): ScalarNode {
  const delimiter = textAt(options, 'delimiter');
  if (delimiter === undefined) return value;
  const parts = old.text.split(delimiter);
  const index = Number(textAt(options, 'index') ?? 0);
  if (index < 0) parts.unshift(value.text);
  else if (index >= parts.length) parts.push(value.text);
  else parts[index] = value.text;
  const text = parts.join(delimiter);
  return new ScalarNode(text, text, value.position);
}
