import { EngineRevision } from '@backstage-gitops/plugin-gitops-common';

/** A commit's id, in a repository of SHA-1 or SHA-256. */
const commitId = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

/** A revision as Argo CD writes it: a commit, or a chart's version. */
export function readRevision(revision: string): EngineRevision {
  return commitId.test(revision)
    ? { revision, commit: revision }
    : { revision };
}

/** Of one source or of several, in their order. */
export function readRevisions(told: {
  readonly revision?: string;
  readonly revisions: readonly string[];
}): readonly EngineRevision[] {
  const { revision, revisions } = told;
  if (revisions.length > 0) return revisions.map(readRevision);
  return revision === undefined ? [] : [readRevision(revision)];
}

/** `4f1c09ab` of a commit, to be read by a person. */
export function shortRevision({ commit, revision }: EngineRevision): string {
  return commit?.slice(0, 8) ?? revision;
}
