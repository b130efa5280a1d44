import type { RepositoryStatus } from '@backstage-gitops/plugin-gitops-common';

/**
 * How far a page can be believed. `missing`: repositories of which nothing was
 * ever read, so that part of the page is absent. `stale`: those whose last
 * good read is shown, though a newer one failed or is long overdue. `asOf` is
 * the oldest of the good reads that the page stands on.
 */
export interface RepositoryHealth {
  readonly missing: readonly RepositoryStatus[];
  readonly stale: readonly RepositoryStatus[];
  readonly asOf?: string;
  /** By id, when each stale repository was last read well. */
  readonly staleSince: ReadonlyMap<string, string>;
  readonly complete: boolean;
}

/** Repositories are read every few minutes; after a day nobody is reading. */
const OVERDUE_MS = 24 * 60 * 60 * 1000;

export function repositoryHealth(
  repositories: readonly RepositoryStatus[],
  now: Date,
): RepositoryHealth {
  const missing = repositories.filter(({ lastSuccessAt }) => !lastSuccessAt);
  const stale = repositories.filter(
    ({ lastSuccessAt, state }) =>
      lastSuccessAt &&
      (state === 'failed' ||
        now.getTime() - Date.parse(lastSuccessAt) > OVERDUE_MS),
  );
  const reads = repositories.flatMap(({ lastSuccessAt }) =>
    lastSuccessAt ? [lastSuccessAt] : [],
  );
  return {
    missing,
    stale,
    asOf: reads.sort()[0],
    staleSince: new Map(
      stale.flatMap(({ id, lastSuccessAt }) =>
        lastSuccessAt ? [[id, lastSuccessAt] as const] : [],
      ),
    ),
    complete: missing.length === 0 && stale.length === 0,
  };
}
