import {
  Declaration,
  DiscoveryContext,
  LocatedArtifact,
  SourceContent,
  SourceOf,
} from './declaration';
import { instancesOfChart } from './flux/instanceChart';
import { readValues } from './readValues';

/** A chart from elsewhere: itself, and the images that its values name. */
export function readRemoteChart(
  source: SourceOf<'remoteChart'>,
  declaration: Declaration,
  context: DiscoveryContext,
): SourceContent {
  const values = readValues(source.values, context, source.chart);
  const chart: LocatedArtifact = {
    kind: 'chart',
    name: source.chart,
    version: source.version?.value ?? '',
    digest: source.digest,
    location: source.version?.location ?? source.location,
  };
  const namespace = declaration.targetNamespace ?? declaration.namespace;
  const workload = {
    kind: 'Release',
    name: source.releaseName,
    namespace,
    labels: {},
    annotations: {},
    file: source.location.file,
    artifacts: [chart, ...values.artifacts],
  };
  return {
    workloads: [workload],
    artifacts: [],
    manifests: instancesOfChart(source.chart, values.values, namespace),
    files: values.files,
    exists: true,
    diagnostics: values.diagnostics,
  };
}
