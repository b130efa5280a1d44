import type { Artifact } from '@backstage-gitops/plugin-gitops-common';
import { orderArtifacts } from '../artifacts/orderArtifacts';
import { declaredVersion } from '../artifacts/versionText';
import type { EnvironmentColumn, Gap } from './environmentColumns';

/** What the last environments declare, and on how many clusters. */
export interface Declared {
  readonly environment: string;
  readonly clusters: readonly string[];
  readonly what:
    | { readonly kind: 'version'; readonly artifact: Artifact }
    | { readonly kind: 'nothing' }
    | { readonly kind: 'versions'; readonly count: number }
    | { readonly kind: 'services'; readonly count: number };
}

export interface DeploymentsSummary {
  /** `ok` only where every environment is known to declare the same. */
  readonly tone: 'ok' | 'waiting' | 'unknown';
  readonly declared: readonly Declared[];
  /** From the last environment backwards, the ones in step left out. */
  readonly gaps: readonly Exclude<Gap, { state: 'same' }>[];
  /** Whether more than one environment was compared. */
  readonly compared: boolean;
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
  return {
    tone: toneOf(gaps, complete),
    declared: last.slice(-SAID_AT_MOST).reverse().map(declaredBy),
    gaps: gaps.slice(0, SAID_AT_MOST),
    compared: arrivals.length > 0,
  };
}

function toneOf(
  gaps: readonly Gap[],
  complete: boolean,
): DeploymentsSummary['tone'] {
  if (!complete) return 'unknown';
  if (gaps.some(gap => gap.state === 'behind')) return 'waiting';
  return gaps.length > 0 ? 'unknown' : 'ok';
}

function declaredBy({ environment, targets }: EnvironmentColumn): Declared {
  const clusters = [
    ...new Set(targets.flatMap(({ cluster }) => cluster ?? [])),
  ].sort();
  const where = { environment: environment.name, clusters };
  const services = new Set(targets.map(({ service }) => service));
  if (services.size > 1) {
    return { ...where, what: { kind: 'services', count: services.size } };
  }
  const mains = targets.map(
    target =>
      orderArtifacts(target.artifacts, [target.service, ...target.aliases])
        .main,
  );
  const versions = new Set(mains.map(main => main && declaredVersion(main)));
  if (versions.size > 1) {
    return { ...where, what: { kind: 'versions', count: versions.size } };
  }
  const [artifact] = mains;
  return {
    ...where,
    what: artifact ? { kind: 'version', artifact } : { kind: 'nothing' },
  };
}
