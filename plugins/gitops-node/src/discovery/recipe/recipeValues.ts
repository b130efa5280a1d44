import { RecipeValues } from '../../manifests/UnitRecipe';
import { ValuesSource } from '../declaration';

/** Values without the places that only artifacts need. */
export function recipeValues(
  sources: readonly ValuesSource[],
): readonly RecipeValues[] {
  return sources.map((source): RecipeValues => {
    switch (source.type) {
      case 'file': {
        const { branch, path, optional } = source;
        return { type: 'file', branch, path, optional };
      }
      case 'inline':
        return { type: 'inline', values: source.values };
      case 'parameter': {
        const { name, value } = source;
        return { type: 'parameter', name, value, asText: false };
      }
      default:
        return { type: 'unknown', reason: source.reason };
    }
  });
}
