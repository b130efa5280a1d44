import { PullRequestRequest } from '../Forge';
import { ForgeWorld } from './ForgeWorld';

export const file = 'apps/web/kustomization.yaml';
export const branch = 'gitops/promote-web-production-1a2b3c';

/** A promotion of one file. */
export function proposalFor(
  { repositoryUrl }: ForgeWorld,
  baseCommit: string,
  more: Partial<PullRequestRequest> = {},
): PullRequestRequest {
  return {
    repositoryUrl,
    targetBranch: 'main',
    baseCommit,
    branch,
    title: 'Promote web to v2 in production',
    body: 'What it does.',
    commitMessage: 'Promote web to v2 in production',
    files: [{ path: file, content: 'tag: v2\n' }],
    labels: ['gitops'],
    reviewers: ['lena', 'nobody-of-that-name', 'quillmoor/no-team'],
    draft: false,
    autoMerge: false,
    ...more,
  };
}
