import { Octokit } from '@octokit/rest';
import { ForgeRepository } from '../ForgeRepository';

/** A repository, and the client to ask for it. */
export interface GithubRepository {
  readonly octokit: Octokit;
  readonly repository: ForgeRepository;
  readonly signal?: AbortSignal;
}

/** What every request for a repository says. */
export function names({ repository, signal }: GithubRepository) {
  return {
    owner: repository.owner,
    repo: repository.name,
    request: { signal },
  };
}
