import { FileTree } from '../git/FileTree';
import { directoryOf, joinPath } from './repositoryPath';

/**
 * Whether a YAML file may hold objects to apply: not one of a chart's
 * templates, and not in a hidden folder (a forge's workflows, editor settings).
 */
export function isManifestPath(tree: FileTree, path: string): boolean {
  const directory = directoryOf(path);
  if (/(?:^|\/)\./.test(path)) return false;
  return !isChartTemplate(tree, directory);
}

/** Whether a directory lies in the `templates` or `crds` of a chart. */
export function isChartTemplate(tree: FileTree, directory: string): boolean {
  const segments = directory.split('/');
  return segments.some((segment, index) => {
    if (segment !== 'templates' && segment !== 'crds') return false;
    const chart = segments.slice(0, index).join('/');
    return tree.entries.has(joinPath(chart, 'Chart.yaml'));
  });
}
