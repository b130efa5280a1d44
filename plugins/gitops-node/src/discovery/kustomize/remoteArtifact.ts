import { locate, ScalarNode } from '../../manifests/YamlNode';
import { LocatedArtifact } from '../LocatedArtifact';
import { RemoteReference } from './remoteReference';

/** The ref of another repository, as an artifact. */
export function remoteArtifact(
  { name, ref }: RemoteReference,
  entry: ScalarNode,
): LocatedArtifact {
  return { kind: 'gitRef', name, version: ref, location: locate(entry) };
}
