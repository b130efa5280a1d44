import {
  itemsAt,
  locate,
  MapNode,
  nodeAt,
  ScalarNode,
  textAt,
} from '../../manifests/YamlNode';
import { LocatedArtifact } from '../declaration';

/** The charts that kustomize would inflate. */
export function chartArtifacts(root: MapNode): LocatedArtifact[] {
  const inflators = itemsAt(root, 'helmChartInflationGenerator');
  return [...itemsAt(root, 'helmCharts'), ...inflators].flatMap(chart => {
    const name = textAt(chart, 'name') ?? textAt(chart, 'chartName');
    const version = nodeAt(chart, 'version') ?? nodeAt(chart, 'chartVersion');
    if (name === undefined) return [];
    const isWritten = version instanceof ScalarNode && version.text !== '';
    const artifact: LocatedArtifact = {
      kind: 'chart',
      name,
      version: isWritten ? version.text : '',
      location: locate(isWritten ? version : chart),
    };
    return [artifact];
  });
}
