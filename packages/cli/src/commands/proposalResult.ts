import {
  CheckedProposalRequest,
  ProposalPlan,
} from '@backstage-gitops/plugin-gitops-common';
import {
  DiscoveredTarget,
  Discovery,
  planProposal,
} from '@backstage-gitops/plugin-gitops-node';
import { Arguments, Command, Result, Surroundings } from '../Command';
import { policiesOf } from '../policies/policiesOf';
import { createUnitRenderer } from '../repository/createRenderer';
import { OpenRepository } from '../repository/openRepository';
import { UsageError } from '../UsageError';
import { selectTargets, TargetSelection } from './selectTargets';

/** What every proposal may be told. */
export const proposalOptions: Command['options'] = {
  cluster: { value: 'C', summary: 'move only this cluster' },
  'allow-others': {
    summary: 'also where other environments take the version from there',
  },
  policies: { value: 'DIR', summary: 'judge the result by these policies' },
  'dry-run': { summary: 'print the edit; nothing else is done here' },
};

/** The targets of a selection, of which there must be one. */
export function declaredTargets(
  discovery: Discovery,
  selection: Required<Pick<TargetSelection, 'service' | 'environment'>> &
    TargetSelection,
  { environments }: Pick<OpenRepository, 'environments'>,
): readonly DiscoveredTarget[] {
  const found = selectTargets(discovery, selection, environments);
  if (found.length > 0) return found;
  throw new UsageError(
    `'${selection.service}' is not declared in ${selection.environment}`,
  );
}

/** Opening a pull request needs the portal; here a proposal is only shown. */
export function requireDryRun(args: Arguments): void {
  if (args.has('dry-run')) return;
  throw new UsageError(
    'only --dry-run works here: pull requests are opened by the portal',
  );
}

/** What every request says, as the arguments tell it. */
export function commonRequest(
  args: Arguments,
): Pick<CheckedProposalRequest, 'draft' | 'autoMerge' | 'allowOthers'> {
  return {
    draft: false,
    autoMerge: false,
    allowOthers: args.has('allow-others'),
  };
}

interface Proposal {
  readonly request: CheckedProposalRequest;
  readonly open: OpenRepository;
  /** The commits that the targets of the request were found at. */
  readonly revisions: Readonly<Record<string, string>>;
  readonly args: Arguments;
  readonly surroundings: Surroundings;
}

/** What a proposal would do; exit 1 where it may not be opened. */
export async function proposalResult({
  request,
  open: { repository },
  revisions,
  args,
  surroundings,
}: Proposal): Promise<Result> {
  const { shown } = await planProposal({
    request,
    repository,
    revisions,
    renderer: await createUnitRenderer(surroundings),
    policies: await policiesOf(args, surroundings),
    now: new Date(),
    signal: surroundings.signal,
  });
  const { files, rendered, alsoAffects, policies, diagnostics, values } = shown;
  const [commit] = Object.values(shown.revisions);
  return {
    json: {
      commit,
      files: files.map(({ path, diff }) => ({ path, diff })),
      rendered,
      alsoAffects,
      ...(request.kind === 'promotion' && { values }),
      policies,
      diagnostics,
    },
    text: () => text(shown),
    exitCode: isRefused(shown) ? 1 : 0,
  };
}

/** That there is nothing to change is no failure of what was asked. */
function isRefused({ diagnostics, policies }: ProposalPlan): boolean {
  return (
    diagnostics.some(({ level }) => level === 'error') ||
    policies.some(({ level }) => level === 'deny')
  );
}

function text(shown: ProposalPlan): string {
  const { files, rendered, alsoAffects, policies, diagnostics } = shown;
  const left = shown.values.filter(({ chosen }) => !chosen);
  return [
    ...files.map(({ diff }) => diff),
    ...(files.length === 0 && !isRefused(shown) ? ['nothing to change\n'] : []),
    ...rendered.map(
      ({ unit, resource, diff }) => `rendered: ${resource} of ${unit}\n${diff}`,
    ),
    ...alsoAffects.map(
      ({ service, environment, cluster, path }) =>
        `also affects ${service} in ${environment}${
          cluster === undefined ? '' : ` on ${cluster}`
        } (${path})\n`,
    ),
    ...left.map(
      ({ id, field, from, to, file, line }) =>
        `differs too: ${field} ${from} → ${to} (${file}:${line}); --value ${id} brings it\n`,
    ),
    ...policies.map(
      ({ policy, level, resource, message }) =>
        `${level}: ${policy}: ${message}${
          resource === undefined ? '' : ` (${resource})`
        }\n`,
    ),
    ...diagnostics.map(
      ({ level, message, file, line }) =>
        `${level}: ${message}${
          file === undefined ? '' : ` (${file}:${line ?? 1})`
        }\n`,
    ),
  ].join('');
}
