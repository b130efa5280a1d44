import { Diagnostic } from '@backstage-gitops/plugin-gitops-common';
import {
  DiscoveredTarget,
  Discovery,
  EditedRepository,
  fileDiff,
  judgeUnits,
  renderProposal,
  VersionPlan,
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

interface Proposal {
  readonly plan: VersionPlan;
  readonly open: OpenRepository;
  readonly args: Arguments;
  readonly surroundings: Surroundings;
}

/** What a proposal would do; exit 1 where it may not be opened. */
export async function proposalResult(
  { plan, open, args, surroundings }: Proposal,
  notes: readonly Diagnostic[],
): Promise<Result> {
  const { repository, ref } = open;
  const { signal } = surroundings;
  const renderer = await createUnitRenderer(surroundings);
  const work = { renderer, ref, signal };
  const { rendered, diagnostics: rendering } = await renderProposal({
    ...work,
    plan,
    repository,
  });
  const touched = new Set(rendered.map(({ unit }) => unit));
  const { policies } = await judgeUnits({
    ...work,
    units: plan.after.units.filter(({ id }) => touched.has(id)),
    targets: plan.after.targets,
    repository: new EditedRepository(repository, plan),
    before: repository,
    policies: await policiesOf(args, surroundings),
    now: new Date(),
  });
  const diagnostics = [...notes, ...plan.diagnostics, ...rendering];
  const files = plan.files.map(file => ({
    path: file.path,
    diff: fileDiff(file),
  }));
  const revisions = Object.values(plan.revisions);
  const isRefused =
    diagnostics.some(({ level }) => level === 'error') ||
    policies.some(({ level }) => level === 'deny');
  return {
    json: {
      commit: revisions[0],
      files,
      rendered,
      alsoAffects: plan.alsoAffects,
      policies,
      diagnostics,
    },
    text: () =>
      [
        ...files.map(({ diff }) => diff),
        ...(files.length === 0 && !isRefused ? ['nothing to change\n'] : []),
        ...rendered.map(
          ({ unit, resource, diff }) =>
            `rendered: ${resource} of ${unit}\n${diff}`,
        ),
        ...plan.alsoAffects.map(
          ({ service, environment, cluster, path }) =>
            `also affects ${service} in ${environment}${
              cluster === undefined ? '' : ` on ${cluster}`
            } (${path})\n`,
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
      ].join(''),
    exitCode: isRefused ? 1 : 0,
  };
}
