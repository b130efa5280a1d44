import {
  Declaration,
  DiscoveryContext,
  LocatedArtifact,
  SourceContent,
  SourceOf,
} from './declaration';

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
  const workload = {
    kind: 'Release',
    name: source.releaseName,
    namespace: declaration.targetNamespace ?? declaration.namespace,
    labels: {},
    annotations: {},
    file: source.location.file,
    artifacts: [chart, ...values.artifacts],
  };
  return {
    workloads: [workload],
    artifacts: [],
    manifests: [],
    files: values.files,
    exists: true,
    diagnostics: values.diagnostics,
  };
}
