import { ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

/** A GitHub that keeps state, from the package `emulate`. */
export class GithubEmulator {
  readonly url: string;
  readonly #process: ChildProcess;

  private constructor(process: ChildProcess, url: string) {
    this.#process = process;
    this.url = url;
  }

  static async start(seed: unknown): Promise<GithubEmulator> {
    const child = fork(
      // eslint-disable-next-line no-restricted-syntax -- tests are not bundled
      path.resolve(__dirname, 'emulateGithub.mjs'),
      [JSON.stringify(seed)],
      { execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] },
    );
    const [message] = await once(child, 'message');
    return new GithubEmulator(child, String(message.url));
  }

  /** Back to the seed. */
  async reset(): Promise<void> {
    const answer = once(this.#process, 'message');
    this.#process.send('reset');
    await answer;
  }

  async close(): Promise<void> {
    const ended = once(this.#process, 'exit');
    this.#process.disconnect();
    await ended;
  }
}
