import { Diagnostic, TargetRef } from '@backstage-gitops/plugin-gitops-common';
import {
  DiscoveredArtifact,
  DiscoveredTarget,
  Discovery,
} from '../discovery/model';
import { Version } from './rewriteVersion';

/** An artifact of a target that is to be pinned to another version. @public */
export interface VersionMove {
  readonly target: DiscoveredTarget;
  readonly artifact: DiscoveredArtifact;
  readonly to: Version;
}

/** A file as it is at the planned commit, and as the proposal makes it. @public */
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
 *
 * @public
 */
export interface VersionPlan {
  readonly revisions: Readonly<Record<string, string>>;
  readonly files: readonly EditedFile[];
  readonly moves: readonly VersionMove[];
  readonly alsoAffects: readonly TargetRef[];
  readonly diagnostics: readonly Diagnostic[];
  /** What would be declared once it is merged. */
  readonly after: Discovery;
}
