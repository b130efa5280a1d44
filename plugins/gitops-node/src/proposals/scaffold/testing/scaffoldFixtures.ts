import {
  CheckedProposalRequest,
  ProposalRequest,
  proposalRequestSchema,
} from '@backstage-gitops/plugin-gitops-common';
import { DiscoveryInput, EnvironmentConfig } from '../../../discovery/model';
import { fileTreeOf } from '../../../discovery/testing/fileTreeOf';
import { EditPlan } from '../../model';
import { MadeRepository, ownUrl } from '../../testing/Layout';

/** What is discovered in a repository that was made up. */
export function inputOf(
  { branches, environments = {}, rules = [] }: MadeRepository,
  configured: readonly EnvironmentConfig[] = [],
): DiscoveryInput {
  const environmentOf = (branch: string) =>
    Object.entries(environments).find(([, name]) => name === branch)?.[0];
  return {
    repository: { id: 'config', url: ownUrl },
    branches: Object.entries(branches).map(([name, files]) => {
      const environment = environmentOf(name);
      return {
        name,
        ...(environment !== undefined && { environment }),
        tree: fileTreeOf(files),
      };
    }),
    environments: configured,
    rules,
  };
}

/** The repository as it is once the plan is merged. */
export function merged(made: MadeRepository, plan: EditPlan): MadeRepository {
  const branches = Object.fromEntries(
    Object.entries(made.branches).map(([branch, files]) => {
      const texts = new Map(Object.entries(files));
      for (const file of plan.files) {
        if (file.branch !== branch) continue;
        if (file.after === undefined) texts.delete(file.path);
        else texts.set(file.path, file.after);
      }
      return [branch, Object.fromEntries(texts)] as const;
    }),
  );
  return { ...made, branches };
}

export function requestOf<K extends ProposalRequest['kind']>(
  request: Extract<ProposalRequest, { kind: K }>,
): Extract<CheckedProposalRequest, { kind: K }> {
  const isOfKind = (
    checked: CheckedProposalRequest,
  ): checked is Extract<CheckedProposalRequest, { kind: K }> =>
    checked.kind === request.kind;
  const checked = proposalRequestSchema.parse(request);
  if (isOfKind(checked)) return checked;
  throw new Error(`no request of the kind ${request.kind}`);
}

/** Why a plan may not be opened. */
export function errorsOf({ diagnostics }: EditPlan): readonly string[] {
  return diagnostics
    .filter(({ level }) => level === 'error')
    .map(({ message }) => message);
}
