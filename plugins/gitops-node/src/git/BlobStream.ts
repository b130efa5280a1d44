import { ChildProcessWithoutNullStreams } from 'node:child_process';
import { classifyGitFailure } from './classifyGitFailure';
import { maximumFileBytes } from './loadFileTree';
import { startGit } from './runGit';

const newline = 0x0a;

export interface BlobStreamOptions {
  readonly gitDirectory: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly signal?: AbortSignal;
  /** Called once for each requested id, in order; undefined where the object can't be had. */
  readonly onBlob: (content: Buffer | undefined) => void;
}

/**
 * Reads very many blobs through one `git cat-file --batch --buffer`, while
 * whoever asks for them is still finding out which to ask for.
 */
export class BlobStream {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #done: Promise<void>;
  readonly #onBlob: BlobStreamOptions['onBlob'];
  #requests: string[] = [];
  #waiting = 0;
  #chunks: Buffer[] = [];
  #buffered = 0;
  /** Bytes of the blob at hand, or undefined between blobs. */
  #size: number | undefined;
  #failure: unknown;

  constructor(options: BlobStreamOptions) {
    this.#onBlob = options.onBlob;
    this.#child = startGit({
      arguments: [
        `--git-dir=${options.gitDirectory}`,
        'cat-file',
        '--batch',
        '--buffer',
      ],
      environment: options.environment,
    });
    this.#done = this.#run(options.signal);
    // The failure is reported by end(); until then nobody may be listening.
    this.#done.catch(() => undefined);
  }

  /** Asks for a blob by its id in hexadecimal. */
  request(id: string): void {
    this.#requests.push(id);
    this.#waiting += 1;
    if (this.#requests.length >= 512) this.#flush();
  }

  /** No more requests; resolves when every blob was handed over. */
  async end(): Promise<void> {
    this.#flush();
    this.#child.stdin.end();
    await this.#done;
  }

  #flush(): void {
    if (this.#requests.length === 0) return;
    this.#child.stdin.write(`${this.#requests.join('\n')}\n`);
    this.#requests = [];
  }

  async #run(signal: AbortSignal | undefined): Promise<void> {
    const child = this.#child;
    const abort = () => child.kill('SIGKILL');
    signal?.addEventListener('abort', abort);
    let stderr = '';
    child.stderr.on('data', (text: Buffer) => {
      if (stderr.length < 4096) stderr += text.toString('utf8');
    });
    child.stdout.on('data', (chunk: Buffer) => {
      if (this.#failure !== undefined) return;
      try {
        this.#read(chunk);
      } catch (error) {
        this.#failure = error;
        child.kill('SIGKILL');
      }
    });
    try {
      const code = await new Promise<number | null>((resolve, reject) => {
        child.on('error', reject);
        child.on('close', resolve);
      });
      signal?.throwIfAborted();
      if (this.#failure !== undefined) throw this.#failure;
      if (code !== 0 || this.#waiting > 0) {
        throw classifyGitFailure('Reading blobs', stderr);
      }
    } finally {
      signal?.removeEventListener('abort', abort);
    }
  }

  #read(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#buffered += chunk.length;
    // Joining only once a whole answer can be there keeps large blobs linear.
    if (this.#size !== undefined && this.#buffered <= this.#size) return;
    let text = this.#chunks.length === 1 ? chunk : Buffer.concat(this.#chunks);
    for (;;) {
      if (this.#size === undefined) {
        const end = text.indexOf(newline);
        if (end < 0) break;
        this.#header(text.toString('latin1', 0, end));
        text = text.subarray(end + 1);
        continue;
      }
      if (text.length <= this.#size) break;
      const content = text.subarray(0, this.#size);
      this.#give(content.length > maximumFileBytes ? undefined : content);
      text = text.subarray(this.#size + 1);
      this.#size = undefined;
    }
    this.#chunks = [text];
    this.#buffered = text.length;
  }

  /** `<id> blob <size>`, or `<id> missing`. */
  #header(line: string): void {
    const match = /^[0-9a-f]+ ([a-z]+) ([0-9]+)$/.exec(line);
    if (match === null) {
      this.#give(undefined);
      return;
    }
    this.#size = Number(match[2]);
  }

  #give(content: Buffer | undefined): void {
    this.#waiting -= 1;
    this.#onBlob(content);
  }
}
