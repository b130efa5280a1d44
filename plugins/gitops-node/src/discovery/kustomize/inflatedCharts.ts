import {
  itemsAt,
  locate,
  MapNode,
  nodeAt,
  ScalarNode,
  textAt,
  YamlNode,
} from '../../manifests/YamlNode';
import { BranchManifests } from '../BranchManifests';
import { LocatedArtifact } from '../declaration';
import { findImages } from '../findImages';
import { resolvePath } from '../repositoryPath';

/** Charts that kustomize would inflate, and what their values name. */
export interface InflatedCharts {
  /** Whether there is any: what it makes isn't among the build's objects. */
  readonly exist: boolean;
  readonly artifacts: readonly LocatedArtifact[];
  readonly files: readonly string[];
  /** Generators that are programs of their own, which are not followed. */
  readonly unread: readonly YamlNode[];
}

/**
 * `helmCharts`, and the built-in chart generator under `generators`, where
 * Argo CD repositories keep one in a file of its own.
 */
export function inflatedCharts(
  root: MapNode,
  directory: string,
  branch: BranchManifests,
): InflatedCharts {
  const generators = generatorsOf(root, directory, branch);
  const charts = [
    ...itemsAt(root, 'helmCharts'),
    ...itemsAt(root, 'helmChartInflationGenerator'),
    ...generators.nodes.filter(isChartGenerator),
  ];
  const values = charts.map(chart => ({
    chart: textAt(chart, 'name') ?? textAt(chart, 'chartName'),
    ...valuesOf(chart, directory, branch),
  }));
  return {
    exist: charts.length > 0,
    artifacts: [
      ...charts.flatMap(chartArtifact),
      ...values.flatMap(({ chart, nodes }) =>
        nodes.flatMap(node => findImages(node, chart)),
      ),
    ],
    files: [...generators.files, ...values.flatMap(({ files }) => files)],
    unread: generators.nodes.filter(node => !isChartGenerator(node)),
  };
}

function isChartGenerator(node: YamlNode): boolean {
  return textAt(node, 'kind') === 'HelmChartInflationGenerator';
}

interface Read {
  readonly nodes: readonly YamlNode[];
  readonly files: readonly string[];
}

function generatorsOf(
  root: MapNode,
  directory: string,
  branch: BranchManifests,
): Read {
  const files = itemsAt(root, 'generators').flatMap(entry =>
    entry instanceof ScalarNode ? existing(entry.text, directory, branch) : [],
  );
  const nodes = files.flatMap(file =>
    branch.file(file).documents.map(document => document.root),
  );
  return { nodes, files };
}

function valuesOf(
  chart: YamlNode,
  directory: string,
  branch: BranchManifests,
): Read {
  const entries = [
    nodeAt(chart, 'valuesFile'),
    ...itemsAt(chart, 'additionalValuesFiles'),
  ];
  const files = entries.flatMap(entry =>
    entry instanceof ScalarNode ? existing(entry.text, directory, branch) : [],
  );
  const inline = nodeAt(chart, 'valuesInline');
  const nodes = files.flatMap(file =>
    branch.file(file).documents.map(document => document.root),
  );
  return { nodes: inline === undefined ? nodes : [...nodes, inline], files };
}

function existing(
  text: string,
  directory: string,
  branch: BranchManifests,
): string[] {
  const path = resolvePath(directory, text);
  return path !== undefined && branch.tree.entries.has(path) ? [path] : [];
}

function chartArtifact(chart: YamlNode): LocatedArtifact[] {
  const name = textAt(chart, 'name') ?? textAt(chart, 'chartName');
  const version = nodeAt(chart, 'version') ?? nodeAt(chart, 'chartVersion');
  const isWritten = version instanceof ScalarNode && version.text !== '';
  const isLocal = textAt(chart, 'repo') === undefined && !isWritten;
  if (name === undefined || isLocal) return [];
  return [
    {
      kind: 'chart',
      name,
      version: isWritten ? version.text : '',
      location: locate(isWritten ? version : chart),
    },
  ];
}
