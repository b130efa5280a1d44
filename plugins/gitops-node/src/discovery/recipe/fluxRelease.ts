import { createHash } from 'node:crypto';
import { RecipeChartPlace, RecipeValues } from '../../manifests/UnitRecipe';
import {
  itemsAt,
  MapNode,
  nodeAt,
  ScalarNode,
  textAt,
} from '../../manifests/YamlNode';
import { resolvePath } from '../repositoryPath';

/** What Helm allows for the name of a release. */
const maximumLength = 53;

/** The name that Flux gives the release of a HelmRelease. */
export function fluxReleaseName(
  object: MapNode | undefined,
  name: string,
): string {
  const written = textAt(object, 'spec', 'releaseName');
  const target = textAt(object, 'spec', 'targetNamespace');
  const full = written ?? (target === undefined ? name : `${target}-${name}`);
  if (full.length <= maximumLength) return full;
  const sum = createHash('sha256').update(full).digest('hex').slice(0, 12);
  return `${full.slice(0, maximumLength - sum.length - 1)}-${sum}`;
}

/** The files that take the place of the chart's own values. */
export function fluxDefaults(
  object: MapNode | undefined,
  place: RecipeChartPlace,
): readonly RecipeValues[] {
  const spec = nodeAt(object, 'spec', 'chart', 'spec');
  const optional = textAt(spec, 'ignoreMissingValuesFiles') === 'true';
  return itemsAt(spec, 'valuesFiles').map((item): RecipeValues => {
    const text = item instanceof ScalarNode ? item.text : '';
    const path = resolvePath('', text.replace(/^\/+/, ''));
    if (place.type === 'remote' || path === undefined) {
      const reason = `the values file '${text}' is not in this repository`;
      return { type: 'unknown', reason };
    }
    return { type: 'file', branch: place.branch, path, optional };
  });
}
