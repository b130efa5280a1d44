import { Diagnostic } from '@backstage-gitops/plugin-gitops-common';
import { Manifest } from '../../manifests/Manifest';
import {
  itemsAt,
  locate,
  nodeAt,
  ScalarNode,
  textAt,
  YamlNode,
} from '../../manifests/YamlNode';
import {
  Declarations,
  DeclarationReader,
  DeclaredSource,
  DeclaringObject,
  DiscoveryContext,
  ValuesSource,
} from '../declaration';
import { resolvePath } from '../repositoryPath';
import { isSuspended } from './isSuspended';
import { releaseValues } from './releaseValues';
import { sourceTarget } from './fluxSource';

/** Flux's `HelmRelease`: a chart and its values, a unit of its own. */
export const helmReleaseReader: DeclarationReader = {
  name: 'Flux HelmRelease',
  phase: 'resolve',
  reads: ({ group, kind }: Manifest) =>
    group === 'helm.toolkit.fluxcd.io' && kind === 'HelmRelease',
  fromObject: readHelmRelease,
};

interface ReadChart {
  readonly source?: DeclaredSource;
  readonly files: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

function readHelmRelease(
  object: DeclaringObject,
  context: DiscoveryContext,
): Declarations {
  const { manifest, scope } = object;
  const { root } = manifest;
  const values = releaseValues(object, context);
  const chart = readChart(object, values.sources, context);
  const namespace = manifest.namespace ?? scope.appliedBy?.targetNamespace;
  return {
    declarations: [
      {
        kind: 'HelmRelease',
        group: manifest.group,
        name: manifest.name,
        namespace,
        declaredBy: locate(root),
        object: root,
        files: [
          ...new Set([...manifest.files, ...chart.files, ...values.files]),
        ],
        labels: manifest.labels,
        annotations: manifest.annotations,
        sources: chart.source === undefined ? [] : [chart.source],
        targetNamespace: textAt(root, 'spec', 'targetNamespace') ?? namespace,
        suspended: isSuspended(root),
      },
    ],
    diagnostics: [...chart.diagnostics, ...values.diagnostics],
  };
}

function readChart(
  object: DeclaringObject,
  values: readonly ValuesSource[],
  context: DiscoveryContext,
): ReadChart {
  const { root } = object.manifest;
  const chartRef = nodeAt(root, 'spec', 'chartRef');
  if (chartRef !== undefined) {
    return referencedChart(object, chartRef, values, context);
  }
  const template = nodeAt(root, 'spec', 'chart', 'spec');
  if (template !== undefined) {
    return chartOf(object, template, values, context, []);
  }
  return unreadable(object, 'names no chart');
}

/** `chartRef`: an OCIRepository that is the chart, or a HelmChart. */
function referencedChart(
  object: DeclaringObject,
  chartRef: YamlNode,
  values: readonly ValuesSource[],
  context: DiscoveryContext,
): ReadChart {
  const { manifest, scope } = object;
  const kind = textAt(chartRef, 'kind') ?? 'OCIRepository';
  const name = textAt(chartRef, 'name') ?? '';
  const namespace = textAt(chartRef, 'namespace');
  const found = context.find({ kind, name, namespace }, scope);
  if (found === undefined) {
    const missing = `uses ${kind} ${name}, which is not in Git`;
    const source: DeclaredSource = {
      type: 'remoteChart',
      chart: name,
      releaseName: releaseName(manifest),
      values,
      location: locate(chartRef),
    };
    return { ...unreadable(object, missing), source };
  }
  if (kind === 'HelmChart') {
    const spec = nodeAt(found.root, 'spec') ?? found.root;
    return chartOf(object, spec, values, context, found.files);
  }
  const url = textAt(found.root, 'spec', 'url') ?? '';
  const digest = textAt(found.root, 'spec', 'ref', 'digest');
  const tag = tagOf(found.root);
  return {
    files: found.files,
    diagnostics: [],
    source: {
      type: 'remoteChart',
      chart: url.slice(url.lastIndexOf('/') + 1) || name,
      repository: url,
      isWhole: true,
      version: tag,
      digest,
      releaseName: releaseName(manifest),
      values,
      location: tag?.location ?? locate(found.root),
    },
  };
}

/** The tag beside a digest is the version; the digest stands alone otherwise. */
function tagOf(root: YamlNode) {
  for (const key of ['semver', 'tag']) {
    const node = nodeAt(root, 'spec', 'ref', key);
    if (node instanceof ScalarNode && node.text !== '') {
      return { value: node.text, location: locate(node) };
    }
  }
  return undefined;
}

/** A chart template: `chart`, `version` and `sourceRef`. */
function chartOf(
  object: DeclaringObject,
  spec: YamlNode,
  values: readonly ValuesSource[],
  context: DiscoveryContext,
  files: readonly string[],
): ReadChart {
  const { manifest, scope } = object;
  const chart = textAt(spec, 'chart');
  if (chart === undefined) return unreadable(object, 'names no chart');
  const kind = textAt(spec, 'sourceRef', 'kind') ?? 'HelmRepository';
  const name = textAt(spec, 'sourceRef', 'name') ?? '';
  const namespace = textAt(spec, 'sourceRef', 'namespace');
  const repository = context.find({ kind, name, namespace }, scope);
  const all = [...files, ...(repository?.files ?? [])];
  if (kind === 'GitRepository') {
    return gitChart(object, spec, chart, repository, values, context, all);
  }
  const version = nodeAt(spec, 'version');
  return {
    files: all,
    diagnostics: [],
    source: {
      type: 'remoteChart',
      chart,
      repository: textAt(repository?.root, 'spec', 'url'),
      version:
        version instanceof ScalarNode && version.text !== ''
          ? { value: version.text, location: locate(version) }
          : undefined,
      releaseName: releaseName(manifest),
      values,
      location: locate(nodeAt(spec, 'chart') ?? spec),
    },
  };
}

/** A chart that lies in a Git repository, this one or another. */
function gitChart(
  { manifest, scope }: DeclaringObject,
  spec: YamlNode,
  chart: string,
  repository: Manifest | undefined,
  values: readonly ValuesSource[],
  context: DiscoveryContext,
  files: readonly string[],
): ReadChart {
  const path = resolvePath('', chart.replace(/^\/+/, '')) ?? chart;
  const target = repository && sourceTarget(repository, path, scope, context);
  const location = locate(nodeAt(spec, 'chart') ?? spec);
  if (target?.type === 'elsewhere') {
    const { url, ref } = target;
    const source: DeclaredSource = {
      type: 'remoteGit',
      url,
      path,
      ref,
      values,
      location,
    };
    return { files, diagnostics: [], source };
  }
  const branch = target?.branch ?? scope.branch.name;
  const source: DeclaredSource = {
    type: 'localChart',
    branch,
    path,
    releaseName: releaseName(manifest),
    values: [...valuesFiles(spec, branch), ...values],
    location,
  };
  return { files, diagnostics: [], source };
}

/** The files of the chart's repository that take the place of its values. */
function valuesFiles(spec: YamlNode, branch: string): ValuesSource[] {
  const optional = textAt(spec, 'ignoreMissingValuesFiles') === 'true';
  return itemsAt(spec, 'valuesFiles').flatMap((item): ValuesSource[] => {
    const text = item instanceof ScalarNode ? item.text : '';
    const path = resolvePath('', text.replace(/^\/+/, ''));
    if (path === undefined || text === '') return [];
    return [{ type: 'file', branch, path, optional, location: locate(item) }];
  });
}

function releaseName(manifest: Manifest): string {
  return textAt(manifest.root, 'spec', 'releaseName') ?? manifest.name;
}

function unreadable({ manifest }: DeclaringObject, why: string): ReadChart {
  return {
    files: [],
    diagnostics: [
      {
        level: 'warning',
        code: 'helm-release-without-chart',
        message: `HelmRelease ${manifest.name} ${why}.`,
        file: manifest.root.document.file,
        line: manifest.line,
      },
    ],
  };
}
