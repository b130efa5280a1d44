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
  /** What declares that version, where it is brought from there. */
  readonly source?: DiscoveredArtifact;
}

/**
 * A file as it is at the planned commit, and as the proposal makes it: added
 * where there is no `before`, removed where there is no `after`.
 *
 * @public
 */
export interface EditedFile {
  readonly branch: string;
  readonly path: string;
  readonly before?: string;
  readonly after?: string;
  readonly executable?: boolean;
}

/**
 * What a proposal would do, planned against `revisions`. A diagnostic of level
 * `error` says why it may not be opened; then `files` hold what could be
 * planned. `alsoAffects` are the other targets that would change.
 *
 * @public
 */
export interface EditPlan {
  readonly revisions: Readonly<Record<string, string>>;
  readonly files: readonly EditedFile[];
  readonly alsoAffects: readonly TargetRef[];
  readonly diagnostics: readonly Diagnostic[];
  /** What would be declared once it is merged. */
  readonly after: Discovery;
}

/** An edit that pins artifacts to other versions. @public */
export interface VersionPlan extends EditPlan {
  readonly moves: readonly VersionMove[];
}
