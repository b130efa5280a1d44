import { Diagnostic } from '@backstage-gitops/plugin-gitops-common';
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
import { LocatedArtifact, SourceContent, ValuesSource } from '../declaration';
import { findImages } from '../findImages';
import { readLocalChart } from '../helm/readLocalChart';
import { joinPath, resolvePath } from '../repositoryPath';

/** Charts that kustomize would inflate, and what their values name. */
export interface InflatedCharts {
  /** Whether there is any: what it makes isn't among the build's objects. */
  readonly exist: boolean;
  readonly artifacts: readonly LocatedArtifact[];
  readonly files: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
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
  const home = textAt(root, 'helmGlobals', 'chartHome') ?? 'charts';
  const read = charts.map(chart => ({
    chart,
    local: localChart(chart, home, directory, branch),
  }));
  const remote = read.flatMap(({ chart, local }) => (local ? [] : [chart]));
  const locals = read.flatMap(({ local }) => local ?? []);
  const values = remote.map(chart => ({
    chart: textAt(chart, 'name') ?? textAt(chart, 'chartName'),
    ...valuesOf(chart, directory, branch),
  }));
  return {
    exist: charts.length > 0,
    artifacts: [
      ...remote.flatMap(chartArtifact),
      ...locals.flatMap(({ workloads }) =>
        workloads.flatMap(({ artifacts }) => artifacts),
      ),
      ...values.flatMap(({ chart, nodes }) =>
        nodes.flatMap(node => findImages(node, chart)),
      ),
    ],
    files: [
      ...generators.files,
      ...[...values, ...locals].flatMap(({ files }) => files),
    ],
    diagnostics: locals.flatMap(({ diagnostics }) => diagnostics),
    unread: generators.nodes.filter(node => !isChartGenerator(node)),
  };
}

/** A chart that lies in `chartHome`, with the values it is inflated with. */
function localChart(
  chart: YamlNode,
  home: string,
  directory: string,
  branch: BranchManifests,
): SourceContent | undefined {
  const name = textAt(chart, 'name') ?? textAt(chart, 'chartName') ?? '';
  const path = resolvePath(directory, joinPath(home, name));
  if (path === undefined || name === '') return undefined;
  if (!branch.tree.entries.has(joinPath(path, 'Chart.yaml'))) return undefined;
  const location = locate(chart);
  const { files, inline } = valuesFields(chart, directory, branch);
  const values: ValuesSource[] = [
    ...files.map(file => ({
      type: 'file' as const,
      branch: branch.name,
      path: file,
      optional: true,
      location,
    })),
    ...inline.map(node => ({ type: 'inline' as const, values: node })),
  ];
  const releaseName = textAt(chart, 'releaseName') ?? name;
  const targetNamespace = textAt(chart, 'namespace');
  return readLocalChart(
    {
      type: 'localChart',
      branch: branch.name,
      path,
      releaseName,
      values,
      location,
    },
    { ...(targetNamespace !== undefined && { targetNamespace }) },
    { branch: wanted => (wanted === branch.name ? branch : undefined) },
  );
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
  const { files, inline } = valuesFields(chart, directory, branch);
  const nodes = files.flatMap(file =>
    branch.file(file).documents.map(document => document.root),
  );
  return { nodes: [...nodes, ...inline], files };
}

function valuesFields(
  chart: YamlNode,
  directory: string,
  branch: BranchManifests,
): { files: string[]; inline: YamlNode[] } {
  const entries = [
    nodeAt(chart, 'valuesFile'),
    ...itemsAt(chart, 'additionalValuesFiles'),
  ];
  const files = entries.flatMap(entry =>
    entry instanceof ScalarNode ? existing(entry.text, directory, branch) : [],
  );
  const inline = nodeAt(chart, 'valuesInline');
  return { files, inline: inline === undefined ? [] : [inline] };
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
