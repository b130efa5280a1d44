import { BlobStream } from '../git/BlobStream';
import { readVersionFacts } from '../manifests/readVersionFacts';
import { VersionFactSelector } from '../manifests/versionFacts';
import { FactStore } from './FactStore';

const nul = 0;

export interface FactReaderOptions {
  readonly gitDirectory: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly selector: VersionFactSelector;
}

/** Reads the facts of blobs as they come, each blob once. */
export class FactReader {
  readonly #facts: FactStore;
  readonly #selector: VersionFactSelector;
  readonly #stream: BlobStream;
  readonly #abort = new AbortController();
  readonly #requested = new Set<number>();
  readonly #order: number[] = [];
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

  request(blob: number, id: string): void {
    if (this.#requested.has(blob) || this.#facts.isRead(blob)) return;
    this.#requested.add(blob);
    this.#order.push(blob);
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
    const blob = this.#order[this.#answered];
    this.#answered += 1;
    const isText = content !== undefined && !content.includes(nul);
    this.#facts.set(
      blob,
      isText
        ? readVersionFacts(content.toString('utf8'), this.#selector)
        : undefined,
    );
  }
}
