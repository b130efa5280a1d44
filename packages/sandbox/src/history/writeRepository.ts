import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { gitEnvironment, runGit } from '../git/runGit';
import { CommitGraph, mainRef } from './commitGraph';
import { fastImportStream } from './fastImport';
import { PullRequestPage, pullRequestsFile } from './pullRequestsFile';

/**
 * Writes a bare repository, and beside its objects what the forge remembers of
 * its pull requests. The directory must not exist. The same graph gives the
 * same commit ids everywhere.
 */
export async function writeRepository(
  directory: string,
  graph: CommitGraph,
): Promise<void> {
  await runGit(['init', '--quiet', '--bare', '--', directory]);
  await runGit(['symbolic-ref', 'HEAD', mainRef], { gitDirectory: directory });
  const ids = await importCommits(directory, graph);
  for (const { branch, head, landed } of graph.pullRequests) {
    // Of what is merged the branch is gone.
    if (landed) continue;
    await runGit(['update-ref', `refs/heads/${branch}`, ids[head]], {
      gitDirectory: directory,
    });
  }
  const pullRequests = graph.pullRequests.map(
    ({ head, landed, ...record }): PullRequestPage => ({
      ...record,
      head: ids[head],
      landed: landed && { ...landed, commit: ids[landed.commit] },
    }),
  );
  await fs.writeFile(
    path.join(directory, pullRequestsFile),
    JSON.stringify(pullRequests),
  );
}

/** Commit ids by mark. */
async function importCommits(
  directory: string,
  graph: CommitGraph,
): Promise<string[]> {
  const marks = path.join(directory, 'marks');
  const child = spawn(
    'git',
    ['fast-import', '--quiet', '--done', `--export-marks=${marks}`],
    {
      env: { ...gitEnvironment(), GIT_DIR: directory },
      stdio: ['pipe', 'ignore', 'pipe'],
    },
  );
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', text => {
    complaint += text;
  });
  const closed = once(child, 'close');
  const [written] = await Promise.allSettled([
    pipeline(Readable.from(fastImportStream(graph.commits)), child.stdin),
    closed,
  ]);
  if (child.exitCode !== 0 || written.status === 'rejected') {
    throw new Error(`git fast-import failed: ${complaint.slice(0, 2000)}`);
  }
  const lines = (await fs.readFile(marks, 'utf8')).trim().split('\n');
  await fs.rm(marks);
  const ids: string[] = [];
  for (const line of lines) {
    const [mark, id] = line.slice(1).split(' ');
    ids[Number(mark)] = id;
  }
  return ids;
}
