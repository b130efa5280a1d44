import { spawn } from 'node:child_process';
import path from 'node:path';

// eslint-disable-next-line no-restricted-syntax -- tests are not bundled
const program = path.resolve(__dirname, '../../bin/gitops');

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the program as a person would, with a cache of its own. */
export async function runGitops(
  args: readonly string[],
  { cwd, cache }: { readonly cwd: string; readonly cache: string },
): Promise<Finished> {
  const child = spawn(process.execPath, [program, ...args], {
    cwd,
    env: { PATH: process.env.PATH, HOME: cwd, XDG_CACHE_HOME: cache },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', text => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', text => (stderr += text));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  return { code, stdout, stderr };
}
