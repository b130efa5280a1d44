import { FieldSegment } from '../../manifests/fieldPath';
import { nodeAtField } from '../../manifests/nodeAtField';
import { splitImage } from '../../manifests/imageReference';
import {
  ListNode,
  MapNode,
  pathOf,
  ScalarNode,
  textAt,
  YamlNode,
} from '../../manifests/YamlNode';
import { editField, FieldEdit } from '../edit/editField';
import { EditResult, refused } from '../edit/EditResult';
import { editBelow, editDocumentOf } from './editNode';
import { FieldChange, FileEdit } from './model';

/** An edit of what is written already, and the line of it. */
export interface WrittenPlace extends FileEdit {
  readonly line: number;
}

/**
 * Where a field that an object declares is written, whatever composed it: its
 * manifest, a patch, an operation of a JSON patch, `images`, `replicas`,
 * `labels`, a literal or a file of a generator.
 */
export function declaredPlace(
  root: MapNode,
  { field, edit }: FieldChange,
): WrittenPlace | undefined {
  const node = nodeAtField(root, field);
  if (node === undefined || edit.op === 'append') return undefined;
  return { line: node.line, ...editOf(node, edit) };
}

function editOf(
  node: YamlNode,
  edit: Exclude<FieldEdit, { op: 'append' }>,
): FileEdit {
  const { parent, key } = node.position;
  if (node.document.whole) return wholeFile(node, edit);
  if (node instanceof ScalarNode && edit.op === 'set') {
    if (isImagesEntry(node)) return imagesEntry(node, String(edit.value));
    if (isLiteral(node)) return literal(node, String(edit.value));
  }
  if (edit.op === 'remove' && parent !== undefined) {
    // An operation of a JSON patch is nothing without its value.
    const isOperation = key === 'value' && textAt(parent, 'op') !== undefined;
    if (isOperation) return editBelow(parent, [], edit);
    const isCount = key === 'count' && isEntryOf(parent, 'replicas');
    if (isCount) return editBelow(parent, [], edit);
  }
  return editBelow(node, [], edit);
}

/** A key of a ConfigMap that is a whole file. */
function wholeFile(node: YamlNode, edit: FieldEdit): FileEdit {
  const { branch, file } = node.document;
  return {
    branch,
    file,
    edit: text =>
      edit.op === 'set' && typeof edit.value === 'string'
        ? { state: 'edited', text: withNewlinesOf(text ?? '', edit.value) }
        : refused('inexact', `${file} is a value as a whole.`),
  };
}

function withNewlinesOf(text: string, value: string): string {
  return text.includes('\r\n') && !value.includes('\r')
    ? value.replace(/\n/g, '\r\n')
    : value;
}

/** The entry of a list under a key of the document's root. */
function isEntryOf(node: YamlNode, list: string): boolean {
  const { parent } = node.position;
  return parent instanceof ListNode && parent.position.key === list;
}

function isLiteral(node: ScalarNode): boolean {
  return isEntryOf(node, 'literals');
}

/** `KEY=value`, with the quotes that are around the value. */
function literal(node: ScalarNode, value: string): FileEdit {
  const { parent, key } = node.position;
  const entry = parent instanceof ListNode ? parent.items[Number(key)] : node;
  const text = entry instanceof ScalarNode ? entry.text : '';
  const [, name = '', quote = ''] = /^([^=]+)=(['"]?)/.exec(text) ?? [];
  const written = `${name}=${quote}${value}${quote}`;
  return editBelow(entry, [], { op: 'set', value: written });
}

/** A part of an `images` entry supplied the version. */
function isImagesEntry(node: ScalarNode): boolean {
  const { parent, key } = node.position;
  return (
    parent instanceof MapNode &&
    ['newTag', 'digest'].includes(String(key)) &&
    isEntryOf(parent, 'images')
  );
}

function imagesEntry(node: ScalarNode, image: string): FileEdit {
  const { parent } = node.position;
  const entry = parent ?? node;
  const { name, tag, digest } = splitImage(image);
  const set = (key: string, value: string | undefined) => ({
    key,
    value,
    known: textAt(entry, key),
  });
  const isNamed = (textAt(entry, 'newName') ?? textAt(entry, 'name')) === name;
  const parts = [
    ...(isNamed ? [] : [set('newName', name)]),
    set('newTag', tag),
    set('digest', digest),
  ];
  const path = pathOf(entry);
  return editDocumentOf(node, text =>
    parts.reduce<EditResult>(
      (edited, { key, value, known }) => {
        if (edited.state === 'refused' || value === known) return edited;
        const segments: readonly FieldSegment[] = [...path, key];
        return editField(
          edited.text,
          { document: node.document.id, segments },
          value === undefined ? { op: 'remove' } : { op: 'set', value },
        );
      },
      { state: 'edited', text },
    ),
  );
}
