import type { EngineRevision } from '@backstage-gitops/plugin-gitops-common';

const SHORT_COMMIT = 8;

/** The commit, where the revision names one; else as the engine tells it. */
export function shortRevision({ commit, revision }: EngineRevision): string {
  if (commit !== undefined) return commit.slice(0, SHORT_COMMIT);
  return revision.replace(/\b([0-9a-f]{8})[0-9a-f]{24,}\b/g, '$1');
}
