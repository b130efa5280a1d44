import type {
  Artifact,
  TargetState,
} from '@backstage-gitops/plugin-gitops-common';
import { artifactsOf } from '../artifacts/orderArtifacts';
import { declaredVersion } from '../artifacts/versionText';
import type { LiveState } from '../live/liveState';
import { runsAsDeclared } from '../live/liveState';
import type { EnvironmentColumn, Gap } from './environmentColumns';
import { LiveSummary, liveSummary } from './liveSummary';

/** A version, and the clusters that declare it. */
export interface DeclaredPart {
  readonly artifact: Artifact;
  readonly clusters: readonly string[];
}

/** What the last environments declare, and on how many clusters. */
export interface Declared {
  readonly environment: string;
  readonly clusters: readonly string[];
  /** Whether it is known to run, and not only declared. */
  readonly runs: boolean;
  readonly what:
    | { readonly kind: 'version'; readonly artifact: Artifact }
    | { readonly kind: 'nothing' }
    | { readonly kind: 'split'; readonly parts: readonly DeclaredPart[] }
    | { readonly kind: 'versions'; readonly count: number }
    | { readonly kind: 'services'; readonly count: number };
}

export interface DeploymentsSummary {
  /**
   * `ok` only where every environment is known to declare the same and, where
   * clusters are read, everything runs as it is declared.
   */
  readonly tone: 'ok' | 'waiting' | 'unknown' | 'drift' | 'alert';
  readonly declared: readonly Declared[];
  /** From the last environment backwards, the ones in step left out. */
  readonly gaps: readonly Exclude<Gap, { state: 'same' }>[];
  /** Whether more than one environment was compared. */
  readonly compared: boolean;
  /** Absent where the portal knows no cluster. */
  readonly live?: LiveSummary;
}

const SAID_AT_MOST = 2;

/**
 * The page in one sentence: what the environments that promote to no other
 * declare, and what has not arrived. `complete` is false where a repository
 * could not be read, so that nothing is called fine.
 */
export function deploymentsSummary(
  columns: readonly EnvironmentColumn[],
  complete: boolean,
): DeploymentsSummary {
  const inhabited = columns.filter(({ targets }) => targets.length > 0);
  const names = new Set(inhabited.map(({ environment }) => environment.name));
  const last = inhabited.filter(
    ({ environment }) => !environment.promotesTo.some(next => names.has(next)),
  );
  const arrivals = inhabited.flatMap(({ arrival }) =>
    arrival ? [arrival] : [],
  );
  const gaps = arrivals
    .filter(
      (gap): gap is Exclude<Gap, { state: 'same' }> => gap.state !== 'same',
    )
    .reverse();
  const live = liveSummary(inhabited.flatMap(({ targets }) => targets));
  return {
    tone: toneOf(gaps, complete, live?.state ?? 'fine'),
    live,
    declared: last.slice(-SAID_AT_MOST).reverse().map(declaredBy),
    gaps: gaps.slice(0, SAID_AT_MOST),
    compared: arrivals.length > 0,
  };
}

function toneOf(
  gaps: readonly Gap[],
  complete: boolean,
  live: LiveState,
): DeploymentsSummary['tone'] {
  if (live === 'unhealthy' || live === 'undelivered') return 'alert';
  if (live === 'drifted') return 'drift';
  if (!complete || live === 'unknown') return 'unknown';
  if (gaps.some(gap => gap.state === 'behind')) return 'waiting';
  if (gaps.length > 0) return 'unknown';
  return live === 'fine' ? 'ok' : 'waiting';
}

function declaredBy({ environment, targets }: EnvironmentColumn): Declared {
  const clusters = [
    ...new Set(targets.flatMap(({ cluster }) => cluster ?? [])),
  ].sort();
  const runs = targets.every(({ live }) => runsAsDeclared(live));
  const where = { environment: environment.name, clusters, runs };
  const services = new Set(targets.map(({ service }) => service));
  if (services.size > 1) {
    return { ...where, what: { kind: 'services', count: services.size } };
  }
  const parts = partsOf(targets);
  if (parts.length === 0) return { ...where, what: { kind: 'nothing' } };
  if (parts.length === 1) {
    const [{ artifact }] = parts;
    return { ...where, what: { kind: 'version', artifact } };
  }
  const namable =
    parts.length === 2 && parts.every(part => part.clusters.length > 0);
  return namable
    ? { ...where, what: { kind: 'split', parts } }
    : { ...where, what: { kind: 'versions', count: parts.length } };
}

/** The versions of the main artifacts, each with its clusters. */
function partsOf(targets: readonly TargetState[]): DeclaredPart[] {
  const parts = new Map<string, { artifact: Artifact; clusters: string[] }>();
  for (const target of targets) {
    const artifact = artifactsOf(target).main;
    if (!artifact) continue;
    const version = declaredVersion(artifact) ?? '';
    const part = parts.get(version) ?? { artifact, clusters: [] };
    if (target.cluster && !part.clusters.includes(target.cluster)) {
      part.clusters.push(target.cluster);
    }
    parts.set(version, part);
  }
  return [...parts.values()];
}
