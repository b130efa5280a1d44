import { stringify } from 'yaml';
import { isMergedList } from '../../discovery/kustomize/strategicMerge';
import { FieldSegment, formatField } from '../../manifests/fieldPath';
import { nodeAtField } from '../../manifests/nodeAtField';
import { ListNode, MapNode } from '../../manifests/YamlNode';
import { changedData, FieldEdit } from '../edit/changedData';
import { FieldChange } from './model';
import { ComposedObject } from './UnitComposition';

/** What a strategic merge patch says, below its object's root. */
export interface MergeEdit {
  readonly segments: readonly FieldSegment[];
  readonly edit: FieldEdit;
}

/**
 * A change in the words of a strategic merge patch: `null` removes a field,
 * `$patch: delete` an item. `undefined` where a list on the way has no key to
 * merge by.
 */
export function mergeEdit(
  apiVersion: string,
  { segments, edit }: FieldChange,
): MergeEdit | undefined {
  const isMerged = segments.every((segment, index) => {
    if (typeof segment === 'string') return true;
    const list = segments[index - 1];
    return (
      typeof segment === 'object' &&
      typeof list === 'string' &&
      isMergedList(apiVersion, list, segment.key)
    );
  });
  if (!isMerged || edit.op === 'append') return undefined;
  if (edit.op === 'set') return { segments, edit };
  return typeof segments.at(-1) === 'string'
    ? { segments, edit: { op: 'set', value: null } }
    : {
        segments: [...segments, '$patch'],
        edit: { op: 'set', value: 'delete' },
      };
}

/** One operation of a JSON patch (RFC 6902). */
export interface JsonOperation {
  readonly op: 'add' | 'replace' | 'remove';
  readonly path: string;
  readonly value?: unknown;
}

/** A change as an operation on an object as it is composed. */
export function jsonOperation(
  root: MapNode,
  { segments, edit }: FieldChange,
): JsonOperation | undefined {
  const tokens: string[] = [];
  for (const [depth, segment] of segments.entries()) {
    const parent = nodeAtField(root, formatField(segments.slice(0, depth)));
    const node = nodeAtField(root, formatField(segments.slice(0, depth + 1)));
    if (node === undefined) {
      return addOperation(tokens, segments.slice(depth), edit);
    }
    tokens.push(
      parent instanceof ListNode
        ? String(parent.items.indexOf(node))
        : String(segment),
    );
  }
  const path = pointer(tokens);
  if (edit.op === 'remove') return { op: 'remove', path };
  return edit.op === 'append'
    ? { op: 'add', path: `${path}/-`, value: edit.value }
    : { op: 'replace', path, value: edit.value };
}

function addOperation(
  tokens: readonly string[],
  [segment, ...rest]: readonly FieldSegment[],
  edit: FieldEdit,
): JsonOperation | undefined {
  if (edit.op === 'remove' || typeof segment === 'number') return undefined;
  if (typeof segment === 'string') {
    const value = changedData(undefined, rest, edit);
    return { op: 'add', path: pointer([...tokens, segment]), value };
  }
  const items = changedData([], [segment, ...rest], edit);
  return Array.isArray(items)
    ? { op: 'add', path: pointer([...tokens, '-']), value: items[0] }
    : undefined;
}

function pointer(tokens: readonly string[]): string {
  return tokens
    .map(token => `/${token.replace(/~/g, '~0').replace(/\//g, '~1')}`)
    .join('');
}

/** The name and namespace that an object was written with. */
export function writtenIdentity({
  manifest,
  formerNames,
  formerNamespaces,
}: ComposedObject): { readonly name: string; readonly namespace?: string } {
  const [name = manifest.name] = formerNames;
  const namespace =
    formerNamespaces.length > 0 ? formerNamespaces[0] : manifest.namespace;
  return { name, ...(namespace !== undefined && { namespace }) };
}

/** An entry of `patches` that makes a change. */
export function patchEntry(
  object: ComposedObject,
  change: FieldChange,
): unknown {
  const { apiVersion, kind, group, root } = object.manifest;
  const metadata = writtenIdentity(object);
  const merge = mergeEdit(apiVersion, change);
  if (merge !== undefined) {
    const identity = { apiVersion, kind, metadata };
    return { patch: text(changedData(identity, merge.segments, merge.edit)) };
  }
  const operation = jsonOperation(root, change);
  if (operation === undefined) return undefined;
  const version = apiVersion.slice(apiVersion.indexOf('/') + 1);
  return {
    target: { ...(group !== '' && { group }), version, kind, ...metadata },
    patch: text([operation]),
  };
}

function text(value: unknown): string {
  return stringify(value, {
    version: '1.1',
    lineWidth: 0,
    aliasDuplicateObjects: false,
  }).trimEnd();
}
