import {
  Change,
  changeSchema,
  Diagnostic,
} from '@backstage-gitops/plugin-gitops-common';
import { DiscoveredTarget } from '../../discovery/model';
import { behindChanges } from '../../history/behindChanges';
import { VersionMove } from '../../proposals/model';
import { planPromotion } from '../../proposals/planPromotion';
import { planVersions } from '../../proposals/planVersions';
import { ProposalPlanning } from '../ProposalPlanning';
import { listed, titleOf } from './describeMoves';
import { PlanContext, PlannedEdit } from './PlanContext';
import { targetsById } from './targetsById';

/** How far back is looked for what a promotion brings along. */
const maximumBrought = 200;

/** Plans `promotion`: what one target declares, for others. */
export async function promotionPlanner({
  request,
  input,
  discovery,
  planning,
}: PlanContext<'promotion'>): Promise<PlannedEdit> {
  const { id } = input.repository;
  const [source] = targetsById(discovery, [request.from], id);
  const targets = targetsById(discovery, request.to, id);
  const { moves, diagnostics } = planPromotion(
    source,
    targets,
    request.artifacts,
  );
  const brought = await bringsOf(source, moves, planning);
  return {
    plan: planVersions(input, discovery, moves, request),
    title: titleOf(
      `Promote ${listed(targets.map(({ service }) => service))} to ${listed(
        targets.map(({ environment }) => environment),
      )}`,
      moves,
    ),
    moves,
    brings: brought.brings,
    diagnostics: [...diagnostics, ...brought.diagnostics],
  };
}

/** The changes of the source that the destinations lack. */
async function bringsOf(
  source: DiscoveredTarget,
  moves: readonly VersionMove[],
  { repository, revisions, signal }: ProposalPlanning,
): Promise<{
  readonly brings: readonly Change[];
  readonly diagnostics: readonly Diagnostic[];
}> {
  if (moves.length === 0) return { brings: [], diagnostics: [] };
  const { changes } = await repository.history([source.id], {
    kind: 'versions',
    limit: maximumBrought,
    revisions,
    signal,
  });
  const lacking = moves.map(
    ({ artifact, source: { kind, name } = artifact }) => ({
      ...artifact,
      kind,
      name,
    }),
  );
  const { behind, unknown } = behindChanges(changes, lacking);
  return {
    brings: behind.map(change => changeSchema.parse(change)),
    diagnostics: unknown.map(artifact => ({
      level: 'info',
      code: 'proposal-brings-unknown',
      message: `${artifact}: what is declared now was not found in ${source.environment}, so that what lies between can't be listed.`,
    })),
  };
}
