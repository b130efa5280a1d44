import type {
  ChangeEntry,
  FleetRow,
  Proposal,
  RepositoryStatus,
  ResourceDrift,
  TargetState,
} from '@backstage-gitops/plugin-gitops-common';
import { createContext, useContext } from 'react';

/** What planning needs to know of a target: a row of the fleet has it too. */
export type PlannedTarget = Pick<
  FleetRow,
  | 'id'
  | 'unit'
  | 'service'
  | 'environment'
  | 'cluster'
  | 'namespace'
  | 'artifacts'
  | 'repository'
  | 'live'
> & { readonly aliases?: readonly string[] };

/** What a person set out to propose; the dialog asks for the rest. */
export type ProposalIntent =
  | {
      readonly kind: 'promotion';
      readonly from: string;
      readonly to: string;
      /** Those that are chosen at first. */
      readonly targets: readonly PlannedTarget[];
    }
  | {
      readonly kind: 'rollback';
      readonly targets: readonly PlannedTarget[];
      /** Those that are chosen at first; all where absent. */
      readonly chosen?: readonly string[];
      readonly change?: ChangeEntry;
    }
  | {
      readonly kind: 'acceptDrift';
      readonly target: TargetState;
      readonly resource: ResourceDrift;
      /** Those that are chosen at first. */
      readonly fields: readonly string[];
    };

export type KnownProposals =
  | { readonly state: 'loading' }
  | { readonly state: 'failed'; readonly error: Error }
  | { readonly state: 'ready'; readonly items: readonly Proposal[] };

/** The proposals of a page, asked for once, and the ways to make and follow one. */
export interface Proposals {
  readonly known: KnownProposals;
  readonly on: (target: string) => readonly Proposal[];
  readonly propose: (intent: ProposalIntent) => void;
  readonly follow: (id: string) => void;
  /** The targets that the page shows; undefined where they are to be fetched. */
  readonly targets?: readonly TargetState[];
  readonly repositories: readonly RepositoryStatus[];
}

const none: readonly Proposal[] = [];

export const ProposalsContext = createContext<Proposals | undefined>(undefined);

const nowhere: Proposals = {
  known: { state: 'loading' },
  on: () => none,
  propose: () => {},
  follow: () => {},
  repositories: [],
};

/** What is proposed on this page; nothing where it has no proposals. */
export function useProposals(): Proposals {
  return useContext(ProposalsContext) ?? nowhere;
}

export function useHasProposals(): boolean {
  return useContext(ProposalsContext) !== undefined;
}
