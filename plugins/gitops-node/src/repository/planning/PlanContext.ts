import {
  Change,
  CheckedProposalRequest,
  Diagnostic,
  ProposalKind,
  ProposalPlace,
  ProposedValue,
} from '@backstage-gitops/plugin-gitops-common';
import { DiscoveryInput } from '../../discovery/model';
import { EditPlan, VersionMove } from '../../proposals/model';
import { DiscoveredRevisions } from '../GitConfigRepository';
import { ProposalPlanning } from '../ProposalPlanning';

/** The request of one kind. */
export type RequestOf<K extends ProposalKind> = Extract<
  CheckedProposalRequest,
  { readonly kind: K }
>;

/**
 * What a planner may know: the request, and the repository as it is at the
 * commits that are planned against.
 */
export interface PlanContext<K extends ProposalKind = ProposalKind> {
  readonly request: RequestOf<K>;
  readonly input: DiscoveryInput;
  readonly discovery: DiscoveredRevisions;
  readonly planning: ProposalPlanning;
}

/** What a planner makes; the rest is the same for every kind. */
export interface PlannedEdit {
  readonly plan: EditPlan;
  /** One line that says what it does, for a person. */
  readonly title: string;
  readonly moves?: readonly VersionMove[];
  readonly brings?: readonly Change[];
  readonly values?: readonly ProposedValue[];
  readonly places?: readonly ProposalPlace[];
  /** What there is to say beside the plan's own diagnostics. */
  readonly diagnostics?: readonly Diagnostic[];
}

/** Plans the proposals of one kind. */
export type Planner<K extends ProposalKind> = (
  context: PlanContext<K>,
) => Promise<PlannedEdit>;
