import fs from 'node:fs/promises';
import path from 'node:path';
import { readIfThere } from '../files/readIfThere';
import { Accounts } from './accounts/Accounts';
import { ForgeEvent } from './ForgeEvent';
import { GitObjects } from './git/GitObjects';
import { GitRefs } from './git/GitRefs';
import { GithubError } from './GithubError';
import { Repository } from './Repository';
import { RepositoryRecord } from './RepositoryRecord';
import { ServedRepository } from './ServedRepository';

/** Beside the objects of a bare repository. */
const recordFile = 'forge.json';

/** A change in the making: `record` is a copy that is kept if it succeeds. */
export interface Work {
  readonly repository: HostedRepository;
  readonly record: RepositoryRecord;
  /** Told once the change is kept. */
  emit(event: ForgeEvent): void;
}

export interface HostedRepositoryOptions {
  readonly served: ServedRepository;
  readonly accounts: Accounts;
  /** What a repository without a record of its own begins with. */
  readonly firstRecord: () => Promise<RepositoryRecord>;
  readonly onEvent: (repository: HostedRepository, event: ForgeEvent) => void;
}

/** A bare repository, and what the forge remembers of it. */
export class HostedRepository {
  readonly served: ServedRepository;
  readonly accounts: Accounts;
  readonly objects: GitObjects;
  readonly refs: GitRefs;
  /** For pages. */
  readonly reader: Repository;
  readonly #options: HostedRepositoryOptions;
  #record: Promise<RepositoryRecord> | undefined;
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: HostedRepositoryOptions) {
    const { served } = options;
    this.#options = options;
    this.served = served;
    this.accounts = options.accounts;
    this.objects = new GitObjects(served.gitDirectory);
    this.refs = new GitRefs(served.gitDirectory);
    this.reader = new Repository(served);
  }

  get owner(): string {
    return this.served.owner;
  }

  get name(): string {
    return this.served.name;
  }

  get gitDirectory(): string {
    return this.served.gitDirectory;
  }

  /** The record as it is; whoever wants to change it calls {@link change}. */
  read(): Promise<Readonly<RepositoryRecord>> {
    this.#record ??= this.#load();
    return this.#record;
  }

  /** One change after the other, each kept whole or not at all. */
  change<T>(make: (work: Work) => Promise<T>): Promise<T> {
    const made = this.#last.then(() => this.#change(make));
    this.#last = made.catch(() => undefined);
    return made;
  }

  async #change<T>(make: (work: Work) => Promise<T>): Promise<T> {
    if (!this.served.writable) {
      throw new GithubError(403, 'Repository was archived so is read-only.');
    }
    const record = structuredClone(await this.read());
    const events: ForgeEvent[] = [];
    const result = await make({
      repository: this,
      record,
      emit: event => events.push(event),
    });
    await this.#save(record);
    this.#record = Promise.resolve(record);
    for (const event of events) this.#options.onEvent(this, event);
    return result;
  }

  async #load(): Promise<RepositoryRecord> {
    const text = await readIfThere(this.#file);
    return text === undefined ? this.#options.firstRecord() : JSON.parse(text);
  }

  /** A reader finds the old record or the new one, never half of it. */
  async #save(record: RepositoryRecord) {
    const draft = `${this.#file}.draft`;
    await fs.writeFile(draft, JSON.stringify(record));
    await fs.rename(draft, this.#file);
  }

  get #file(): string {
    return path.join(this.gitDirectory, recordFile);
  }
}
