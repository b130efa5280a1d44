import type {
  Artifact,
  TargetState,
} from '@backstage-gitops/plugin-gitops-common';
import { artifactsOf } from '../artifacts/orderArtifacts';
import { declaredVersion } from '../artifacts/versionText';
import type { EnvironmentColumn, Gap } from '../deployments/environmentColumns';
import { LiveSummary, liveSummary } from '../deployments/liveSummary';

/** An environment in one line. `versions` counts the different ones. */
export interface OverviewRow {
  readonly environment: string;
  readonly artifact?: Artifact;
  readonly versions: number;
  readonly clusters: number;
  readonly arrival?: Gap;
  readonly changedAt?: string;
  /** What runs in it, where the portal knows. */
  readonly live?: LiveSummary;
}

export function overviewRows(
  columns: readonly EnvironmentColumn[],
): OverviewRow[] {
  return columns
    .filter(({ targets }) => targets.length > 0)
    .map(({ environment, targets, arrival }) => {
      const mains = targets.flatMap(target => mainOf(target) ?? []);
      return {
        environment: environment.name,
        artifact: mains[0],
        versions: new Set(mains.map(declaredVersion)).size,
        clusters: new Set(targets.flatMap(({ cluster }) => cluster ?? [])).size,
        arrival,
        live: liveSummary(targets),
        changedAt: targets
          .flatMap(({ lastChange }) => lastChange?.effectiveAt ?? [])
          .sort()
          .pop(),
      };
    });
}

function mainOf(target: TargetState): Artifact | undefined {
  return artifactsOf(target).main;
}
