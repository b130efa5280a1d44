import {
  RecipeSource,
  RecipeValues,
  RecipeVariables,
  UnitRecipe,
} from '../../manifests/UnitRecipe';
import { itemsAt, MapNode, nodeAt } from '../../manifests/YamlNode';
import { fluxAdditions } from './fluxAdditions';
import { stringEntries } from './stringEntries';

/**
 * A recipe of a Flux object read anew from the object as it was rendered, which
 * says the same, but tells a number from a text and which variables are empty.
 */
export function withObject(recipe: UnitRecipe, object: MapNode): UnitRecipe {
  const written = nodeAt(recipe.object, 'spec', 'values');
  const values = nodeAt(object, 'spec', 'values');
  const renderers = itemsAt(object, 'spec', 'postRenderers');
  const value = (source: RecipeValues): RecipeValues =>
    values !== undefined &&
    source.type === 'inline' &&
    source.values === written
      ? { type: 'inline', values }
      : source;
  const source = (each: RecipeSource): RecipeSource => {
    if (each.type === 'elsewhere') return each;
    if (each.type === 'directory') {
      return recipe.engine === 'flux'
        ? { ...each, additions: fluxAdditions(object) }
        : each;
    }
    return {
      ...each,
      values: each.values.map(value),
      ...(each.postRenderers && {
        postRenderers: renderers.map(renderer =>
          fluxAdditions(nodeAt(renderer, 'kustomize')),
        ),
      }),
    };
  };
  const { variables } = recipe;
  return {
    ...recipe,
    sources: recipe.sources.map(source),
    ...(variables && { variables: withOwn(variables, object) }),
  };
}

/** The last of the variables are those that the object itself has. */
function withOwn(
  variables: readonly RecipeVariables[],
  object: MapNode,
): readonly RecipeVariables[] {
  const own = stringEntries(nodeAt(object, 'spec', 'postBuild', 'substitute'));
  return [
    ...variables.slice(0, -1),
    { type: 'known', values: new Map(Object.entries(own)) },
  ];
}
