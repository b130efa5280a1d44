import { BlobStream } from '../git/BlobStream';
import { changedLines } from '../manifests/changedLines';
import { factChanges } from '../manifests/changeFacts';
import { readVersionFacts } from '../manifests/readVersionFacts';
import { VersionFactSelector } from '../manifests/versionFacts';
import { FactStore } from './FactStore';

const nul = 0;

export interface FactReaderOptions {
  readonly gitDirectory: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly selector: VersionFactSelector;
}

/** The text of a file's state that was read last. */
interface LastState {
  readonly blob: number;
  /** Reused for the next state, so it may be longer than the text. */
  readonly memory: Buffer;
  readonly length: number;
}

/** Texts of the files read last are kept up to this size. */
const maximumKeptBytes = 24 * 1024 * 1024;

/**
 * Reads the facts of blobs as they come, each blob once. States of one file
 * mostly differ in a version alone; then the facts of the state read before
 * tell the others.
 */
export class FactReader {
  readonly #facts: FactStore;
  readonly #selector: VersionFactSelector;
  readonly #stream: BlobStream;
  readonly #abort = new AbortController();
  readonly #requested = new Set<number>();
  readonly #order: { readonly blob: number; readonly path: string }[] = [];
  readonly #last = new Map<string, LastState>();
  #keptBytes = 0;
  #answered = 0;

  constructor(
    options: FactReaderOptions,
    facts: FactStore,
    signal: AbortSignal | undefined,
  ) {
    this.#facts = facts;
    this.#selector = options.selector;
    this.#stream = new BlobStream({
      gitDirectory: options.gitDirectory,
      environment: options.environment,
      signal: signal
        ? AbortSignal.any([signal, this.#abort.signal])
        : this.#abort.signal,
      onBlob: content => this.#read(content),
    });
  }

  request(blob: number, id: string, path: string): void {
    if (this.#requested.has(blob) || this.#facts.isRead(blob)) return;
    this.#requested.add(blob);
    this.#order.push({ blob, path });
    this.#stream.request(id);
  }

  end(): Promise<void> {
    return this.#stream.end();
  }

  async abandon(): Promise<void> {
    this.#abort.abort();
    await this.#stream.end().catch(() => undefined);
  }

  #read(content: Buffer | undefined): void {
    const { blob, path } = this.#order[this.#answered];
    this.#answered += 1;
    if (content === undefined || content.includes(nul)) {
      this.#facts.set(blob, undefined);
      return;
    }
    if (!this.#derive(blob, path, content)) {
      const text = content.toString('utf8');
      this.#facts.set(blob, readVersionFacts(text, this.#selector));
    }
    this.#keep(blob, path, content);
  }

  #derive(blob: number, path: string, content: Buffer): boolean {
    const last = this.#last.get(path);
    if (last === undefined) return false;
    const before = last.memory.subarray(0, last.length);
    const lines = changedLines(before, content);
    const changes = lines && factChanges(lines, this.#selector);
    return (
      changes !== undefined && this.#facts.derive(blob, last.blob, changes)
    );
  }

  #keep(blob: number, path: string, content: Buffer): void {
    const known = this.#last.get(path);
    if (!this.#facts.isKnown(blob)) return;
    let memory = known?.memory;
    if (memory === undefined || memory.length < content.length) {
      this.#keptBytes -= memory?.length ?? 0;
      memory = Buffer.allocUnsafeSlow(Math.ceil(content.length * 1.1));
      this.#keptBytes += memory.length;
    }
    content.copy(memory);
    this.#last.delete(path);
    this.#last.set(path, { blob, memory, length: content.length });
    for (const [oldest, state] of this.#last) {
      if (this.#keptBytes <= maximumKeptBytes) break;
      this.#last.delete(oldest);
      this.#keptBytes -= state.memory.length;
    }
  }
}
