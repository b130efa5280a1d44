import { Diagnostic } from '@backstage-gitops/plugin-gitops-common';
import { Manifest } from '../../manifests/Manifest';
import { parseYaml } from '../../manifests/parseYaml';
import {
  ListNode,
  locate,
  MapNode,
  nodeAt,
  ScalarNode,
  textAt,
  YamlNode,
} from '../../manifests/YamlNode';
import { applyJsonPatch, JsonPatchError } from './jsonPatch';
import { BuiltObject, selects } from './selector';
import { mergesLists, strategicMerge } from './strategicMerge';

/** One patch as kustomize applies it. */
export interface Patch {
  /** Objects for a strategic merge, or the list of a JSON patch. */
  readonly contents: readonly YamlNode[];
  /** Selects what is patched; without it a patch names its object itself. */
  readonly target?: YamlNode;
  /** The object takes the patch's name, instead of keeping its own. */
  readonly renames?: boolean;
  readonly file: string;
  readonly line: number;
}

export interface Patched {
  readonly objects: readonly BuiltObject[];
  /** What matched none of them. */
  readonly unmatched: readonly YamlNode[];
  readonly diagnostics: readonly Diagnostic[];
}

/** The documents of a patch written into a field. */
export function inlinePatch(node: ScalarNode): YamlNode[] {
  const { file, branch } = locate(node);
  const { documents } = parseYaml(node.text, {
    branch,
    file,
    within: node,
    lineOffset: blockScalarOffset(node),
  });
  return documents.map(({ root }) => root);
}

/** A block scalar's text begins on the line after its key. */
export function blockScalarOffset(node: ScalarNode): number {
  return node.isBlock ? node.line : node.line - 1;
}

export function applyPatch(
  objects: readonly BuiltObject[],
  patch: Patch,
): Patched {
  const diagnostics: Diagnostic[] = [];
  const unmatched: YamlNode[] = [];
  let current = objects;
  for (const content of patch.contents) {
    const matches = matcher(content, patch);
    let matched = 0;
    current = current.flatMap(object => {
      if (!matches(object)) return [object];
      matched += 1;
      try {
        const root = patchObject(object.manifest, content, patch);
        if (root === undefined) return [];
        const manifest = object.manifest.with(root, [patch.file]);
        const { name } = object.manifest;
        const formerNames =
          manifest.name === name
            ? object.formerNames
            : [...object.formerNames, name];
        return [{ ...object, manifest, formerNames }];
      } catch (error) {
        if (!(error instanceof JsonPatchError)) throw error;
        diagnostics.push(misfit(patch, error.message));
        return [object];
      }
    });
    if (matched === 0) unmatched.push(content);
    if (matched === 0 && patch.target === undefined) {
      diagnostics.push(misfit(patch, 'matches no object'));
    }
  }
  return { objects: current, unmatched, diagnostics };
}

function misfit(patch: Patch, message: string): Diagnostic {
  const { file, line } = patch;
  return {
    level: 'warning',
    code: 'kustomize-patch-unmatched',
    message: `The patch ${message}.`,
    file,
    line,
  };
}

function matcher(
  content: YamlNode,
  { target }: Patch,
): (object: BuiltObject) => boolean {
  if (target !== undefined) return object => selects(target, object);
  const [manifest] = Manifest.fromNode(content, ['']);
  if (manifest === undefined) return () => false;
  const { group, kind, name, namespace } = manifest;
  return object =>
    object.manifest.group === group &&
    object.manifest.kind === kind &&
    [object.manifest.name, ...object.formerNames].includes(name) &&
    (namespace === undefined ||
      [object.manifest.namespace, ...object.formerNamespaces]
        .map(other => other ?? 'default')
        .includes(namespace));
}

function patchObject(
  manifest: Manifest,
  content: YamlNode,
  { renames = false }: Patch,
): MapNode | undefined {
  const { root, apiVersion } = manifest;
  if (content instanceof ListNode) return applyJsonPatch(root, content);
  if (!(content instanceof MapNode)) return root;
  const anonymous = withoutIdentity(content);
  const metadata = nodeAt(anonymous, 'metadata');
  const name = nodeAt(content, 'metadata', 'name');
  const patch =
    renames && metadata instanceof MapNode && name !== undefined
      ? anonymous.with('metadata', metadata.with('name', name))
      : anonymous;
  return strategicMerge(root, patch, { mergeLists: mergesLists(apiVersion) });
}

/** A patch with a target may carry any name; the object keeps its own. */
function withoutIdentity(patch: MapNode): MapNode {
  const metadata = nodeAt(patch, 'metadata');
  const anonymous = patch.with('apiVersion', undefined).with('kind', undefined);
  if (
    !(metadata instanceof MapNode) ||
    textAt(metadata, 'name') === undefined
  ) {
    return anonymous;
  }
  return anonymous.with(
    'metadata',
    metadata.with('name', undefined).with('namespace', undefined),
  );
}
