import { createHash } from 'node:crypto';
import { parseYaml } from '../../../manifests/parseYaml';
import { FunctionScope, TemplateFunction } from '../TemplateEnvironment';
import { serializeYaml } from '../serializeYaml';
import { parseRendered } from '../renderedYaml';
import { TemplateError } from '../syntax';
import { fileOf } from '../TemplateFile';
import {
  entriesOf,
  isList,
  isMap,
  itemsOf,
  plainOf,
  TemplateValue,
  textOf,
  tracedOf,
} from '../templateValue';

/** YAML, JSON, hashes and encodings. */
export const encodingFunctions: Readonly<Record<string, TemplateFunction>> = {
  toYaml: ([value], scope) => serializeYaml(value, scope.charge),
  toYamlPretty: ([value], scope) => serializeYaml(value, scope.charge),
  fromYaml: ([text], scope) => parsed(text, scope),
  fromYamlArray: ([text], scope) => parsed(text, scope),
  toJson: ([value], scope) => JSON.stringify(jsonOf(value, scope)),
  toRawJson: ([value], scope) => JSON.stringify(jsonOf(value, scope)),
  toPrettyJson: ([value], scope) =>
    JSON.stringify(jsonOf(value, scope), undefined, 2),
  fromJson: ([text], scope) => parsed(text, scope),
  fromJsonArray: ([text], scope) => parsed(text, scope),
  b64enc: ([text]) => Buffer.from(textOf(text)).toString('base64'),
  b64dec: ([text]) => Buffer.from(textOf(text), 'base64').toString('utf8'),
  sha1sum: ([text]) => hash('sha1', text),
  sha256sum: ([text]) => hash('sha256', text),
  sha512sum: ([text]) => hash('sha512', text),
  urlquery: ([text]) => encodeURIComponent(textOf(text)),
};

function hash(algorithm: string, text: TemplateValue): string {
  return createHash(algorithm).update(textOf(text)).digest('hex');
}

/** A text that is a whole file of the tree keeps telling its lines. */
function parsed(text: TemplateValue, scope: FunctionScope): TemplateValue {
  const source = fileOf(text);
  scope.charge(textOf(text).length / 20);
  const { documents, diagnostics } = source
    ? parseYaml(textOf(text), source)
    : parseRendered(tracedOf(text), { branch: '', file: '' });
  if (documents.length === 0 && diagnostics.length > 0) {
    throw new TemplateError(`A text is no YAML: ${diagnostics[0].message}`);
  }
  return documents[0]?.root;
}

function jsonOf(value: TemplateValue, scope: FunctionScope): unknown {
  scope.charge(1);
  if (isMap(value)) {
    const entries = [...entriesOf(value)]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, jsonOf(item, scope)]);
    return Object.fromEntries(entries);
  }
  if (isList(value)) return itemsOf(value).map(item => jsonOf(item, scope));
  const plain = plainOf(value);
  return plain === undefined ? null : plain;
}
