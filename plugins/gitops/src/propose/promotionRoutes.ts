import type { Artifact } from '@backstage-gitops/plugin-gitops-common';
import { artifactsOf } from '../artifacts/orderArtifacts';
import { declaredVersion } from '../artifacts/versionText';
import type { PlannedTarget } from '../proposals/ProposalsContext';

/**
 * One workload between two environments: where its versions may come from, and
 * the targets that they may go to. All destinations are in one repository, as
 * one pull request is; those that are wanted come first.
 */
export interface PromotionRoute {
  readonly key: string;
  readonly label: string;
  /** One for each different thing that is declared there. */
  readonly sources: readonly PlannedTarget[];
  readonly destinations: readonly PlannedTarget[];
}

export function promotionRoutes(
  targets: readonly PlannedTarget[],
  from: string,
  to: string,
  wanted: readonly string[] = [],
): PromotionRoute[] {
  const sources = targets.filter(({ environment }) => environment === from);
  const routes = new Map<string, PlannedTarget[]>();
  for (const target of targets) {
    if (target.environment !== to) continue;
    const key = JSON.stringify([target.repository, workloadOf(target)]);
    routes.set(key, [...(routes.get(key) ?? []), target]);
  }
  return [...routes].map(([key, destinations]) => ({
    key,
    label: labelOf(destinations[0]),
    sources: distinct(sourcesFor(destinations[0], sources)),
    destinations: wantedFirst(destinations, wanted),
  }));
}

/** What was asked for is seen without looking through a hundred clusters. */
function wantedFirst(
  targets: readonly PlannedTarget[],
  wanted: readonly string[],
): PlannedTarget[] {
  const first = targets.filter(({ id }) => wanted.includes(id));
  return [...first, ...targets.filter(target => !first.includes(target))];
}

function sourcesFor(
  destination: PlannedTarget,
  sources: readonly PlannedTarget[],
): readonly PlannedTarget[] {
  const workload = workloadOf(destination);
  const same = sources.filter(source => workloadOf(source) === workload);
  return same.length > 0
    ? same
    : sources.filter(({ service }) => service === destination.service);
}

/** What a workload is called in every environment: its service and main image. */
function workloadOf(target: PlannedTarget): string {
  const { main } = artifactsOf(target);
  return JSON.stringify([target.service, main && basename(main.name)]);
}

function labelOf(target: PlannedTarget): string {
  const { main } = artifactsOf(target);
  const name = main && basename(main.name);
  return !name || name === target.service
    ? target.service
    : `${target.service} · ${name}`;
}

function distinct(targets: readonly PlannedTarget[]): PlannedTarget[] {
  const seen = new Map<string, PlannedTarget>();
  for (const target of targets) {
    const declared = target.artifacts
      .map(({ kind, name, version, digest }) => [kind, name, version, digest])
      .sort();
    const key = JSON.stringify(declared);
    if (!seen.has(key)) seen.set(key, target);
  }
  return [...seen.values()];
}

/** A version that could be brought; `from` are those it would replace. */
export interface Candidate {
  readonly kind: string;
  readonly name: string;
  readonly from: readonly string[];
  readonly to: string;
}

/** What a source declares in another version than some of the destinations. */
export function candidates(
  source: PlannedTarget,
  destinations: readonly PlannedTarget[],
): Candidate[] {
  const { main, others } = artifactsOf(source);
  return (main ? [main, ...others] : []).flatMap(artifact => {
    const to = declaredVersion(artifact);
    const from = new Set(
      destinations
        .flatMap(({ artifacts }) =>
          artifacts.filter(one => isSame(one, artifact)),
        )
        .flatMap(one => declaredVersion(one) ?? [])
        .filter(version => version !== to),
    );
    if (to === undefined || from.size === 0) return [];
    const { kind, name } = artifact;
    return [{ kind, name, from: [...from], to }];
  });
}

function isSame(a: Artifact, b: Artifact): boolean {
  return a.kind === b.kind && basename(a.name) === basename(b.name);
}

function basename(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}
