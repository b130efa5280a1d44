import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

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
    // A path is a path, never a pattern.
    GIT_LITERAL_PATHSPECS: '1',
    // Served repositories may belong to another user of the machine.
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: 'safe.directory',
    GIT_CONFIG_VALUE_0: '*',
    LC_ALL: 'C.UTF-8',
    TZ: 'UTC',
  };
}

export interface GitOptions {
  readonly gitDirectory?: string;
  readonly signal?: AbortSignal;
  /** What it reads from its standard input. */
  readonly input?: string | Buffer;
  readonly env?: NodeJS.ProcessEnv;
}

/** Runs git to its end and returns what it printed. */
export async function runGit(
  args: readonly string[],
  options: GitOptions = {},
): Promise<string> {
  return (await runGitForBytes(args, options)).toString('utf8');
}

/** As {@link runGit}, for what need not be text. */
export async function runGitForBytes(
  args: readonly string[],
  options: GitOptions = {},
): Promise<Buffer> {
  const { code, output, complaint } = await askGit(args, options);
  if (code === 0) return output;
  throw new Error(`git ${args[0]} failed: ${complaint.slice(0, 2000)}`);
}

/** Runs git where its exit code is an answer too. */
export async function askGit(
  args: readonly string[],
  options: GitOptions = {},
): Promise<{
  readonly code: number;
  readonly output: Buffer;
  readonly complaint: string;
}> {
  let output: Buffer = Buffer.alloc(0);
  let complaint = '';
  let failure: Error | null = null;
  const child = execFile(
    'git',
    args,
    {
      env: {
        ...gitEnvironment(),
        ...(options.gitDirectory && { GIT_DIR: options.gitDirectory }),
        ...options.env,
      },
      maxBuffer: maximumOutputBytes,
      signal: options.signal,
      encoding: 'buffer',
    },
    (error, stdout, stderr) => {
      failure = error;
      output = stdout;
      complaint = stderr.toString('utf8');
    },
  );
  const ended = once(child, 'close');
  if (child.stdin) {
    // A git that ends before it has read everything says why by its code.
    await Promise.allSettled([
      pipeline(Readable.from([options.input ?? '']), child.stdin),
      ended,
    ]);
  }
  if (child.exitCode === null) throw failure ?? new Error('git was ended');
  return { code: child.exitCode, output, complaint };
}
