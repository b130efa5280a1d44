import { Diagnostic } from '@backstage-gitops/plugin-gitops-common';
import { DiscoveredTarget } from '../../discovery/model';
import { VersionMove } from '../../proposals/model';
import { planVersions } from '../../proposals/planVersions';
import { isPinnedTo } from '../../proposals/planPromotion';
import { listed, titleOf } from './describeMoves';
import { PlanContext, PlannedEdit, RequestOf } from './PlanContext';
import { targetsById } from './targetsById';

/** Plans `setVersion`: one artifact of some targets, pinned to a version. */
export async function versionPlanner({
  request,
  input,
  discovery,
}: PlanContext<'setVersion'>): Promise<PlannedEdit> {
  const { id } = input.repository;
  const targets = targetsById(discovery, request.targets, id);
  const moves: VersionMove[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const target of targets) {
    const found = artifactsNamed(target, request.artifact);
    if (found.length === 0) diagnostics.push(undeclared(target, request));
    const { version, digest } = request;
    const to = { version, ...(digest !== undefined && { digest }) };
    for (const artifact of found) {
      if (!isPinnedTo(artifact, to)) moves.push({ target, artifact, to });
    }
  }
  const services = listed(targets.map(({ service }) => service));
  const environments = listed(targets.map(({ environment }) => environment));
  return {
    plan: planVersions(input, discovery, moves, request),
    title: titleOf(`Set ${services} in ${environments}`, moves),
    moves,
    diagnostics,
  };
}

/** By the whole name, else by its last part where that means one artifact. */
function artifactsNamed({ artifacts }: DiscoveredTarget, name: string) {
  const named = artifacts.filter(artifact => artifact.name === name);
  if (named.length > 0) return named;
  const alike = artifacts.filter(artifact =>
    artifact.name.endsWith(`/${name}`),
  );
  return new Set(alike.map(artifact => artifact.name)).size === 1 ? alike : [];
}

function undeclared(
  { environment, cluster, artifacts }: DiscoveredTarget,
  { artifact }: RequestOf<'setVersion'>,
): Diagnostic {
  const where = [environment, cluster].filter(Boolean).join(' on ');
  const known = listed(artifacts.map(({ name }) => name));
  return {
    level: 'error',
    code: 'proposal-artifact-absent',
    message: `${artifact} is not declared for ${where}${
      known === '' ? '' : `, which has ${known}`
    }.`,
  };
}
