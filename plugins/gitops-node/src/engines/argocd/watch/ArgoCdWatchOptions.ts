import {
  UndeclaredObject,
  Unit,
  UnitObservation,
} from '@backstage-gitops/plugin-gitops-common';
import { ArgoCdUnit } from '../match/ArgoCdUnit';
import { ArgoCdInstanceStatus } from './InstanceFollower';

/**
 * An object of Argo CD that deploys nothing that a repository declares.
 *
 * @public
 */
export interface UndeclaredApplication extends UndeclaredObject {
  readonly instance: string;
}

/** Who deploys what, told whenever it has changed. @public */
export interface ArgoCdReport {
  /** Names of instances that were read since the watch began. */
  readonly read: readonly string[];
  /** Ids of units, by instance: what is stale while it can't be read. */
  readonly units: ReadonlyMap<string, readonly string[]>;
  /** Ids of units that no Application deploys, as far as instances were read. */
  readonly unclaimed: readonly string[];
  readonly undeclared: readonly UndeclaredApplication[];
  /** Annotations that can't be followed, by the unit's id. */
  readonly problems: ReadonlyMap<string, string>;
}

/** @public */
export interface ArgoCdWatchOptions {
  /** What is declared now; asked again after `unitsChanged`. */
  readonly units: () => Promise<readonly ArgoCdUnit[]>;
  /** Whether a source is the repository, at the branch, that declares a unit. */
  readonly isSourceOf: (
    unit: Unit,
    source: { readonly url: string; readonly branch?: string },
  ) => boolean;
  /**
   * Whether `later` holds the commit `earlier`; `undefined` where that isn't
   * known. Where absent, only the declared commit itself counts as reached.
   */
  readonly containsCommit?: (
    unit: Unit,
    later: string,
    earlier: string,
  ) => boolean | undefined;
  readonly onObservation: (observation: UnitObservation) => Promise<void>;
  /** Must not throw. */
  readonly onInstance: (status: ArgoCdInstanceStatus) => void;
  /** Must not throw. */
  readonly onReport: (report: ArgoCdReport) => void;
  /** Between full lists of an instance; three minutes where absent. */
  readonly listEveryMs?: number;
  /** Between looks at what stays out of sync or unwell; a minute where absent. */
  readonly againMs?: number;
}

/** Instances that are followed. @public */
export interface ArgoCdFollowing {
  /** Until `signal` aborts. Rejects where what is declared can't be told. */
  run(signal: AbortSignal): Promise<void>;
  /** What is declared has moved. */
  unitsChanged(): void;
}
