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
import { DeclaredTarget } from '../../proposals/values/DeclaredTarget';
import {
  DifferingValue,
  differingValues,
} from '../../proposals/values/differingValues';
import { ConfigRepository, ReadAt } from '../ConfigRepository';
import { listed, titleOf } from './describeMoves';
import { PlanContext, PlannedEdit } from './PlanContext';
import { targetsById } from './targetsById';

/** How far back is looked for what a promotion brings along. */
const maximumBrought = 200;

/** What is promoted, and where it is read. */
interface Source extends DeclaredTarget {
  readonly repository: ConfigRepository;
  readonly at: ReadAt & { readonly signal?: AbortSignal };
}

/** Plans `promotion`: what one target declares, for others. */
export async function promotionPlanner(
  context: PlanContext<'promotion'>,
): Promise<PlannedEdit> {
  const { request, input, discovery } = context;
  const { allowOthers, artifacts } = request;
  const targets = targetsById(discovery, request.to, input.repository.id);
  const source = await sourceOf(context);
  const promotion = planPromotion(source.target, targets, artifacts);
  const { moves } = promotion;
  const { values, chosen, unknown } = valuesOf(source, targets, context);
  const brought = await bringsOf(source, moves);
  const services = listed(targets.map(({ service }) => service));
  const environments = listed(targets.map(({ environment }) => environment));
  return {
    plan: planVersions(input, discovery, moves, {
      allowOthers,
      brought: { targets, values: chosen },
    }),
    title: titleOf(
      `Promote ${services} to ${environments}`,
      moves,
      chosen.map(({ shown }) => `${shown.field} ${shown.from} → ${shown.to}`),
    ),
    moves,
    brings: brought.brings,
    values: values.map(value => ({
      ...value.shown,
      chosen: chosen.includes(value),
    })),
    diagnostics: [...promotion.diagnostics, ...unknown, ...brought.diagnostics],
  };
}

async function sourceOf({
  request: { from },
  input,
  discovery,
  planning,
}: PlanContext<'promotion'>): Promise<Source> {
  const { repository, source, signal } = planning;
  if (source === undefined) {
    const [target] = targetsById(discovery, [from], input.repository.id);
    const at = { revisions: discovery.revisions, signal };
    return { target, input, discovery, repository, at };
  }
  const other = await source.discover({ signal });
  const at = { revisions: other.revisions, signal };
  const theirs = await source.input(at);
  const [target] = targetsById(other, [from], theirs.repository.id);
  return { target, input: theirs, discovery: other, repository: source, at };
}

/** What else differs, each value once, and what of it is asked for. */
function valuesOf(
  source: Source,
  targets: readonly DiscoveredTarget[],
  { request, input, discovery }: PlanContext<'promotion'>,
): {
  readonly values: readonly DifferingValue[];
  readonly chosen: readonly DifferingValue[];
  readonly unknown: readonly Diagnostic[];
} {
  const asked = new Set(request.values ?? []);
  const compared = new Set<string>();
  const values = targets.flatMap(target =>
    differingValues(source, { target, input, discovery }, compared),
  );
  const known = new Set(values.map(({ shown }) => shown.id));
  return {
    values,
    chosen: values.filter(({ shown }) => asked.has(shown.id)),
    unknown: [...asked]
      .filter(id => !known.has(id))
      .map(id => ({
        level: 'error',
        code: 'proposal-value-unknown',
        message: `The value ${id} does not differ, or not any more.`,
      })),
  };
}

/** The changes of the source that the destinations lack. */
async function bringsOf(
  { target, repository, at }: Source,
  moves: readonly VersionMove[],
): Promise<{
  readonly brings: readonly Change[];
  readonly diagnostics: readonly Diagnostic[];
}> {
  if (moves.length === 0) return { brings: [], diagnostics: [] };
  const { changes } = await repository.history([target.id], {
    kind: 'versions',
    limit: maximumBrought,
    ...at,
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
      message: `${artifact}: what is declared now was not found in ${target.environment}, so that what lies between can't be listed.`,
    })),
  };
}
