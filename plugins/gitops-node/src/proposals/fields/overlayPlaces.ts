import { BranchManifests } from '../../discovery/BranchManifests';
import {
  Kustomization,
  readKustomization,
} from '../../discovery/kustomize/Kustomization';
import { inlinePatch } from '../../discovery/kustomize/patches';
import { isReplicated } from '../../discovery/kustomize/replicaTransformer';
import { resolvePath } from '../../discovery/repositoryPath';
import { splitImage } from '../../manifests/imageReference';
import { Manifest } from '../../manifests/Manifest';
import { nodeAtField } from '../../manifests/nodeAtField';
import {
  itemsAt,
  ListNode,
  nodeAt,
  ScalarNode,
  textAt,
  YamlNode,
} from '../../manifests/YamlNode';
import { WrittenPlace } from './declaredPlace';
import { editBelow } from './editNode';
import { FieldChange } from './model';
import {
  jsonOperation,
  mergeEdit,
  patchEntry,
  writtenIdentity,
} from './patchOf';
import { ComposedObject } from './UnitComposition';

/** Where an overlay can say how its object differs. */
export interface OverlayPlaces {
  /** Patches of the object that it has already. */
  readonly patches: readonly WrittenPlace[];
  /** What can be added to its kustomization, the plainest first. */
  readonly additions: readonly WrittenPlace[];
}

const none: OverlayPlaces = { patches: [], additions: [] };

/** The places of the kustomization that comes last in an object's build. */
export function overlayPlaces(
  object: ComposedObject,
  change: FieldChange,
  branch: BranchManifests,
): OverlayPlaces {
  const { directory } = object;
  const kustomization =
    directory === undefined ? undefined : readKustomization(branch, directory);
  if (kustomization === undefined) return none;
  const additions = [
    replicas(kustomization, object, change),
    images(kustomization, object, change),
    literals(kustomization, object, change),
    patch(kustomization, object, change),
  ];
  return {
    patches: patchContents(kustomization, object, branch).flatMap(content =>
      extended(content, object, change),
    ),
    additions: additions.filter(place => place !== undefined),
  };
}

/** The contents of the patches that name the object, and it alone. */
function patchContents(
  { root, directory }: Kustomization,
  object: ComposedObject,
  branch: BranchManifests,
): readonly YamlNode[] {
  const items = ['patches', 'patchesStrategicMerge', 'patchesJson6902'].flatMap(
    key => itemsAt(root, key),
  );
  return items.flatMap(item => {
    const target = nodeAt(item, 'target');
    return contentsOf(item, directory, branch).filter(content =>
      target === undefined
        ? Manifest.fromNode(content, ['']).some(named => isNamed(named, object))
        : isTarget(target, object),
    );
  });
}

function contentsOf(
  item: YamlNode,
  directory: string,
  branch: BranchManifests,
): readonly YamlNode[] {
  const inline = item instanceof ScalarNode ? item : nodeAt(item, 'patch');
  if (inline instanceof ScalarNode && /[\n{[]/.test(inline.text)) {
    return inlinePatch(inline);
  }
  const reference =
    item instanceof ScalarNode ? item.text : textAt(item, 'path');
  const path =
    reference === undefined ? undefined : resolvePath(directory, reference);
  if (path === undefined || !branch.tree.entries.has(path)) return [];
  return branch.file(path).documents.map(document => document.root);
}

function isNamed(
  { kind, name }: { readonly kind: string; readonly name: string },
  { manifest, formerNames }: ComposedObject,
): boolean {
  return (
    kind === manifest.kind && [manifest.name, ...formerNames].includes(name)
  );
}

/** A target that is a name and no pattern. */
function isTarget(target: YamlNode, object: ComposedObject): boolean {
  const name = textAt(target, 'name');
  const kind = textAt(target, 'kind');
  return (
    name !== undefined && kind !== undefined && isNamed({ kind, name }, object)
  );
}

function extended(
  content: YamlNode,
  { manifest }: ComposedObject,
  change: FieldChange,
): readonly WrittenPlace[] {
  const { line } = content;
  if (content instanceof ListNode) {
    const value = jsonOperation(manifest.root, change);
    if (value === undefined) return [];
    return [{ line, ...editBelow(content, [], { op: 'append', value }) }];
  }
  const merge = mergeEdit(manifest.apiVersion, change);
  if (merge === undefined) return [];
  return [{ line, ...editBelow(content, merge.segments, merge.edit) }];
}

/** An item at the end of one of a kustomization's lists. */
function appended(
  { root }: Kustomization,
  list: string,
  value: unknown,
): WrittenPlace {
  const { line } = nodeAt(root, list) ?? root;
  return { line, ...editBelow(root, [list], { op: 'append', value }) };
}

function replicas(
  kustomization: Kustomization,
  object: ComposedObject,
  { field, edit }: FieldChange,
): WrittenPlace | undefined {
  if (field !== 'spec.replicas' || edit.op !== 'set') return undefined;
  if (!isReplicated(object.manifest.kind)) return undefined;
  const { name } = writtenIdentity(object);
  return appended(kustomization, 'replicas', { name, count: edit.value });
}

function images(
  kustomization: Kustomization,
  { manifest }: ComposedObject,
  { field, edit }: FieldChange,
): WrittenPlace | undefined {
  if (!/(?:^|\.)(?:c|initC|ephemeralC)ontainers\[.*\]\.image$/.test(field)) {
    return undefined;
  }
  const declared = nodeAtField(manifest.root, field);
  if (edit.op !== 'set' || !(declared instanceof ScalarNode)) return undefined;
  const { name } = splitImage(declared.text);
  const image = splitImage(String(edit.value));
  return appended(kustomization, 'images', {
    name,
    ...(image.name !== name && { newName: image.name }),
    ...(image.tag !== undefined && { newTag: image.tag }),
    ...(image.digest !== undefined && { digest: image.digest }),
  });
}

/** A key of a ConfigMap that is generated further down. */
function literals(
  kustomization: Kustomization,
  object: ComposedObject,
  { segments, edit }: FieldChange,
): WrittenPlace | undefined {
  const [data, key] = segments;
  const { kind } = object.manifest;
  if (!object.isGenerated || kind !== 'ConfigMap' || data !== 'data') {
    return undefined;
  }
  if (edit.op !== 'set' || segments.length !== 2) return undefined;
  const literal = `${String(key)}=${String(edit.value)}`;
  const { name } = writtenIdentity(object);
  const own = itemsAt(kustomization.root, 'configMapGenerator').find(
    generator => textAt(generator, 'name') === name,
  );
  if (own !== undefined) {
    const append = { op: 'append', value: literal } as const;
    return { line: own.line, ...editBelow(own, ['literals'], append) };
  }
  return appended(kustomization, 'configMapGenerator', {
    name,
    behavior: 'merge',
    literals: [literal],
  });
}

function patch(
  kustomization: Kustomization,
  object: ComposedObject,
  change: FieldChange,
): WrittenPlace | undefined {
  const entry = patchEntry(object, change);
  return entry === undefined
    ? undefined
    : appended(kustomization, 'patches', entry);
}
