import { ForwardedError, isError } from '@backstage/errors';
import { ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { classifyGitFailure } from './classifyGitFailure';

/** How long a kind of work may take before it is given up, in milliseconds. */
export const gitTimeLimits = {
  /** Asking a remote for its branches. */
  listRemote: 60_000,
  /** Fetching, which for a first copy may be gigabytes. */
  fetch: 30 * 60_000,
  /** Reading from the mirror. */
  read: 2 * 60_000,
  /** Reading a whole history, or putting the mirror in order. */
  history: 15 * 60_000,
} as const;

export interface GitCommand {
  /** What is tried and on what, for errors; never with credentials. */
  readonly doing: string;
  readonly arguments: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
  readonly timeLimit: number;
  readonly signal?: AbortSignal;
  readonly input?: string;
}

const maximumErrorText = 64 * 1024;

/** Runs git to its end and gives its standard output. */
export async function runGit(command: GitCommand): Promise<Buffer> {
  const chunks: Buffer[] = [];
  await streamGit(command, chunk => chunks.push(chunk));
  return Buffer.concat(chunks);
}

/**
 * Runs git and hands over its standard output as it comes. Rejects with a
 * classified error when git fails, takes too long or is aborted.
 */
export async function streamGit(
  command: GitCommand,
  onChunk: (chunk: Buffer) => void,
): Promise<void> {
  const { signal, doing } = command;
  signal?.throwIfAborted();
  const child = startGit(command);
  const timer = setTimeout(() => child.kill('SIGKILL'), command.timeLimit);
  const abort = () => child.kill('SIGKILL');
  signal?.addEventListener('abort', abort);
  let failure: unknown;
  child.stdout.on('data', (chunk: Buffer) => {
    if (failure !== undefined) return;
    try {
      onChunk(chunk);
    } catch (error) {
      failure = error;
      child.kill('SIGKILL');
    }
  });
  const started = Date.now();
  try {
    const { code, stderr } = await ended(child, doing);
    signal?.throwIfAborted();
    if (failure !== undefined) throw failure;
    if (code === 0) return;
    if (code === undefined && Date.now() - started >= command.timeLimit) {
      const seconds = Math.round(command.timeLimit / 1000);
      throw new Error(`${doing}: timed out after ${seconds} s`);
    }
    throw classifyGitFailure(doing, stderr);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', abort);
  }
}

/** Starts git with pipes; whoever calls ends it. */
export function startGit(
  command: Pick<GitCommand, 'arguments' | 'environment' | 'input'>,
): ChildProcessWithoutNullStreams {
  const child = spawn('git', [...command.arguments], {
    env: command.environment,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  // A git that ends before it has read its input is reported by its exit.
  child.stdin.on('error', () => undefined);
  if (command.input !== undefined) child.stdin.end(command.input);
  return child;
}

function ended(
  child: ChildProcessWithoutNullStreams,
  doing: string,
): Promise<{ code: number | undefined; stderr: string }> {
  let stderr = '';
  child.stderr.setEncoding('utf8');
  child.stderr.on('data', (text: string) => {
    if (stderr.length < maximumErrorText) stderr += text;
  });
  return new Promise((resolve, reject) => {
    child.on('error', error => reject(notStarted(doing, error)));
    child.on('close', code => resolve({ code: code ?? undefined, stderr }));
  });
}

function notStarted(doing: string, error: unknown): Error {
  if (isError(error) && error.code === 'ENOENT') {
    return new Error(`${doing}: the git program is not installed`);
  }
  return new ForwardedError(`${doing}: git could not be started`, error);
}
