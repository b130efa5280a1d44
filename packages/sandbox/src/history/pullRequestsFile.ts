import fs from 'node:fs/promises';
import path from 'node:path';
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
  try {
    const file = path.join(gitDirectory, pullRequestsFile);
    return JSON.parse(await fs.readFile(file, 'utf8'));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      return [];
    }
    throw error;
  }
}
