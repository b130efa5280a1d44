import { DiscoveredArtifact } from '../discovery/model';
import { UnitRecipe } from '../manifests/UnitRecipe';
import { entriesAt, locate, ScalarNode } from '../manifests/YamlNode';
import { ScalarPlace } from './edit/editScalar';

/** Where a variable is written, and in which file. */
export interface VariablePlace extends ScalarPlace {
  readonly branch: string;
  readonly file: string;
}

/**
 * Where the version of an artifact is written whose text only names a variable
 * (`image: shop/web:${web_version}`): in what the unit's own Kustomization
 * substitutes, as far as exactly one variable there holds that version.
 */
export function variablePlace(
  { version }: DiscoveredArtifact,
  holder: string,
  recipe: UnitRecipe | undefined,
): VariablePlace | undefined {
  const variables = entriesAt(
    recipe?.object,
    'spec',
    'postBuild',
    'substitute',
  );
  const holding = [...variables].filter(
    ([name, node]) =>
      node instanceof ScalarNode &&
      node.text === version &&
      [`\${${name}}`, `\${${name}:`].some(text => holder.includes(text)),
  );
  if (holding.length !== 1) return undefined;
  const [[, node]] = holding;
  const { branch, file, document, field, line, exact } = locate(node);
  return exact ? { branch, file, document, field, line } : undefined;
}
