import { parseYaml } from '../../manifests/parseYaml';
import {
  itemsAt,
  MapNode,
  nodeAt,
  ScalarNode,
  YamlNode,
} from '../../manifests/YamlNode';
import { flattenParameters } from './fasttemplate';
import { Generator, GeneratorContext } from './GeneratorContext';
import { ParameterSet } from './ParameterSet';

/** `list.elements`, and `elementsYaml` where its text is in Git. */
export const listGenerator: Generator = (section, context) => {
  const elements = [
    ...itemsAt(section, 'elements'),
    ...elementsFromText(section, context),
  ];
  return elements.flatMap(element =>
    element instanceof MapNode ? [parameterSet(element, context)] : [],
  );
};

function parameterSet(
  element: MapNode,
  context: GeneratorContext,
): ParameterSet {
  return {
    values: context.goTemplate ? element : flattenParameters(element),
    files: [element.document.file],
  };
}

function elementsFromText(
  section: YamlNode,
  context: GeneratorContext,
): readonly YamlNode[] {
  const text = nodeAt(section, 'elementsYaml');
  if (!(text instanceof ScalarNode) || text.text === '') return [];
  if (text.text.includes('{{')) {
    const message =
      'The elements are made by a template that Git does not fill.';
    context.report('generator-unresolved', message, text);
    return [];
  }
  const { branch, file } = text.document;
  const source = { branch, file, within: text, lineOffset: text.line };
  return parseYaml(text.text, source).documents.flatMap(({ root }) =>
    itemsAt(root),
  );
}
