import { spawn } from 'node:child_process';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { KustomizeProgram } from './KustomizeProgram';
import { RenderFailure } from './RenderFailure';
import { RenderLimits } from './renderLimits';

export interface KustomizeRun {
  readonly program: KustomizeProgram;
  /** Content by path: all that the program can read. */
  readonly files: ReadonlyMap<string, string>;
  readonly directory: string;
  readonly limits: RenderLimits;
  readonly signal?: AbortSignal;
}

/** Enough of what a program says to tell what is wrong. */
const maximumMessage = 2_000;

/**
 * Builds a directory of a private tree and returns what the program prints.
 * The tree is written to a folder that is removed again.
 *
 * The program gets no variable of ours, no other program on its PATH, no
 * plugins and no Helm; time and output are bounded. Throws a
 * {@link RenderFailure} where it fails.
 */
export async function runKustomize(run: KustomizeRun): Promise<string> {
  const root = await fs.realpath(
    await fs.mkdtemp(path.join(os.tmpdir(), 'gitops-render-')),
  );
  try {
    const home = path.join(root, 'home');
    const tree = path.join(root, 'tree');
    await fs.mkdir(home);
    await fs.mkdir(tree);
    await writeTree(tree, run.files);
    return await build(run, { home, tree });
  } finally {
    await fs.rm(root, { recursive: true, force: true });
  }
}

async function writeTree(
  tree: string,
  files: ReadonlyMap<string, string>,
): Promise<void> {
  for (const [file, text] of files) {
    const target = path.join(tree, file);
    // Paths were resolved before; this holds whatever is changed there.
    if (!target.startsWith(`${tree}${path.sep}`)) {
      throw new RenderFailure('render-outside', `'${file}' leads out`);
    }
    await fs.mkdir(path.dirname(target), { recursive: true });
    await fs.writeFile(target, text);
  }
}

type Places = { readonly home: string; readonly tree: string };

function build(run: KustomizeRun, places: Places): Promise<string> {
  const { program, directory, limits, signal } = run;
  const { home, tree } = places;
  const child = spawn(
    program.command,
    [
      ...program.args,
      // Bases and patches lie beside the directory. All that can be read is
      // the private tree, whose paths were checked.
      '--load-restrictor=LoadRestrictionsNone',
      path.join(tree, directory),
    ],
    {
      cwd: tree,
      env: { HOME: home, XDG_CONFIG_HOME: home, TMPDIR: home, PATH: '' },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: limits.milliseconds,
      killSignal: 'SIGKILL',
      signal,
    },
  );
  const output: Buffer[] = [];
  let bytes = 0;
  let message = '';
  child.stdout.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > limits.outputBytes) child.kill('SIGKILL');
    else output.push(chunk);
  });
  child.stderr.on('data', (chunk: Buffer) => {
    if (message.length < maximumMessage) message += chunk.toString('utf8');
  });
  const outcome = (code: number | null): string => {
    if (bytes > limits.outputBytes) {
      const problem = `it prints more than ${limits.outputBytes} bytes`;
      throw new RenderFailure('render-too-large', problem);
    }
    if (code === 0) return Buffer.concat(output).toString('utf8');
    if (code === null) {
      const problem = `kustomize took more than ${limits.milliseconds} ms`;
      throw new RenderFailure('render-timeout', problem);
    }
    throw new RenderFailure('render-failed', reason(message, places));
  };
  return new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  }).then(outcome);
}

/** What went wrong, in paths of the repository instead of ours. */
function reason(message: string, { home, tree }: Places): string {
  const text = message
    .slice(0, maximumMessage)
    .replaceAll(`${tree}/`, '')
    .replaceAll(tree, '.')
    .replaceAll(home, '')
    .trim();
  return text.replace(/^error: /i, '') || 'kustomize failed without a reason';
}
