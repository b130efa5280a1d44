import fs from 'node:fs/promises';
import path from 'node:path';
import { runGit } from '../git/runGit';
import { Account, Accounts } from './accounts/Accounts';
import { ForgeEvent } from './ForgeEvent';
import { isoTime } from './git/CommitDetails';
import { invalid } from './GithubError';
import { HostedRepository } from './HostedRepository';
import { BranchProtection, emptyRecord } from './RepositoryRecord';
import { seedRecord } from './seedRecord';
import { ServedRepository } from './ServedRepository';

/** Who reports the check of every pull request. */
export const checker = 'forge-checks[bot]';

export interface HostingOptions {
  readonly repositories: readonly ServedRepository[];
  readonly accounts: Accounts;
  /** Where new repositories are made; without it none are. */
  readonly directory?: string;
  readonly protection?: BranchProtection;
}

export interface NewRepository {
  readonly owner: string;
  readonly name: string;
  readonly description?: string;
  readonly visibility: 'public' | 'private' | 'internal';
  /** Begins with a commit that holds a README. */
  readonly autoInit: boolean;
  readonly allowAutoMerge: boolean;
  readonly deleteBranchOnMerge: boolean;
  readonly by: Account;
}

type Listener = (repository: HostedRepository, event: ForgeEvent) => void;

/** Every repository of the forge. */
export class Hosting {
  readonly accounts: Accounts;
  readonly #options: HostingOptions;
  readonly #repositories: HostedRepository[];
  readonly #listeners: Listener[] = [];
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: HostingOptions) {
    this.#options = options;
    this.accounts = options.accounts;
    this.#repositories = options.repositories.map(served => this.#host(served));
  }

  get repositories(): readonly HostedRepository[] {
    return this.#repositories;
  }

  subscribe(listener: Listener): void {
    this.#listeners.push(listener);
  }

  find(owner: string, name: string): HostedRepository | undefined {
    const wanted = `${owner}/${name}`.toLowerCase();
    return this.#repositories.find(
      repository =>
        `${repository.owner}/${repository.name}`.toLowerCase() === wanted,
    );
  }

  /** One after the other, so that a name is given once. */
  create(wanted: NewRepository): Promise<HostedRepository> {
    const made = this.#last.then(() => this.#create(wanted));
    this.#last = made.catch(() => undefined);
    return made;
  }

  async #create(wanted: NewRepository): Promise<HostedRepository> {
    const { owner, name } = wanted;
    if (this.#options.directory === undefined || this.find(owner, name)) {
      throw invalid({
        resource: 'Repository',
        field: 'name',
        code: 'custom',
        message: 'name already exists on this account',
      });
    }
    const gitDirectory = path.join(
      this.#options.directory,
      owner,
      `${name}.git`,
    );
    await fs.mkdir(path.dirname(gitDirectory), { recursive: true });
    await runGit([
      ...['init', '--quiet', '--bare', '--initial-branch=main'],
      ...['--', gitDirectory],
    ]);
    const repository = this.#host({
      ...{ owner, name, gitDirectory, writable: true },
    });
    await repository.change(async ({ record }) => {
      const { by, owner: _, name: __, autoInit: ___, ...settings } = wanted;
      Object.assign(record, emptyRecord(isoTime(Date.now())), settings);
    });
    if (wanted.autoInit) await begin(repository, wanted);
    this.#repositories.push(repository);
    return repository;
  }

  #host(served: ServedRepository): HostedRepository {
    const { accounts, protection } = this.#options;
    return new HostedRepository({
      ...{ served, accounts },
      firstRecord: () => seedRecord({ served, accounts, protection, checker }),
      onEvent: (repository, event) =>
        this.#listeners.forEach(listener => listener(repository, event)),
    });
  }
}

/** The first commit of a repository that is not to be empty. */
async function begin(
  { objects, refs, accounts }: HostedRepository,
  { name, description, by }: NewRepository,
) {
  const text = [`# ${name}`, ...(description ? [description] : [])].join('\n');
  const sha = await objects.writeBlob(Buffer.from(`${text}\n`));
  const signature = {
    ...accounts.signatureOf(by),
    date: isoTime(Date.now()),
  };
  const commit = await objects.writeCommit({
    tree: await objects.writeTree(undefined, [
      { path: 'README.md', mode: '100644', sha },
    ]),
    parents: [],
    message: 'Initial commit\n',
    author: signature,
    committer: signature,
  });
  await refs.update('refs/heads/main', commit, undefined);
}
