import {
  CheckedProposalRequest,
  ProposalPlan,
  ResourceDrift,
} from '@backstage-gitops/plugin-gitops-common';
import { Policy } from '../policy/Policy';
import { EditPlan } from '../proposals/model';
import { ConfigRepository } from './ConfigRepository';
import { UnitRenderer } from './UnitRenderer';

/** What a plan is made of. @public */
export interface ProposalPlanning {
  readonly request: CheckedProposalRequest;
  /** Read as its mirror is; refreshing it is the caller's. */
  readonly repository: ConfigRepository;
  /**
   * The repository that declares what is promoted, where it is another one; it
   * is read at its newest.
   */
  readonly source?: ConfigRepository;
  readonly renderer: Pick<UnitRenderer, 'render'>;
  readonly policies: readonly Policy[];
  /** The target's drift, where drift is to be accepted. */
  readonly drift?: readonly ResourceDrift[];
  /** Plans against these commits, by branch; else the branches' newest. */
  readonly revisions?: Readonly<Record<string, string>>;
  readonly now: Date;
  readonly signal?: AbortSignal;
}

/**
 * A plan, and the same as it may be shown: `shown` has secrets masked and the
 * reviewers that CODEOWNERS names, and `open` is left to whoever keeps
 * proposals.
 *
 * @public
 */
export interface PlannedProposal {
  readonly plan: EditPlan;
  readonly shown: ProposalPlan;
}
