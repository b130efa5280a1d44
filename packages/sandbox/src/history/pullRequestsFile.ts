import path from 'node:path';
import { readIfThere } from '../files/readIfThere';
import { PullRequestRecord } from './commitGraph';

/** The file in a bare repository that holds its pull requests. */
export const pullRequestsFile = 'pull-requests.json';

/** A pull request with commit ids in place of marks. */
export interface PullRequestPage
  extends Omit<PullRequestRecord, 'head' | 'landed'> {
  readonly head: string;
  readonly landed?: {
    readonly commit: string;
    readonly at: number;
    readonly by: string;
  };
}

/** Reads them; a repository that the sandbox did not make has none. */
export async function readPullRequests(
  gitDirectory: string,
): Promise<PullRequestPage[]> {
  const text = await readIfThere(path.join(gitDirectory, pullRequestsFile));
  return text === undefined ? [] : JSON.parse(text);
}
