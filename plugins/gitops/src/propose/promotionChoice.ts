import type {
  ProposalPlan,
  ProposalRequest,
} from '@backstage-gitops/plugin-gitops-common';
import type { PlannedTarget } from '../proposals/ProposalsContext';
import { Candidate, candidates, PromotionRoute } from './promotionRoutes';

/** What a person chose; the rest follows from the route. */
export interface PromotionChoice {
  readonly route: string;
  readonly source?: string;
  readonly targets: readonly string[];
  /** Names of artifacts that are left where they are. */
  readonly excluded: readonly string[];
  /** Ids of values that come along. */
  readonly values: readonly string[];
}

/** The route that holds most of what was asked for, and what of it. */
export function firstChoice(
  routes: readonly PromotionRoute[],
  wanted: readonly PlannedTarget[],
): PromotionChoice | undefined {
  const ids = wanted.map(({ id }) => id);
  const [best] = routes
    .filter(({ sources }) => sources.length > 0)
    .map(route => ({ route, chosen: among(route, ids) }))
    .sort((a, b) => b.chosen.length - a.chosen.length);
  return best && choiceOf(best.route, best.chosen);
}

/** Another workload begins anew: what was left out there is not here. */
export function choiceOf(
  route: PromotionRoute,
  chosen: readonly string[],
): PromotionChoice {
  return {
    route: route.key,
    targets:
      chosen.length > 0 ? chosen : route.destinations.map(({ id }) => id),
    excluded: [],
    values: [],
  };
}

function among(route: PromotionRoute, ids: readonly string[]): string[] {
  return route.destinations.map(({ id }) => id).filter(id => ids.includes(id));
}

/** Names artifacts only where some are left out: the source may gain one. */
export function promotionRequest(
  choice: PromotionChoice,
  source: PlannedTarget,
  offered: readonly Candidate[],
): ProposalRequest {
  const { targets, excluded, values } = choice;
  return {
    kind: 'promotion',
    from: source.id,
    to: [...targets],
    artifacts:
      excluded.length > 0
        ? offered.map(({ name }) => name).filter(n => !excluded.includes(n))
        : undefined,
    values: values.length > 0 ? [...values] : undefined,
  };
}

/** What can be brought: as the page knows it, and what a plan found besides. */
export function offeredBy(
  source: PlannedTarget,
  destinations: readonly PlannedTarget[],
  plan: Pick<ProposalPlan, 'moves'> | undefined,
): Candidate[] {
  const known = candidates(source, destinations);
  const found = new Map<string, Candidate>();
  for (const { kind, name, from, to } of plan?.moves ?? []) {
    if (known.some(one => one.name === name)) continue;
    const before = found.get(name)?.from ?? [];
    found.set(name, { kind, name, from: [...new Set([...before, from])], to });
  }
  return [...known, ...found.values()];
}
