import {
  locate,
  MapNode,
  nodeAt,
  ScalarNode,
  YamlNode,
} from '../../manifests/YamlNode';
import {
  Declaration,
  LocatedArtifact,
  SourceContent,
  SourceOf,
  ValuesSource,
} from '../declaration';
import { isWithin, joinPath, resolvePath } from '../repositoryPath';
import { ChartDependency, ChartFile, readChartFile } from './ChartFile';
import { BranchLookup, mergeValues } from './mergeValues';
import { renderDeclaringTemplates } from './renderDeclaringTemplates';
import { imagesOfAppVersion } from './imagesOfAppVersion';
import { ValueImages, valueImages } from './valueImages';

const absent: SourceContent = {
  workloads: [],
  artifacts: [],
  manifests: [],
  files: [],
  exists: false,
  diagnostics: [],
};

type LocalChart = SourceOf<'localChart'>;

/**
 * A chart of this repository: its versions, those of its dependencies, the
 * images that its merged values name, and the declaring objects that its
 * templates make.
 */
export function readLocalChart(
  source: LocalChart,
  { targetNamespace }: Pick<Declaration, 'targetNamespace'>,
  context: BranchLookup,
): SourceContent {
  const branch = context.branch(source.branch);
  const chart = branch && readChartFile(branch, source.path);
  if (branch === undefined || chart === undefined) return absent;
  const defaults = defaultValues(source, chart, context);
  const merged = mergeValues([...defaults, ...source.values], context);
  const installed = chart.dependencies.filter(dependency =>
    isInstalled(dependency, merged.values),
  );
  const rendered = renderDeclaringTemplates({
    branch,
    directory: source.path,
    chart,
    values: merged.values,
    release: {
      name: source.releaseName,
      namespace: targetNamespace ?? 'default',
    },
  });
  const images = chartImages(merged.values, chart, rendered.manifests.length);
  const workload = {
    kind: 'Release',
    name: source.releaseName,
    ...(targetNamespace !== undefined && { namespace: targetNamespace }),
    labels: {},
    annotations: {},
    file: chart.path,
    artifacts: [...chartArtifacts(chart, installed), ...images.images],
  };
  const chartFiles = [...branch.tree.entries.keys()].filter(path =>
    isChartFile(path, source.path),
  );
  return {
    workloads: [workload],
    artifacts: [],
    manifests: rendered.manifests,
    files: [...new Set([...chart.files, ...merged.files, ...chartFiles])],
    exists: true,
    diagnostics: [
      ...chart.diagnostics,
      ...merged.diagnostics,
      ...rendered.diagnostics,
      ...images.diagnostics,
    ],
  };
}

/** What a chart of Applications names in its values, they run. */
function chartImages(
  values: MapNode | undefined,
  chart: ChartFile,
  madeObjects: number,
): ValueImages {
  if (values === undefined || madeObjects > 0) {
    return { images: [], diagnostics: [] };
  }
  const { images, diagnostics } = valueImages(values, chart.name);
  const untagged = imagesOfAppVersion(values, chart.appVersion);
  return { images: [...images, ...untagged], diagnostics };
}

/** The chart's own values, over those of the charts inside it. */
function defaultValues(
  { branch, path }: LocalChart,
  chart: ChartFile,
  context: BranchLookup,
): ValuesSource[] {
  const own: ValuesSource = {
    type: 'file',
    branch,
    path: joinPath(path, 'values.yaml'),
    optional: true,
    location: locate(
      chart.version ?? chart.dependencies[0]?.node ?? noNode(branch, chart),
    ),
  };
  const nested = chart.dependencies.flatMap((dependency): ValuesSource[] => {
    const directory = dependencyDirectory(path, dependency);
    const read = directory && context.branch(branch);
    if (!read) return [];
    const file = read.file(joinPath(directory, 'values.yaml'));
    return file.documents.slice(0, 1).map(({ root }) => ({
      type: 'inline',
      values: new MapNode(new Map([[dependency.key, root]]), root.position),
    }));
  });
  return [...nested, own];
}

/** A dependency that lies in this repository. */
function dependencyDirectory(
  path: string,
  { name, repository }: ChartDependency,
): string | undefined {
  if (repository?.startsWith('file://')) {
    return resolvePath(path, repository.slice('file://'.length));
  }
  return repository === undefined
    ? joinPath(path, `charts/${name}`)
    : undefined;
}

function isInstalled(
  { conditions }: ChartDependency,
  values: MapNode | undefined,
): boolean {
  for (const condition of conditions) {
    const node = nodeAt(values, ...condition.split('.'));
    if (node instanceof ScalarNode && typeof node.value === 'boolean') {
      return node.value;
    }
  }
  return true;
}

function chartArtifacts(
  chart: ChartFile,
  dependencies: readonly ChartDependency[],
): LocatedArtifact[] {
  const own = chart.version && artifact('chart', chart.name, chart.version);
  const app = chart.appVersion && artifact('app', chart.name, chart.appVersion);
  const others = dependencies.map(({ name, version, node }) =>
    artifact('chart', name, version ?? node),
  );
  return [own, app, ...others].filter(
    (found): found is LocatedArtifact => found !== undefined,
  );
}

function artifact(
  kind: 'chart' | 'app',
  name: string,
  node: YamlNode,
): LocatedArtifact {
  const version = node instanceof ScalarNode ? node.text : '';
  return { kind, name, version, location: locate(node) };
}

const chartFileNames =
  /^(?:Chart\.(?:yaml|lock)|requirements\.(?:yaml|lock)|values\.(?:yaml|schema\.json)|(?:templates|crds|charts)\/.*)$/;

/** A file that may change what the chart makes, whatever values it gets. */
function isChartFile(path: string, directory: string): boolean {
  if (!isWithin(path, directory)) return false;
  const relative = directory === '' ? path : path.slice(directory.length + 1);
  return chartFileNames.test(relative);
}

function noNode(branch: string, chart: ChartFile): YamlNode {
  const document = { branch, file: chart.path, id: '#0' };
  return new ScalarNode(undefined, '', { document, line: 1 });
}
