import { runGit } from '../git/runGit';
import { ServedRepository } from './ServedRepository';

/** A commit as a page shows it. Times are ISO 8601. */
export interface CommitSummary {
  readonly id: string;
  readonly parents: readonly string[];
  readonly author: string;
  readonly authoredAt: string;
  readonly committedAt: string;
  readonly subject: string;
  readonly message: string;
}

export interface TreeItem {
  readonly type: string;
  readonly name: string;
}

/** What lies at a path of a commit. */
export type Content =
  | { readonly type: 'file'; readonly text: string }
  | { readonly type: 'directory'; readonly items: readonly TreeItem[] };

/** Names and ids; Git's operators (`^`, `~`, `:/`, `@{`, `..`) are not for addresses. */
const plainRevision = /^[A-Za-z0-9](?:[A-Za-z0-9_/+-]|\.(?!\.))*$/;

const format = ['%H', '%P', '%an', '%aI', '%cI', '%s', '%B'].join('%x00');
const endOfRecord = '\u0001\u0002';

/**
 * Reads a repository for its pages, by plumbing commands alone: they neither
 * follow a repository's configuration into a program nor change anything.
 */
export class Repository {
  readonly owner: string;
  readonly name: string;
  readonly #gitDirectory: string;

  constructor({ owner, name, gitDirectory }: ServedRepository) {
    this.owner = owner;
    this.name = name;
    this.#gitDirectory = gitDirectory;
  }

  /** The id of the commit that a branch or an abbreviated id names. */
  async resolve(revision: string): Promise<string | undefined> {
    if (!plainRevision.test(revision)) return undefined;
    try {
      const id = await this.#git([
        'rev-parse',
        '--verify',
        '--quiet',
        '--end-of-options',
        `${revision}^{commit}`,
      ]);
      return id.trim();
    } catch {
      // A revision that isn't there is a page that isn't there.
      return undefined;
    }
  }

  async content(commit: string, path: string): Promise<Content | undefined> {
    const object = `${commit}:${path}`;
    let type: string;
    try {
      type = (await this.#git(['cat-file', '-t', object])).trim();
    } catch {
      return undefined;
    }
    if (type === 'tree') return this.#directory(object);
    if (type !== 'blob') return undefined;
    return {
      type: 'file',
      text: await this.#git(['cat-file', 'blob', object]),
    };
  }

  /** First-parent history, newest first. */
  async commits(from: string, limit: number): Promise<CommitSummary[]> {
    return this.#list(['--first-parent', `--max-count=${limit}`, from]);
  }

  async commit(id: string): Promise<CommitSummary | undefined> {
    return (await this.#list(['--max-count=1', id]))[0];
  }

  /** The commits of a pull request: those of `head` that `base` lacks. */
  async commitsBetween(base: string, head: string): Promise<CommitSummary[]> {
    return this.#list(['--max-count=250', head, `^${base}`]);
  }

  /** The commit that brought a pull request in, by what its subject says. */
  async findLanding(number: number): Promise<string | undefined> {
    const found = await this.#list([
      '--max-count=1',
      '--first-parent',
      '-E',
      `--grep=^Merge pull request #${number} |\\(#${number}\\)$|See merge request [^ ]*!${number}$`,
      'HEAD',
    ]);
    return found[0]?.id;
  }

  /** What lies between two commits, or what the first commit brought. */
  async diff(commit: string, against?: string): Promise<string> {
    const options = ['--no-ext-diff', '--no-textconv', '-p', '-M', '-r'];
    return this.#git(
      against === undefined
        ? ['diff-tree', ...options, '--root', '--no-commit-id', commit]
        : ['diff-tree', ...options, against, commit],
    );
  }

  async mergeBase(one: string, other: string): Promise<string | undefined> {
    try {
      return (await this.#git(['merge-base', one, other])).trim();
    } catch {
      // Unrelated histories have none.
      return undefined;
    }
  }

  async #directory(object: string): Promise<Content> {
    const listing = await this.#git(['ls-tree', '-z', object]);
    const items = listing
      .split('\0')
      .filter(Boolean)
      .map(line => {
        const tab = line.indexOf('\t');
        return { type: line.split(' ')[1], name: line.slice(tab + 1) };
      });
    return { type: 'directory', items };
  }

  async #list(args: readonly string[]): Promise<CommitSummary[]> {
    const output = await this.#git([
      'rev-list',
      '--no-commit-header',
      `--format=${format}%x01%x02`,
      ...args,
    ]);
    return output.split(`${endOfRecord}\n`).filter(Boolean).map(parseCommit);
  }

  #git(args: readonly string[]): Promise<string> {
    return runGit(args, { gitDirectory: this.#gitDirectory });
  }
}

function parseCommit(record: string): CommitSummary {
  const [id, parents, author, authoredAt, committedAt, subject, message] =
    record.split('\0');
  return {
    id,
    parents: parents.split(' ').filter(Boolean),
    author,
    authoredAt,
    committedAt,
    subject,
    message: message.trim(),
  };
}
