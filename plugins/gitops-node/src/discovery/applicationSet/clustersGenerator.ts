import {
  entriesAt,
  MapNode,
  nodeAt,
  ScalarNode,
  YamlNode,
} from '../../manifests/YamlNode';
import { ClusterSecret, clusterSecrets } from '../argocd/clusterSecrets';
import { derivedNode } from '../derivedNode';
import { mergeNodes } from '../mergeNodes';
import { fillTree, flattenParameters } from './fasttemplate';
import { Generator, GeneratorContext } from './GeneratorContext';
import { selects, selectsNothing } from './labelSelector';
import { ParameterSet } from './ParameterSet';

/**
 * `clusters`: those that Secrets in Git register, and one set for all the
 * others, of which only the generator's own `values` are known.
 */
export const clustersGenerator: Generator = (section, context) => {
  const selector = nodeAt(section, 'selector');
  if (selectsNothing(selector)) return [];
  const values = nodeAt(section, 'values');
  const known = clusterSecrets(context.scope, context.discovery)
    .filter(({ manifest }) => selects(selector, key => manifest.labels[key]))
    .map(cluster => knownCluster(cluster, section, values, context));
  return [...known, unknownClusters(section, values, context)];
};

function knownCluster(
  cluster: ClusterSecret,
  section: YamlNode,
  values: YamlNode | undefined,
  context: GeneratorContext,
): ParameterSet {
  const { name, server, manifest } = cluster;
  const described = derivedNode(
    {
      name,
      nameNormalized: normalizeName(name),
      server,
      metadata: { labels: manifest.labels, annotations: manifest.annotations },
    },
    manifest.root,
  );
  const known = asParameters(described, context);
  const own = filledValues(section, values, known, context);
  return {
    values: asMap(mergeNodes(known, own), section),
    cluster: name,
    files: manifest.files,
  };
}

function unknownClusters(
  section: YamlNode,
  values: YamlNode | undefined,
  context: GeneratorContext,
): ParameterSet {
  const none = asMap(undefined, section);
  return {
    values: filledValues(section, values, none, context),
    unknownClusters: true,
    files: [],
  };
}

function filledValues(
  section: YamlNode,
  values: YamlNode | undefined,
  known: MapNode,
  context: GeneratorContext,
): MapNode {
  const entries = new Map<string, YamlNode>();
  for (const [key, node] of entriesAt(values)) {
    if (!(node instanceof ScalarNode)) continue;
    entries.set(
      key,
      fillTree(node, template => context.fill(template, known)),
    );
  }
  const nested = new MapNode(
    new Map([['values', new MapNode(entries, section.position)]]),
    section.position,
  );
  return asParameters(nested, context);
}

/** Empty `values` stay: a flat set has no key for them. */
function asParameters(node: YamlNode, context: GeneratorContext): MapNode {
  const map = asMap(node, node);
  return context.goTemplate ? map : flattenParameters(map);
}

function asMap(node: YamlNode | undefined, at: YamlNode): MapNode {
  return node instanceof MapNode ? node : new MapNode(new Map(), at.position);
}

/** As Argo CD makes a cluster's name fit for an object's name. */
export function normalizeName(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9.-]/g, '-')
    .slice(0, 253)
    .replace(/^[-.]+|[-.]+$/g, '');
}
