import { ChildProcessWithoutNullStreams } from 'node:child_process';
import { startGit } from './runGit';

/** What an object id led to. */
export type GitObject =
  | { readonly state: 'found'; readonly type: string; readonly content: Buffer }
  | { readonly state: 'missing' };

interface Pending {
  readonly resolve: (object: GitObject) => void;
  readonly reject: (error: unknown) => void;
}

const objectId = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;
/** How many ids are written to git at once. */
const writeBatch = 1024;

/**
 * Reads objects through one `cat-file --batch` process, which is started when
 * first asked and kept. Requests are pipelined: ask for many at once.
 */
export class ObjectReader {
  readonly #directory: string;
  readonly #environment: NodeJS.ProcessEnv;
  #process: ChildProcessWithoutNullStreams | undefined;
  readonly #pending: Pending[] = [];
  #next = 0;
  #unsent: string[] = [];
  #chunks: Buffer[] = [];
  #buffered = 0;
  /** Bytes to have before parsing can go on. */
  #needed = 0;
  #closed = false;

  constructor(directory: string, environment: NodeJS.ProcessEnv) {
    this.#directory = directory;
    this.#environment = environment;
  }

  read(id: string): Promise<GitObject> {
    if (this.#closed) return Promise.reject(new Error('The reader is closed'));
    if (!objectId.test(id)) return Promise.reject(new Error('Not an id'));
    return new Promise((resolve, reject) => {
      this.#pending.push({ resolve, reject });
      this.#unsent.push(id);
      if (this.#unsent.length === 1) setImmediate(() => this.#send());
      else if (this.#unsent.length >= writeBatch) this.#send();
    });
  }

  async readText(id: string): Promise<string | undefined> {
    const object = await this.read(id);
    return object.state === 'found'
      ? object.content.toString('utf8')
      : undefined;
  }

  close(): void {
    this.#closed = true;
    this.#process?.kill('SIGKILL');
    this.#fail(new Error('The reader is closed'));
  }

  #send(): void {
    if (this.#unsent.length === 0) return;
    const ids = this.#unsent;
    this.#unsent = [];
    this.#process ??= this.#start();
    this.#process.stdin.write(`${ids.join('\n')}\n`);
  }

  #start(): ChildProcessWithoutNullStreams {
    const child = startGit({
      arguments: ['--git-dir', this.#directory, 'cat-file', '--batch'],
      environment: this.#environment,
    });
    const ended = (why: string) => {
      if (this.#process !== child) return;
      this.#process = undefined;
      this.#chunks = [];
      this.#buffered = 0;
      this.#needed = 0;
      this.#fail(new Error(`Reading objects failed: ${why}`));
    };
    let complaint = '';
    child.stderr.on('data', (data: Buffer) => {
      complaint = data.toString('utf8').trim().slice(0, 300);
    });
    child.stdout.on('data', (chunk: Buffer) => this.#receive(chunk));
    child.on('error', error => ended(error.message));
    child.on('close', () => ended(complaint || 'git ended'));
    // The process lives as long as the reader, not as long as the program.
    child.unref();
    return child;
  }

  #fail(error: Error): void {
    const waiting = this.#pending.splice(0).slice(this.#next);
    this.#next = 0;
    this.#unsent = [];
    for (const { reject } of waiting) reject(error);
  }

  #receive(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#buffered += chunk.length;
    if (this.#buffered < this.#needed) return;
    const data =
      this.#chunks.length === 1 ? chunk : Buffer.concat(this.#chunks);
    const rest = data.subarray(this.#parse(data));
    this.#chunks = rest.length > 0 ? [rest] : [];
    this.#buffered = rest.length;
  }

  /** Answers what is complete and returns how many bytes that took. */
  #parse(data: Buffer): number {
    let offset = 0;
    this.#needed = 0;
    while (offset < data.length) {
      const newline = data.indexOf(10, offset);
      if (newline < 0) break;
      const header = data.toString('latin1', offset, newline).split(' ');
      const size = Number(header[2]);
      if (header.length !== 3 || !Number.isInteger(size)) {
        this.#answer({ state: 'missing' });
        offset = newline + 1;
        continue;
      }
      const end = newline + 1 + size;
      if (end + 1 > data.length) {
        this.#needed = end + 1 - offset;
        break;
      }
      const content = Buffer.from(data.subarray(newline + 1, end));
      this.#answer({ state: 'found', type: header[1], content });
      offset = end + 1;
    }
    return offset;
  }

  #answer(object: GitObject): void {
    this.#pending[this.#next]?.resolve(object);
    this.#next += 1;
    if (this.#next < 4096 && this.#next < this.#pending.length) return;
    this.#pending.splice(0, this.#next);
    this.#next = 0;
  }
}
