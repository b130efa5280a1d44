import { Manifest } from '../../manifests/Manifest';
import { RecipeVariables } from '../../manifests/UnitRecipe';
import {
  entriesAt,
  itemsAt,
  nodeAt,
  ScalarNode,
  textAt,
  YamlNode,
} from '../../manifests/YamlNode';
import { DeclaringObject, DiscoveryContext } from '../declaration';

/**
 * The variables of `spec.postBuild`, in Flux's order of precedence: those of
 * `substituteFrom`, then those written in the object. Undefined where nothing
 * is substituted.
 */
export function substitutionVariables(
  { manifest, scope }: DeclaringObject,
  context: DiscoveryContext,
): readonly RecipeVariables[] | undefined {
  const spec = nodeAt(manifest.root, 'spec', 'postBuild');
  if (spec === undefined) return undefined;
  const from = itemsAt(spec, 'substituteFrom').map(item =>
    referencedVariables(item, reference =>
      context.find({ ...reference, isOnly: true }, scope),
    ),
  );
  const own = plainTexts(entriesAt(spec, 'substitute'));
  return [...from, { type: 'known', values: own }];
}

function referencedVariables(
  item: YamlNode,
  find: (reference: { kind: string; name: string }) => Manifest | undefined,
): RecipeVariables {
  const kind = textAt(item, 'kind') ?? '';
  const name = textAt(item, 'name') ?? '';
  const what = `${kind} ${name}`;
  const found = find({ kind, name });
  if (found === undefined) {
    return { type: 'unknown', reason: `${what} is not in Git` };
  }
  const data = entriesAt(found.root, 'data');
  const texts = entriesAt(found.root, 'stringData');
  if (found.root.get('sops') !== undefined) {
    const names = new Set([...data.keys(), ...texts.keys()]);
    return { type: 'unknown', reason: `${what} is encrypted`, names };
  }
  if (kind !== 'Secret') return { type: 'known', values: plainTexts(data) };
  const values = new Map(
    [...plainTexts(data)].map(([key, value]) => [
      key,
      Buffer.from(value, 'base64').toString('utf8'),
    ]),
  );
  for (const [key, value] of plainTexts(texts)) values.set(key, value);
  return { type: 'known', values };
}

function plainTexts(
  entries: ReadonlyMap<string, YamlNode>,
): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  for (const [key, node] of entries) {
    if (node instanceof ScalarNode) texts.set(key, node.text);
  }
  return texts;
}
