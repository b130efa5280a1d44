import { KustomizeAdditions } from './KustomizeAdditions';
import { KustomizeBuild } from './KustomizeBuild';

/** What builds the kustomizations of one branch. */
export interface KustomizeBuilds {
  /** What a directory with a kustomization builds. */
  build(directory: string): KustomizeBuild | undefined;
  /** What an engine adds to a build: a kustomization around it. */
  add(
    build: KustomizeBuild,
    additions: KustomizeAdditions,
    directory: string,
  ): KustomizeBuild;
}
