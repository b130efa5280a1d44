import { Diagnostic } from '@backstage-gitops/plugin-gitops-common';
import {
  itemsAt,
  nodeAt,
  ScalarNode,
  textAt,
  YamlNode,
} from '../../manifests/YamlNode';
import { BranchManifests } from '../BranchManifests';
import { joinPath } from '../repositoryPath';

export interface ChartDependency {
  readonly name: string;
  /** The key of its values: its alias, else its name. */
  readonly key: string;
  readonly version?: ScalarNode;
  readonly repository?: string;
  /** Where the values tell whether it is installed; the first that exists. */
  readonly conditions: readonly string[];
  readonly node: YamlNode;
}

/** What `Chart.yaml` (and Helm 2's `requirements.yaml`) tells. */
export interface ChartFile {
  readonly path: string;
  readonly name: string;
  readonly version?: ScalarNode;
  readonly appVersion?: ScalarNode;
  readonly isLibrary: boolean;
  readonly dependencies: readonly ChartDependency[];
  readonly files: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads the chart in a directory; undefined where there is none. */
export function readChartFile(
  branch: BranchManifests,
  directory: string,
): ChartFile | undefined {
  const path = joinPath(directory, 'Chart.yaml');
  if (!branch.tree.entries.has(path)) return undefined;
  const requirements = joinPath(directory, 'requirements.yaml');
  const files = [path, requirements].filter(file =>
    branch.tree.entries.has(file),
  );
  const roots = files.map(file => branch.file(file).documents[0]?.root);
  const [root] = roots;
  const version = scalarAtKey(root, 'version');
  const appVersion = scalarAtKey(root, 'appVersion');
  return {
    path,
    name: textAt(root, 'name') ?? directory.split('/').at(-1) ?? '',
    ...(version && { version }),
    ...(appVersion && { appVersion }),
    isLibrary: textAt(root, 'type') === 'library',
    dependencies: roots.flatMap(node =>
      itemsAt(node, 'dependencies').flatMap(dependency),
    ),
    files,
    diagnostics: files.flatMap(file => branch.file(file).diagnostics),
  };
}

function dependency(node: YamlNode): ChartDependency[] {
  const name = textAt(node, 'name');
  if (name === undefined) return [];
  const version = scalarAtKey(node, 'version');
  const repository = textAt(node, 'repository');
  return [
    {
      name,
      key: textAt(node, 'alias') ?? name,
      ...(version && { version }),
      ...(repository !== undefined && { repository }),
      conditions: (textAt(node, 'condition') ?? '')
        .split(',')
        .map(condition => condition.trim())
        .filter(condition => condition !== ''),
      node,
    },
  ];
}

function scalarAtKey(
  node: YamlNode | undefined,
  key: string,
): ScalarNode | undefined {
  const found = nodeAt(node, key);
  return found instanceof ScalarNode && found.text !== '' ? found : undefined;
}
