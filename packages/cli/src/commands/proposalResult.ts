import { Diagnostic } from '@backstage-gitops/plugin-gitops-common';
import {
  fileDiff,
  renderProposal,
  VersionPlan,
} from '@backstage-gitops/plugin-gitops-node';
import { Arguments, Result, Surroundings } from '../Command';
import { createUnitRenderer } from '../repository/createRenderer';
import { OpenRepository } from '../repository/openRepository';
import { UsageError } from '../UsageError';

/** Opening a pull request needs the portal; here a proposal is only shown. */
export function requireDryRun(args: Arguments): void {
  if (args.has('dry-run')) return;
  throw new UsageError(
    'only --dry-run works here: pull requests are opened by the portal',
  );
}

/** What a proposal would do; exit 1 where it may not be opened. */
export async function proposalResult(
  {
    plan,
    open,
    surroundings,
  }: { plan: VersionPlan; open: OpenRepository; surroundings: Surroundings },
  notes: readonly Diagnostic[],
): Promise<Result> {
  const { rendered, diagnostics: rendering } = await renderProposal({
    plan,
    repository: open.repository,
    renderer: await createUnitRenderer(surroundings),
    ref: open.ref,
    signal: surroundings.signal,
  });
  const diagnostics = [...notes, ...plan.diagnostics, ...rendering];
  const files = plan.files.map(file => ({
    path: file.path,
    diff: fileDiff(file),
  }));
  const revisions = Object.values(plan.revisions);
  const isRefused = diagnostics.some(({ level }) => level === 'error');
  return {
    json: {
      commit: revisions[0],
      files,
      rendered,
      alsoAffects: plan.alsoAffects,
      policies: [],
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
