import { EngineRevision } from '@backstage-gitops/plugin-gitops-common';

/** A commit's id, in a repository of SHA-1. */
const commitId = /^[0-9a-f]{40}$/;

/**
 * The revision of an artifact as Flux writes it, with the commit that it names:
 * `main@sha1:<commit>`, `refs/tags/v1@sha1:<commit>`, `sha1:<commit>`, and
 * `main/<commit>` before v1. A chart's version and an OCI digest name none.
 */
export function readRevision(revision: string, at?: string): EngineRevision {
  const commit = commitOf(revision);
  return {
    revision,
    ...(commit !== undefined && { commit }),
    ...(at !== undefined && { at }),
  };
}

function commitOf(revision: string): string | undefined {
  const digest = /(?:^|@)sha1:([0-9a-f]+)$/.exec(revision)?.[1];
  const last = digest ?? revision.slice(revision.lastIndexOf('/') + 1);
  return commitId.test(last) ? last : undefined;
}

/** `4f1c09ab` of a commit, to be read by a person. */
export function shortRevision({ commit, revision }: EngineRevision): string {
  return commit?.slice(0, 8) ?? revision;
}
