import { itemsAt } from '../../manifests/YamlNode';
import { fillTree } from './fasttemplate';
import { Generator } from './GeneratorContext';
import { combine } from './mergeGenerator';
import { ParameterSet } from './ParameterSet';

/**
 * `matrix`: every set of the first generator with every set of the second,
 * which may use the first's parameters.
 */
export function matrixGenerator(expand: Generator): Generator {
  return (section, context) => {
    const [first, second, ...more] = itemsAt(section, 'generators');
    if (first === undefined || second === undefined || more.length > 0) {
      const message = 'A matrix needs exactly two generators.';
      context.report('generator-invalid', message, section);
      return [];
    }
    const sets: ParameterSet[] = [];
    for (const one of expand(first, context)) {
      const filled = fillTree(second, template =>
        context.fill(template, one.values),
      );
      for (const two of expand(filled, context)) sets.push(combine(one, two));
    }
    return context.limit(sets, section);
  };
}
