import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const execFileAsync = promisify(execFile);

/** More than any page of the demo shows; a runaway output is cut off. */
const maximumOutputBytes = 32 * 1024 * 1024;

/**
 * What git sees of this process's environment: no configuration of the person
 * or the machine, so that the world is the same on each, and no way to reach
 * another repository, whatever the configuration of a served one says.
 */
export function gitEnvironment(): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_TERMINAL_PROMPT: '0',
    GIT_NO_LAZY_FETCH: '1',
    GIT_ALLOW_PROTOCOL: 'none',
    GIT_OPTIONAL_LOCKS: '0',
    // Served repositories may belong to another user of the machine.
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: 'safe.directory',
    GIT_CONFIG_VALUE_0: '*',
    LC_ALL: 'C.UTF-8',
    TZ: 'UTC',
  };
}

/** Runs git to its end and returns what it printed. */
export async function runGit(
  args: readonly string[],
  options: { gitDirectory?: string; signal?: AbortSignal } = {},
): Promise<string> {
  const { stdout } = await execFileAsync('git', args, {
    env: {
      ...gitEnvironment(),
      ...(options.gitDirectory && { GIT_DIR: options.gitDirectory }),
    },
    maxBuffer: maximumOutputBytes,
    signal: options.signal,
  });
  return stdout;
}
