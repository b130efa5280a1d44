import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { repositoryUrlProblem } from '@backstage-gitops/plugin-gitops-node';
import { isError } from '@backstage/errors';
import { UsageError } from '../UsageError';

const remote = /^(?:[A-Za-z][A-Za-z0-9+.-]*:\/\/|(?:[\w.-]+@)?[\w.-]+:)/;

/**
 * The repository that a person named: a URL as it is, a path as the real path
 * of the folder, so that one folder has one mirror however it is written.
 */
export async function locateRepository(
  named: string,
  directory: string,
): Promise<string> {
  const problem = repositoryUrlProblem(named);
  if (problem !== undefined) throw new UsageError(`the repository ${problem}`);
  const local = path.resolve(directory, expandHome(named));
  try {
    const real = await fs.realpath(local);
    if ((await fs.stat(real)).isDirectory()) return real;
  } catch (error) {
    const code = isError(error) ? error.code : undefined;
    if (code !== 'ENOENT' && code !== 'ENOTDIR') throw error;
    if (remote.test(named)) return named;
    throw new UsageError(`there is no folder ${local}, and it is no Git URL`);
  }
  throw new UsageError(`${local} is a file, not a Git repository`);
}

/** `~/x` reaches the program as it is where no shell expanded it. */
function expandHome(named: string): string {
  return named.startsWith('~/')
    ? path.join(os.homedir(), named.slice(2))
    : named;
}
