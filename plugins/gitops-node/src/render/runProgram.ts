import { ChildProcess, spawn } from 'node:child_process';
import fs from 'node:fs/promises';
import { PrivateFolder } from './PrivateFolder';
import { RenderFailure } from './RenderFailure';
import { RenderLimits } from './renderLimits';

export interface ProgramRun {
  /** As it is called in messages. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** Variables beside those that point home; the program gets none of ours. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly limits: RenderLimits;
  readonly signal?: AbortSignal;
}

/** Enough of what a program says to tell what is wrong. */
const maximumMessage = 2_000;

/** How often the memory of a program is looked at. */
const memoryCheckMilliseconds = 50;

type End = 'tooLarge' | 'tooMuchMemory' | undefined;

/**
 * Runs a program in a private folder and returns what it prints.
 *
 * It gets no variable of ours and no other program on its PATH; time, output
 * and (on Linux) memory are bounded. Throws a {@link RenderFailure} where it
 * fails.
 */
export async function runProgram(
  run: ProgramRun,
  folder: PrivateFolder,
): Promise<string> {
  const { name, limits } = run;
  const child = start(run, folder);
  const output: Buffer[] = [];
  let bytes = 0;
  let message = '';
  let end: End;
  const kill = (why: End) => {
    end ??= why;
    child.kill('SIGKILL');
  };
  child.stdout?.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > limits.outputBytes) kill('tooLarge');
    else output.push(chunk);
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    if (message.length < maximumMessage) message += chunk.toString('utf8');
  });
  const watch = setInterval(async () => {
    if ((await memoryOf(child)) > limits.memoryBytes) kill('tooMuchMemory');
  }, memoryCheckMilliseconds);
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.on('error', reject);
      child.on('close', resolve);
    });
    if (code === 0 && end === undefined) {
      return Buffer.concat(output).toString('utf8');
    }
    throw failure(name, limits, end, code, folder.hide(message));
  } finally {
    clearInterval(watch);
  }
}

function start(run: ProgramRun, { home, tree }: PrivateFolder): ChildProcess {
  return spawn(run.command, run.args, {
    cwd: tree,
    env: {
      HOME: home,
      XDG_CONFIG_HOME: home,
      TMPDIR: home,
      PATH: '',
      ...run.environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: run.limits.milliseconds,
    killSignal: 'SIGKILL',
    signal: run.signal,
  });
}

function failure(
  name: string,
  limits: RenderLimits,
  end: End,
  code: number | null,
  message: string,
): RenderFailure {
  if (end === 'tooLarge') {
    const problem = `it prints more than ${limits.outputBytes} bytes`;
    return new RenderFailure('render-too-large', problem);
  }
  if (end === 'tooMuchMemory') {
    const problem = `${name} took more than ${limits.memoryBytes} bytes of memory`;
    return new RenderFailure('render-too-large', problem);
  }
  if (code === null) {
    const problem = `${name} took more than ${limits.milliseconds} ms`;
    return new RenderFailure('render-timeout', problem);
  }
  const reason = message
    .slice(0, maximumMessage)
    // Helm's notes on values that are fine.
    .replace(/^level=(?:INFO|WARN|DEBUG) .*\n/gm, '')
    .replace(/^error: /i, '')
    // kubectl's log line, with a time that makes each failure another one.
    .replace(/^E\d{4} [^\]]*\] "command failed" err="([\s\S]*?)"?$/, '$1')
    .replace(/\s*Use --debug flag to render out invalid YAML$/, '');
  return new RenderFailure(
    'render-failed',
    reason || `${name} failed without a reason`,
  );
}

/** Resident memory in bytes; 0 where the system doesn't tell. */
async function memoryOf({ pid }: ChildProcess): Promise<number> {
  if (pid === undefined) return 0;
  try {
    const status = await fs.readFile(`/proc/${pid}/status`, 'utf8');
    const match = /^VmRSS:\s+(\d+) kB/m.exec(status);
    return match === null ? 0 : Number(match[1]) * 1024;
  } catch {
    // It has ended, or this is no Linux.
    return 0;
  }
}
