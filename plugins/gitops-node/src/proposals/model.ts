import { Diagnostic, TargetRef } from '@backstage-gitops/plugin-gitops-common';
import { DiscoveredArtifact, DiscoveredTarget } from '../discovery/model';
import { FileTree } from '../git/FileTree';
import { Version } from './rewriteVersion';

/** An artifact of a target that is to be pinned to another version. */
export interface VersionMove {
  readonly target: DiscoveredTarget;
  readonly artifact: DiscoveredArtifact;
  readonly to: Version;
}

/** A file as it is at the planned commit, and as the proposal makes it. */
export interface EditedFile {
  readonly branch: string;
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

/**
 * What a proposal would do, planned against `revisions`. A diagnostic of level
 * `error` says why it may not be opened; then `files` hold what could be
 * planned. `alsoAffects` are the other targets whose artifacts would move.
 */
export interface VersionPlan {
  readonly revisions: Readonly<Record<string, string>>;
  readonly files: readonly EditedFile[];
  readonly moves: readonly VersionMove[];
  readonly alsoAffects: readonly TargetRef[];
  readonly diagnostics: readonly Diagnostic[];
  /** By branch: the files as they would be. */
  readonly trees: ReadonlyMap<string, FileTree>;
}
