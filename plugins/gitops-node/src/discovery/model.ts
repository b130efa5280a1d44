import {
  Artifact,
  Diagnostic,
  Environment,
  Target,
  Unit,
} from '@backstage-gitops/plugin-gitops-common';
import { FileTree } from '../git/FileTree';
import { UnitRecipe } from '../manifests/UnitRecipe';
import type { FileRule } from './rules/FileRule';

/** The `gitops.environments` entry of the configuration. @public */
export interface EnvironmentConfig {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly promotesTo: readonly string[];
  readonly protected: boolean;
}

/**
 * The `rules` entry of a repository: files whose path matches `path`, with
 * `{environment}`, `{service}` and `{cluster}` each standing for part of one
 * segment, declare the version found at the key `version`.
 *
 * @public
 */
export interface DiscoveryRule {
  readonly path: string;
  readonly version: string;
}

/** One branch of a repository, read at a commit. @public */
export interface DiscoveryBranch {
  readonly name: string;
  /** Set where the branch is the environment (`branches` in configuration). */
  readonly environment?: string;
  readonly tree: FileTree;
}

/** @public */
export interface DiscoveryInput {
  /** The repository's configured id, or its name where none is configured. */
  readonly repository: {
    readonly id: string;
    readonly url: string;
    /** The URL that its manifests use for it, where `url` is another. */
    readonly upstream?: string;
  };
  readonly branches: readonly DiscoveryBranch[];
  readonly environments: readonly EnvironmentConfig[];
  readonly rules: readonly DiscoveryRule[];
  /** Rules in code, which are asked of every repository. */
  readonly fileRules?: readonly FileRule[];
}

/**
 * Where an artifact's version is written, precisely enough to find the same
 * field in other versions of the file.
 *
 * @public
 */
export interface ArtifactOrigin {
  readonly branch: string;
  readonly file: string;
  /**
   * Which document of the file: `kind/namespace/name` of the object (namespace
   * `_` where none is written), or `#<index>` where the document is none.
   */
  readonly document: string;
  /** As {@link formatField} writes it, within the document. */
  readonly field: string;
}

/** @public */
export interface DiscoveredArtifact extends Artifact {
  readonly source: ArtifactOrigin;
}

/** @public */
export interface DiscoveredTarget extends Omit<Target, 'artifacts'> {
  readonly artifacts: readonly DiscoveredArtifact[];
  /** The branch whose history is the target's. */
  readonly branch: string;
}

/** @public */
export interface Discovery {
  readonly units: readonly Unit[];
  readonly targets: readonly DiscoveredTarget[];
  /** Every environment met, in promotion order. */
  readonly environments: readonly Environment[];
  readonly diagnostics: readonly Diagnostic[];
  /** How each unit is rendered, by its id. */
  readonly recipes?: ReadonlyMap<string, UnitRecipe>;
}
