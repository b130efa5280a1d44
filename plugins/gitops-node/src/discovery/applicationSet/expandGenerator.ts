import {
  MapNode,
  nodeAt,
  ScalarNode,
  YamlNode,
} from '../../manifests/YamlNode';
import { clustersGenerator } from './clustersGenerator';
import { Generator, GeneratorContext } from './GeneratorContext';
import { gitGenerator } from './gitGenerator';
import { selects } from './labelSelector';
import { listGenerator } from './listGenerator';
import { matrixGenerator } from './matrixGenerator';
import { mergeGenerator } from './mergeGenerator';
import { ParameterSet } from './ParameterSet';

const notInGit: Readonly<Record<string, string>> = {
  clusterDecisionResource: 'Which clusters it takes is decided by the cluster.',
  pullRequest: 'It makes an Application for each open pull request.',
  scmProvider: 'It makes an Application for each repository of a forge.',
  plugin: 'Its parameters come from a plugin.',
};

/** Their template still tells what is deployed, though not where. */
const oneOfUnknown = new Set(['clusterDecisionResource', 'plugin']);

const notGenerators = new Set(['selector', 'template']);

/** The parameter sets of one entry of `generators`. */
export function expandGenerator(
  node: YamlNode,
  context: GeneratorContext,
): readonly ParameterSet[] {
  if (!(node instanceof MapNode)) return [];
  const selector = nodeAt(node, 'selector');
  return [...node.entries.keys()]
    .filter(kind => !notGenerators.has(kind))
    .flatMap(kind => {
      const section = node.get(kind) ?? node;
      const generator = generatorOf(kind);
      if (generator !== undefined) return [...generator(section, context)];
      const reason = notInGit[kind] ?? 'This generator is not known.';
      const code =
        kind in notInGit ? 'generator-not-in-git' : 'generator-unknown';
      context.report(
        code,
        `The generator ${kind} is not expanded: ${reason}`,
        node,
      );
      if (!oneOfUnknown.has(kind)) return [];
      const values = new MapNode(new Map(), node.position);
      return [{ values, unknownClusters: true, files: [] }];
    })
    .filter(
      ({ values, unknownClusters }) =>
        selector === undefined ||
        unknownClusters ||
        selects(selector, key => labelOf(values, key)),
    );
}

function generatorOf(kind: string): Generator | undefined {
  switch (kind) {
    case 'list':
      return listGenerator;
    case 'git':
      return gitGenerator;
    case 'clusters':
      return clustersGenerator;
    case 'matrix':
      return matrixGenerator(expandGenerator);
    case 'merge':
      return mergeGenerator(expandGenerator);
    default:
      return undefined;
  }
}

function labelOf(values: MapNode, key: string): string | undefined {
  const node = values.get(key) ?? nodeAt(values, ...key.split('.'));
  return node instanceof ScalarNode ? node.text : undefined;
}
