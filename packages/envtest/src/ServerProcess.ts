import { ChildProcess, spawn } from 'node:child_process';
import fs from 'node:fs';

/** How long a program may take to end when it is asked to. */
const graceMilliseconds = 5_000;

/**
 * Ends the program when this process dies without having done so: its pipe to
 * the shell closes then.
 */
const guard = 'cat >/dev/null; kill -KILL "$1" 2>/dev/null';

/** One program of a control plane, from its start to its end. */
export class ServerProcess {
  readonly #child: ChildProcess;
  readonly #guard: ChildProcess;
  readonly #ended: Promise<void>;

  /** `variables` are added to the environment. */
  constructor(
    program: string,
    args: readonly string[],
    readonly log: string,
    variables: Readonly<Record<string, string>> = {},
  ) {
    const output = fs.openSync(log, 'a');
    this.#child = spawn(program, args, {
      stdio: ['ignore', output, output],
      env: { ...process.env, ...variables },
    });
    fs.closeSync(output);
    this.#ended = new Promise(resolve => {
      this.#child.once('exit', () => resolve());
      this.#child.once('error', error => {
        fs.appendFileSync(log, `${error.message}\n`);
        resolve();
      });
    });
    this.#guard = spawn('sh', ['-c', guard, 'sh', String(this.#child.pid)], {
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    // The guard has gone before the program: nothing is left to tell it.
    this.#guard.stdin?.on('error', () => undefined);
    this.#guard.unref();
    this.#child.unref();
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  get hasEnded(): boolean {
    return (
      this.#child.pid === undefined ||
      this.#child.exitCode !== null ||
      this.#child.signalCode !== null
    );
  }

  /** Stops it in its tracks: connections stay open, nothing answers. */
  pause(): void {
    this.#child.kill('SIGSTOP');
  }

  resume(): void {
    this.#child.kill('SIGCONT');
  }

  /** Ends it as a crash would. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  async stop(): Promise<void> {
    await this.#end('SIGTERM');
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    if (!this.hasEnded) {
      this.#child.kill('SIGCONT');
      this.#child.kill(signal);
    }
    const timer = setTimeout(
      () => this.#child.kill('SIGKILL'),
      graceMilliseconds,
    );
    // One that could not be started tells so a moment later.
    await this.#ended;
    clearTimeout(timer);
    this.#guard.kill('SIGKILL');
  }

  /** The last lines it wrote, for an error that says why it ended. */
  lastLines(count = 12): string {
    const text = fs.existsSync(this.log)
      ? fs.readFileSync(this.log, 'utf8').trim()
      : '';
    return text.split('\n').slice(-count).join('\n');
  }
}
