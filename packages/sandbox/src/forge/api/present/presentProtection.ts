import { HostedRepository } from '../../HostedRepository';
import { BranchProtection } from '../../RepositoryRecord';
import { Site } from '../../Site';
import { repositoryUrl } from './presentRepository';

/** `branch-protection`, which is a `protected-branch` too. */
export function presentProtection(
  site: Site,
  repository: HostedRepository,
  { branch, protection }: { branch: string; protection: BranchProtection },
) {
  const url = `${repositoryUrl(site, repository)}/branches/${encodeURIComponent(
    branch,
  )}/protection`;
  const { reviews, checks, enforceAdmins } = protection;
  return {
    url,
    ...(reviews && {
      required_pull_request_reviews: {
        url: `${url}/required_pull_request_reviews`,
        dismiss_stale_reviews: reviews.dismissStale,
        require_code_owner_reviews: reviews.codeOwners,
        required_approving_review_count: reviews.count,
        require_last_push_approval: false,
      },
    }),
    ...(checks && {
      required_status_checks: {
        url: `${url}/required_status_checks`,
        strict: checks.strict,
        contexts: checks.contexts,
        contexts_url: `${url}/required_status_checks/contexts`,
        checks: checks.contexts.map(context => ({ context, app_id: null })),
      },
    }),
    enforce_admins: { url: `${url}/enforce_admins`, enabled: enforceAdmins },
    required_linear_history: { enabled: false },
    allow_force_pushes: { enabled: false },
    allow_deletions: { enabled: false },
    block_creations: { enabled: false },
    required_conversation_resolution: { enabled: false },
    lock_branch: { enabled: false },
    allow_fork_syncing: { enabled: false },
    required_signatures: { url: `${url}/required_signatures`, enabled: false },
  };
}
