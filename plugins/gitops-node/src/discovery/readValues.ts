import { Diagnostic } from '@backstage-gitops/plugin-gitops-common';
import { MapNode } from '../manifests/YamlNode';
import { DiscoveryContext, LocatedArtifact, ValuesSource } from './declaration';
import { mergeValues } from './helm/mergeValues';
import { valueImages } from './helm/valueImages';

/** What the values of a release tell. */
export interface ReadValues {
  readonly values?: MapNode;
  readonly artifacts: readonly LocatedArtifact[];
  readonly files: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/** The images that merged values name, and the files the values come from. */
export function readValues(
  sources: readonly ValuesSource[],
  context: DiscoveryContext,
  chart?: string,
): ReadValues {
  const { values, files, diagnostics } = mergeValues(sources, context);
  if (values === undefined) return { artifacts: [], files, diagnostics };
  const found = valueImages(values, chart);
  return {
    values,
    artifacts: found.images,
    files,
    diagnostics: [...diagnostics, ...found.diagnostics],
  };
}
