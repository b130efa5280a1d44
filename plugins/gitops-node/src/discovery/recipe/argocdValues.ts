import { RecipeValues } from '../../manifests/UnitRecipe';
import { itemsAt, textAt, YamlNode } from '../../manifests/YamlNode';

/** What a source's `helm` section says beyond which values there are. */
export function argocdValues(
  values: readonly RecipeValues[],
  helm: YamlNode,
): readonly RecipeValues[] {
  const texts = new Set(
    itemsAt(helm, 'parameters')
      .filter(item => textAt(item, 'forceString') === 'true')
      .map(item => textAt(item, 'name')),
  );
  const files = itemsAt(helm, 'fileParameters').map(
    (item): RecipeValues => ({
      type: 'unknown',
      reason: `the file parameter ${textAt(item, 'name')} is not followed`,
    }),
  );
  return [
    ...values.map(value =>
      value.type === 'parameter'
        ? { ...value, asText: texts.has(value.name) }
        : value,
    ),
    ...files,
  ];
}
