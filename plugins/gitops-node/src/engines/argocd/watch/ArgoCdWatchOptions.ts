import {
  EngineObject,
  UnitObservation,
} from '@backstage-gitops/plugin-gitops-common';
import { ClusterTime } from '../../../clusters/ClusterTime';
import { SyncWindows } from '../api/answers';
import { ArgoCdClient } from '../api/ArgoCdClient';
import { ArgoCdUnit } from '../match/ArgoCdUnit';
import { MatchOptions } from '../match/matchApplications';
import { ComparisonRules } from '../observe/compareManaged';
import { ArgoCdInstanceStatus } from './InstanceFollower';

/** An Application that deploys nothing that a repository declares. @public */
export interface UndeclaredApplication {
  readonly instance: string;
  readonly object: EngineObject;
  readonly link: string;
  readonly sources: readonly { readonly url: string; readonly path: string }[];
}

/** Who deploys what, told whenever it has changed. @public */
export interface ArgoCdReport {
  /** Ids of units, by instance: what is stale while it can't be read. */
  readonly units: ReadonlyMap<string, readonly string[]>;
  /** Ids of units that no Application deploys. */
  readonly unclaimed: readonly string[];
  readonly undeclared: readonly UndeclaredApplication[];
  /** Annotations that can't be followed, by the unit's id. */
  readonly problems: ReadonlyMap<string, string>;
}

/** @public */
export interface ArgoCdWatchOptions extends ComparisonRules {
  readonly clients: readonly ArgoCdClient[];
  /** What is declared now; asked again after `ArgoCdWatch.unitsChanged`. */
  readonly units: () => Promise<readonly ArgoCdUnit[]>;
  readonly isSourceOf: MatchOptions['isSourceOf'];
  readonly onObservation: (observation: UnitObservation) => Promise<void>;
  readonly onInstance: (status: ArgoCdInstanceStatus) => void;
  readonly onReport: (report: ArgoCdReport) => void;
  readonly time?: ClusterTime;
  /** Between full lists of an instance; three minutes where absent. */
  readonly listEveryMs?: number;
  /** Between looks at what stays out of sync or unwell; a minute where absent. */
  readonly againMs?: number;
}

/** More of a unit, for somebody who looks at it. @public */
export interface UnitDetails {
  readonly observation: UnitObservation;
  readonly syncWindows: SyncWindows;
}
