import { parseYaml } from '../../manifests/parseYaml';
import {
  itemsAt,
  locate,
  MapNode,
  nodeAt,
  ScalarNode,
  textAt,
} from '../../manifests/YamlNode';
import { ValuesSource } from '../declaration';
import { resolvePath } from '../repositoryPath';
import { parseWithin } from '../template/renderedYaml';
import { hasPlaceholder } from './placeholder';

/** Sources that value files may refer to as `$name/…`. */
export type ValueFileReferences = ReadonlyMap<
  string,
  { readonly url: string; readonly node: MapNode }
>;

interface ValuesContext {
  readonly references: ValueFileReferences;
  readonly isThisRepository: (url: string) => boolean;
  /** The branch that references into this repository are read from. */
  readonly branch: string;
}

/**
 * The `helm` section of a source, in Argo CD's order of precedence: value
 * files, then `values` or `valuesObject`, then parameters. `at` is the chart's
 * place where it lies in this repository.
 */
export function helmValues(
  source: MapNode,
  at: { readonly branch: string; readonly path: string } | undefined,
  context: ValuesContext,
): ValuesSource[] {
  return [
    ...valueFiles(source, at, context),
    ...inlineValues(source),
    ...parameters(source),
  ];
}

function valueFiles(
  source: MapNode,
  at: { readonly branch: string; readonly path: string } | undefined,
  context: ValuesContext,
): ValuesSource[] {
  const optional = textAt(source, 'helm', 'ignoreMissingValueFiles') === 'true';
  return itemsAt(source, 'helm', 'valueFiles').flatMap(
    (item): ValuesSource[] => {
      if (!(item instanceof ScalarNode) || item.text === '') return [];
      const place = placeOf(item.text, at, context);
      if (typeof place === 'string')
        return [{ type: 'external', reason: place, location: locate(item) }];
      return [{ type: 'file', ...place, optional, location: locate(item) }];
    },
  );
}

/** Where a value file lies, or why it is none of this repository's. */
function placeOf(
  file: string,
  at: { readonly branch: string; readonly path: string } | undefined,
  context: ValuesContext,
): { branch: string; path: string } | string {
  if (hasPlaceholder(file)) return `The values file ${file} is unresolved.`;
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(file)) {
    return `The values file ${file} is not in Git.`;
  }
  const reference = /^\$([^/]+)\/(.*)$/.exec(file);
  if (reference !== null) {
    const target = context.references.get(reference[1]);
    if (target === undefined) return `No source is called ${reference[1]}.`;
    if (!context.isThisRepository(target.url)) {
      return `The values file ${reference[2]} lies in another repository.`;
    }
    const path = resolvePath('', reference[2]);
    return path === undefined
      ? `The values file ${file} is outside the repository.`
      : { branch: context.branch, path };
  }
  if (at === undefined) return `The values file ${file} comes with the chart.`;
  const path = file.startsWith('/')
    ? resolvePath('', file.replace(/^\/+/, ''))
    : resolvePath(at.path, file);
  return path === undefined
    ? `The values file ${file} is outside the repository.`
    : { branch: at.branch, path };
}

function inlineValues(source: MapNode): ValuesSource[] {
  const object = nodeAt(source, 'helm', 'valuesObject');
  if (object instanceof MapNode) return [{ type: 'inline', values: object }];
  const text = nodeAt(source, 'helm', 'values');
  if (!(text instanceof ScalarNode) || text.text === '') return [];
  return valuesIn(text).map(values => ({ type: 'inline', values }));
}

/** Values written as text in a field, each told to its line in the file. */
function valuesIn(text: ScalarNode): MapNode[] {
  const { branch, file } = text.document;
  const source = { branch, file, within: text, lineOffset: text.line };
  const parsed = parseWithin(text) ?? parseYaml(text.text, source);
  return parsed.documents
    .map(({ root }) => root)
    .filter((root): root is MapNode => root instanceof MapNode);
}

function parameters(source: MapNode): ValuesSource[] {
  return itemsAt(source, 'helm', 'parameters').flatMap(
    (item): ValuesSource[] => {
      const name = textAt(item, 'name');
      const value = nodeAt(item, 'value');
      if (name === undefined || !(value instanceof ScalarNode)) return [];
      return [{ type: 'parameter', name, value }];
    },
  );
}
