import { ScalarNode, YamlNode } from '../../manifests/YamlNode';
import { Located } from '../LocatedArtifact';

/** One entry of kustomize's `images`; nodes, so that each tells its place. */
export interface ImageOverride {
  readonly name: string;
  readonly newName?: ScalarNode;
  readonly newTag?: ScalarNode;
  readonly digest?: ScalarNode;
}

/** What an engine adds to a kustomization it applies. */
export interface KustomizeAdditions {
  readonly images: readonly ImageOverride[];
  /** As in a kustomization's `patches`, but inline patches only. */
  readonly patches: readonly YamlNode[];
  /** Relative to the source's path. */
  readonly components: readonly Located<string>[];
  readonly namespace?: string;
  readonly namePrefix?: string;
  readonly nameSuffix?: string;
}
