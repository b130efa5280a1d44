import type { ChangeEntry } from '@backstage-gitops/plugin-gitops-common';

/**
 * Where the forge shows any commit of a repository, told from where it shows
 * one: every forge's address of a commit ends in its id.
 */
export function commitPage(
  known: Pick<ChangeEntry, 'commit' | 'commitUrl'> | undefined,
  commit: string,
): string | undefined {
  const { commitUrl, commit: one } = known ?? {};
  if (commitUrl === undefined || one === undefined) return undefined;
  return commitUrl.endsWith(`/${one}`)
    ? `${commitUrl.slice(0, -one.length)}${encodeURIComponent(commit)}`
    : undefined;
}
