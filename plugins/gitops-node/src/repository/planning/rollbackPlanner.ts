import { Diagnostic } from '@backstage-gitops/plugin-gitops-common';
import { NotFoundError } from '@backstage/errors';
import { DiscoveredTarget } from '../../discovery/model';
import { counterparts, planPromotion } from '../../proposals/planPromotion';
import { planVersions } from '../../proposals/planVersions';
import { listed, titleOf } from './describeMoves';
import { findLanding } from './findLanding';
import { PlanContext, PlannedEdit } from './PlanContext';
import { revertPlanner } from './revertPlanner';
import { targetsById } from './targetsById';

/** Plans `rollback`: what was declared before, declared again. */
export async function rollbackPlanner(
  context: PlanContext<'rollback'>,
): Promise<PlannedEdit> {
  const { request, input, discovery } = context;
  const { id } = input.repository;
  const targets = targetsById(discovery, request.targets, id);
  return request.mode === 'revert'
    ? revertPlanner(targets, context)
    : restoredVersions(targets, context);
}

/** The versions that were declared then; later edits stay. */
async function restoredVersions(
  targets: readonly DiscoveredTarget[],
  context: PlanContext<'rollback'>,
): Promise<PlannedEdit> {
  const { request, input, discovery } = context;
  const rollbacks = [];
  for (const target of targets) {
    const past = await stateAt(target, targets, context);
    const restored = planPromotion(past, [target], goingBack(request, past));
    rollbacks.push({
      ...restored,
      diagnostics: [
        ...unreachable(request.to, past, target),
        ...restored.diagnostics,
      ],
    });
  }
  const moves = rollbacks.flatMap(rollback => rollback.moves);
  const services = listed(targets.map(({ service }) => service));
  const environments = listed(targets.map(({ environment }) => environment));
  return {
    plan: planVersions(input, discovery, moves, request),
    title: titleOf(`Roll back ${services} in ${environments}`, moves),
    moves,
    diagnostics: rollbacks.flatMap(({ diagnostics }) => diagnostics),
  };
}

/**
 * Names of the artifacts that go back: those that were declared at the version
 * that was asked for, or all where it was a commit; undefined is all.
 */
function goingBack(
  { to, artifacts }: PlanContext<'rollback'>['request'],
  past: DiscoveredTarget,
): readonly string[] | undefined {
  if (artifacts !== undefined) return artifacts;
  const asked = past.artifacts.filter(({ version }) => version === to);
  return asked.length === 0 ? undefined : asked.map(({ name }) => name);
}

/** A version that was asked for, of an artifact that isn't declared any more. */
function unreachable(
  to: string,
  past: DiscoveredTarget,
  { environment, artifacts }: DiscoveredTarget,
): Diagnostic[] {
  const asked = past.artifacts.filter(({ version }) => version === to);
  const isDeclared = asked.some(
    artifact => counterparts(artifact, past.artifacts, artifacts).length > 0,
  );
  return asked.length === 0 || isDeclared
    ? []
    : [
        {
          level: 'error',
          code: 'proposal-artifact-absent',
          message: `${asked[0].kind} ${asked[0].name}, which was at ${to}, is not declared for ${environment} any more.`,
        },
      ];
}

/** What the target declared once the change that is meant had landed. */
async function stateAt(
  target: DiscoveredTarget,
  targets: readonly DiscoveredTarget[],
  { request: { to }, discovery, planning }: PlanContext<'rollback'>,
): Promise<DiscoveredTarget> {
  const { repository, signal } = planning;
  const { landedBy } = await findLanding(to, target, targets, {
    repository,
    kind: 'versions',
    revisions: discovery.revisions,
    signal,
  });
  const past = await repository.discover({
    revisions: { ...discovery.revisions, [target.branch]: landedBy },
    signal,
  });
  const found =
    past.targets.find(({ id }) => id === target.id) ??
    past.targets.find(
      ({ service, environment, cluster }) =>
        service === target.service &&
        environment === target.environment &&
        cluster === target.cluster,
    );
  if (found !== undefined) return found;
  throw new NotFoundError(
    `${landedBy.slice(0, 12)} does not declare ${target.service} in ${
      target.environment
    }`,
  );
}
