import { FileTree } from '../../git/FileTree';
import { isResource, Resource } from '../../manifests/Resource';
import { toValue } from '../../manifests/YamlNode';
import { manifestsOf } from './affectedTargets';
import { FieldContext } from './model';
import { UnitComposition } from './UnitComposition';

const kinds = ['HorizontalPodAutoscaler', 'ScaledObject'];

/**
 * The autoscalers that other units put beside a unit, into the same cluster
 * and environment. Only units with a file that names one are composed.
 */
export function declaredAutoscalers(
  { input, discovery }: Pick<FieldContext, 'input' | 'discovery'>,
  unit: string,
): readonly Resource[] {
  const { units, recipes } = discovery;
  const own = units.find(({ id }) => id === unit);
  const branches = manifestsOf(input.branches);
  return units
    .filter(
      ({ environment, cluster, files }) =>
        environment === own?.environment &&
        cluster === own.cluster &&
        files.some(file =>
          input.branches.some(({ tree }) => namesAutoscaler(tree, file)),
        ),
    )
    .flatMap(({ id }) => {
      const recipe = recipes?.get(id);
      return recipe === undefined
        ? []
        : new UnitComposition(recipe, branches).objects;
    })
    .map(({ manifest }) => toValue(manifest.root))
    .filter(isResource)
    .filter(({ kind }) => kinds.includes(kind));
}

function namesAutoscaler(tree: FileTree, file: string): boolean {
  const content = tree.content(file);
  return (
    content.state === 'text' && kinds.some(kind => content.text.includes(kind))
  );
}
