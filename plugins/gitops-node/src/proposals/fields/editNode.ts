import { FieldSegment } from '../../manifests/fieldPath';
import { pathOf, YamlNode } from '../../manifests/YamlNode';
import { editBlock } from '../edit/editBlock';
import { editField, FieldEdit } from '../edit/editField';
import { EditResult, refused } from '../edit/EditResult';
import { FileEdit } from './model';

/** Edits a field below a node, where the node is written. */
export function editBelow(
  node: YamlNode,
  below: readonly FieldSegment[],
  edit: FieldEdit,
): FileEdit {
  const segments = [...pathOf(node), ...below];
  return editDocumentOf(node, text =>
    editField(text, { document: node.document.id, segments }, edit),
  );
}

/** The same for the text that a node's document stands in, however deep. */
export function editDocumentOf(
  { document }: Pick<YamlNode, 'document'>,
  edit: (text: string) => EditResult,
): FileEdit {
  const { within, branch, file } = document;
  if (within === undefined) {
    return {
      branch,
      file,
      edit: text =>
        text === undefined
          ? refused('absent', `There is no ${file}.`)
          : edit(text),
    };
  }
  const place = { document: within.document.id, segments: pathOf(within) };
  return editDocumentOf(within, text => editBlock(text, place, edit));
}
