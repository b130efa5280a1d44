import { ResourceDrift, Sync } from '@backstage-gitops/plugin-gitops-common';
import { ResourceTree } from '../api/answers';
import { ArgoCdInstance } from '../ArgoCdInstance';
import { ArgoCdUnit } from '../match/ArgoCdUnit';
import { Claimant } from '../match/matchApplications';

/** How what declares an Application in the cluster compares with Git. */
export interface DeclaringResource {
  /** Of the Application that brings it. */
  readonly by: string;
  readonly status: Sync['state'];
}

export interface ApplicationInput {
  readonly unit: ArgoCdUnit;
  readonly claimant: Claimant;
  readonly instance: ArgoCdInstance;
  readonly cluster: string;
  /** Of resources that were compared, by refKey. */
  readonly drift?: ReadonlyMap<string, ResourceDrift>;
  /** Where somebody asked for it, or the Application isn't well. */
  readonly tree?: ResourceTree;
  /** Where another Application brings this one, or the set that makes it. */
  readonly declaring?: DeclaringResource;
  /** refKeys of what Argo CD has applied up to now; absent where that isn't known. */
  readonly applied?: ReadonlySet<string>;
  /** What it lists is of before the last sync had ended. */
  readonly isOutdated?: boolean;
  /** Whether one commit holds another; absent where nobody can tell. */
  readonly containsCommit?: (
    later: string,
    earlier: string,
  ) => boolean | undefined;
  readonly now: Date;
}
