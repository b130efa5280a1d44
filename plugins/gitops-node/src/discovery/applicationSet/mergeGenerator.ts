import {
  itemsAt,
  MapNode,
  nodeAt,
  ScalarNode,
  textAt,
} from '../../manifests/YamlNode';
import { mergeNodes } from '../mergeNodes';
import { Generator, GeneratorContext } from './GeneratorContext';
import { ParameterSet } from './ParameterSet';

class Merging {
  readonly #keys: readonly string[];
  readonly #context: GeneratorContext;

  constructor(keys: readonly string[], context: GeneratorContext) {
    this.#keys = keys;
    this.#context = context;
  }

  merge(
    bases: readonly ParameterSet[],
    overlays: readonly ParameterSet[],
  ): ParameterSet[] {
    const named = new Map<string, ParameterSet[]>();
    for (const overlay of overlays) {
      const key = this.#keyOf(overlay.values);
      if (key !== undefined)
        named.set(key, [...(named.get(key) ?? []), overlay]);
    }
    const known = bases.flatMap(base => {
      const key = this.#keyOf(base.values);
      if (base.unknownClusters) return [];
      const over = key === undefined ? [] : named.get(key) ?? [];
      if (key !== undefined) named.delete(key);
      return [over.reduce((set, next) => combine(set, next), base)];
    });
    const unknown = bases.filter(base => base.unknownClusters);
    const guessed = unknown.flatMap(base =>
      [...named.values()].map(over => {
        const set = over.reduce((one, next) => combine(one, next), base);
        const cluster = set.cluster ?? this.#clusterOf(set.values);
        return {
          ...set,
          ...(cluster !== undefined && { cluster }),
          unknownClusters: false,
          isGuessed: true,
        };
      }),
    );
    return [...known, ...guessed, ...unknown];
  }

  /** What is merged onto clusters by their name has the name of one. */
  #clusterOf(values: MapNode): string | undefined {
    const key = ['nameNormalized', 'name'].find(name =>
      this.#keys.includes(name),
    );
    return key && textAt(values, key);
  }

  #keyOf(values: MapNode): string | undefined {
    const parts = this.#keys.map(key => {
      const node = this.#context.goTemplate
        ? nodeAt(values, ...key.split('.')) ?? values.get(key)
        : values.get(key);
      return node instanceof ScalarNode ? node.text : undefined;
    });
    return parts.includes(undefined) ? undefined : parts.join('\0');
  }
}

/**
 * `merge`: the sets of the first generator, each completed by the sets of the
 * others that agree on the merge keys. Clusters that only the running Argo CD
 * knows would be sets of the first; those that the others name are taken from
 * there, and what is left stays unknown.
 */
export function mergeGenerator(expand: Generator): Generator {
  return (section, context) => {
    const keys = itemsAt(section, 'mergeKeys').flatMap(key =>
      key instanceof ScalarNode ? [key.text] : [],
    );
    const [first, ...others] = itemsAt(section, 'generators');
    if (first === undefined || keys.length === 0) {
      const message = 'A merge needs generators and keys to merge by.';
      context.report('generator-invalid', message, section);
      return [];
    }
    const overlays = others.flatMap(generator => [
      ...expand(generator, context),
    ]);
    const merging = new Merging(keys, context);
    const sets = merging.merge(expand(first, context), overlays);
    return context.limit(sets, section);
  };
}

/** Both sets' parameters, the second's winning. */
export function combine(one: ParameterSet, two: ParameterSet): ParameterSet {
  const values = mergeNodes(one.values, two.values);
  const cluster = two.cluster ?? one.cluster;
  return {
    values: values instanceof MapNode ? values : one.values,
    ...(cluster !== undefined && { cluster }),
    unknownClusters: one.unknownClusters || two.unknownClusters,
    isGuessed: one.isGuessed || two.isGuessed,
    files: [...new Set([...one.files, ...two.files])],
  };
}
