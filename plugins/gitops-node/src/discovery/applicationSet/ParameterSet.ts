import { MapNode, textAt } from '../../manifests/YamlNode';

/** One combination that a generator yields. */
export interface ParameterSet {
  /** Flat names (`path.basename`) without `goTemplate`, nested data with it. */
  readonly values: MapNode;
  /** The cluster that it is for, where a generator of clusters names one. */
  readonly cluster?: string;
  /** Stands for all the clusters that the repository doesn't name. */
  readonly unknownClusters?: boolean;
  /**
   * Put together of what the repository tells of clusters and of each cluster
   * it names: whether that cluster is meant shows where the path exists.
   */
  readonly isGuessed?: boolean;
  /** Files that it was read from. */
  readonly files: readonly string[];
}

const clusterKeys = ['cluster', 'clusterName', 'cluster.name'];

/**
 * What a parameter calls the cluster. `name` says nothing of the kind: it is
 * that of whatever the element is about.
 */
export function clusterNamedBy(values: MapNode): string | undefined {
  for (const key of clusterKeys) {
    const name = textAt(values, key);
    if (name !== undefined && !isAddress(name)) return name;
  }
  return textAt(values, 'cluster', 'name');
}

function isAddress(text: string): boolean {
  return text.includes('://');
}

const environmentKeys = ['environment', 'env', 'stage'];

/** The environment that a parameter names outright. */
export function environmentNamedBy(values: MapNode): string | undefined {
  for (const key of environmentKeys) {
    const name =
      textAt(values, key) ??
      textAt(values, `values.${key}`) ??
      textAt(values, 'values', key);
    if (name !== undefined && /^[a-z0-9][a-z0-9._-]*$/i.test(name)) return name;
  }
  return undefined;
}
