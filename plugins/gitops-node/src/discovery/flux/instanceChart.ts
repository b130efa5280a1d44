import { Manifest } from '../../manifests/Manifest';
import { MapNode, nodeAt, textAt, YamlNode } from '../../manifests/YamlNode';
import { mapAt, scalarAt } from '../derivedNode';

/** The chart of the Flux operator's project that makes a FluxInstance. */
const instanceChart = 'flux-instance';

/**
 * The FluxInstance that the chart makes of its values: `instance` is the
 * object's `spec`, but for defaults that no sync depends on.
 */
export function instancesOfChart(
  chart: string,
  values: MapNode | undefined,
  namespace: string | undefined,
): Manifest[] {
  if (!isInstanceChart(chart)) return [];
  const instance = nodeAt(values, 'instance');
  if (!(instance instanceof MapNode)) return [];
  const entries = new Map<string, YamlNode>([
    ['apiVersion', scalarAt('fluxcd.controlplane.io/v1', instance)],
    ['kind', scalarAt('FluxInstance', instance)],
    ['metadata', metadata(namespace, instance)],
    ['spec', instance],
  ]);
  const sync = nodeAt(instance, 'sync') ?? instance;
  return Manifest.fromNode(mapAt(entries, sync), [sync.document.file]);
}

function metadata(namespace: string | undefined, from: MapNode): MapNode {
  const name = ['name', scalarAt('flux', from)] as const;
  return mapAt(
    new Map(
      namespace === undefined
        ? [name]
        : [name, ['namespace', scalarAt(namespace, from)]],
    ),
    from,
  );
}

function isInstanceChart(chart: string): boolean {
  return chart.slice(chart.lastIndexOf('/') + 1) === instanceChart;
}

/** Whether a HelmRelease may be one of the chart: what is told at a glance. */
export function mayReleaseInstance({ group, kind, root }: Manifest): boolean {
  if (group !== 'helm.toolkit.fluxcd.io' || kind !== 'HelmRelease') {
    return false;
  }
  const names = [
    textAt(root, 'metadata', 'name'),
    textAt(root, 'spec', 'chartRef', 'name'),
    textAt(root, 'spec', 'chart', 'spec', 'chart'),
  ];
  return names.some(name => name?.includes(instanceChart));
}
