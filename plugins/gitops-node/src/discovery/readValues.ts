import { Diagnostic } from '@backstage-gitops/plugin-gitops-common';
import { DiscoveryContext, LocatedArtifact, ValuesSource } from './declaration';
import { findImages } from './findImages';
import { mergeValues } from './helm/mergeValues';

/** What the values of a release tell. */
export interface ReadValues {
  readonly artifacts: readonly LocatedArtifact[];
  readonly files: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/** The images that merged values name, and the files the values come from. */
export function readValues(
  sources: readonly ValuesSource[],
  context: DiscoveryContext,
): ReadValues {
  const { values, files, diagnostics } = mergeValues(sources, context);
  const artifacts = values === undefined ? [] : findImages(values);
  return { artifacts, files, diagnostics };
}
