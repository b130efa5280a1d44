import { locate } from '../manifests/YamlNode';
import {
  Declaration,
  DiscoveryContext,
  LocatedArtifact,
  SourceContent,
  SourceOf,
} from './declaration';
import { readValues } from './readValues';

/** A path of another repository: its ref, and what is set from here. */
export function readRemoteGit(
  source: SourceOf<'remoteGit'>,
  _declaration: Declaration,
  context: DiscoveryContext,
): SourceContent {
  const values = readValues(source.values, context);
  const images = (source.kustomize?.images ?? []).flatMap(override => {
    const set = override.newTag ?? override.digest;
    if (set === undefined) return [];
    const image: LocatedArtifact = {
      kind: 'image',
      name: override.newName?.text ?? override.name,
      version: override.newTag?.text ?? '',
      digest: override.digest?.text,
      location: locate(set),
    };
    return [image];
  });
  const ref: LocatedArtifact = {
    kind: 'gitRef',
    name: repositoryName(source.url),
    version: source.ref?.value ?? '',
    location: source.ref?.location ?? source.location,
  };
  return {
    workloads: [],
    artifacts: [ref, ...images, ...values.artifacts],
    manifests: [],
    files: values.files,
    exists: true,
    diagnostics: values.diagnostics,
  };
}

/** `owner/name` of a Git URL. */
function repositoryName(url: string): string {
  const path = url
    .replace(/^[a-z][a-z0-9+.-]*:\/\/[^/]*\//i, '')
    .replace(/^[^/:]+@[^/:]+:/, '');
  return path.replace(/\.git$/, '').replace(/\/+$/, '');
}
