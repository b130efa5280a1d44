import { FileTree } from '../../git/FileTree';
import { RecipeValues } from '../../manifests/UnitRecipe';
import { ScalarNode } from '../../manifests/YamlNode';
import { RenderFailure } from '../RenderFailure';
import { resourceValue } from '../../manifests/resourceValue';

/** How values reach the program: files by name, and what wins over them. */
export interface ChartValues {
  readonly files: ReadonlyMap<string, string>;
  readonly args: readonly string[];
}

// As SOPS writes it into the files that it encrypts.
const encrypted = /ENC\[AES256_GCM,|^sops:\s*$|"sops":\s*\{/m;

/**
 * Values as files, in their order. Parameters that nothing follows stay what
 * they are, as they may reach into lists; those before other values are made
 * values of.
 */
export function chartValues(
  sources: readonly RecipeValues[],
  trees: ReadonlyMap<string, FileTree>,
): ChartValues {
  const files = new Map<string, string>();
  const args: string[] = [];
  const lastFile = sources.reduce(
    (last, { type }, index) => (type === 'parameter' ? last : index),
    -1,
  );
  sources.forEach((source, index) => {
    const name = `values-${String(index).padStart(4, '0')}.yaml`;
    switch (source.type) {
      case 'file': {
        const text = valuesFile(source, trees);
        if (text !== undefined) files.set(name, text);
        return;
      }
      case 'inline':
        files.set(name, JSON.stringify(resourceValue(source.values) ?? {}));
        return;
      case 'parameter':
        if (index > lastFile) args.push(parameter(source));
        else files.set(name, parameterFile(source));
        return;
      default:
        throw new RenderFailure('render-values', source.reason);
    }
  });
  return { files, args };
}

function valuesFile(
  { branch, path, optional }: Extract<RecipeValues, { type: 'file' }>,
  trees: ReadonlyMap<string, FileTree>,
): string | undefined {
  const content = trees.get(branch)?.content(path) ?? { state: 'absent' };
  if (content.state === 'text') {
    if (encrypted.test(content.text)) {
      const problem = `the values file '${path}' is encrypted`;
      throw new RenderFailure('render-values', problem, { file: path });
    }
    return content.text;
  }
  if (content.state === 'absent' && optional) return undefined;
  throw new RenderFailure(
    content.state === 'symlink' ? 'render-outside' : 'render-values',
    content.state === 'absent'
      ? `the values file '${path}' does not exist`
      : `the values file '${path}' can't be read (${content.state})`,
    { file: path },
  );
}

type Parameter = Extract<RecipeValues, { type: 'parameter' }>;

function parameter({ name, value, asText }: Parameter): string {
  // A comma parts parameters, except between brackets.
  let depth = 0;
  const text = value.text.replace(/\\.|[{}[\],]/g, character => {
    if (character === '{' || character === '[') depth += 1;
    if (character === '}' || character === ']') depth -= 1;
    return character === ',' && depth === 0 ? '\\,' : character;
  });
  return `--set${asText ? '-string' : ''}=${name}=${text}`;
}

function parameterFile({ name, value, asText }: Parameter): string {
  if (/[[\],={}]/.test(name) || /^[{[]/.test(value.text)) {
    throw new RenderFailure(
      'render-values',
      `the parameter '${name}' has values after it that may change it`,
    );
  }
  const keys = name.split(/(?<!\\)\./).map(key => key.replace(/\\\./g, '.'));
  const last: unknown = asText ? value.text : typed(value);
  const values = keys.reduceRight<unknown>(
    (inner, key) => Object.fromEntries([[key, inner]]),
    last,
  );
  return JSON.stringify(values);
}

/** As Helm takes a parameter: numbers without a leading zero, and words. */
function typed({ text }: ScalarNode): unknown {
  if (text === 'true' || text === 'false') return text === 'true';
  if (text === 'null') return null;
  return /^-?(?:0|[1-9]\d*)$/.test(text) ? Number(text) : text;
}
