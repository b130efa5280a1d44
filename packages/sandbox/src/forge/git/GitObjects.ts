import { randomUUID } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';
import { askGit, GitOptions, runGit, runGitForBytes } from '../../git/runGit';
import { CommitDetails, parseCommit, Signature } from './CommitDetails';

/** An entry of a tree; `size` is that of a blob. */
export interface TreeEntry {
  readonly mode: string;
  readonly type: string;
  readonly sha: string;
  readonly path: string;
  readonly size?: number;
}

/** What becomes of a path; without `sha` it is removed. */
export interface TreeChange {
  readonly path: string;
  readonly mode: string;
  readonly sha?: string;
}

export interface NewCommit {
  readonly tree: string;
  readonly parents: readonly string[];
  readonly message: string;
  readonly author: Signature;
  readonly committer: Signature;
}

const objectId = /^[0-9a-f]{40}$/;
const noObject = '0'.repeat(40);

/** A whole object id, the only kind of name that is looked up as an object. */
export function isObjectId(text: string): boolean {
  return objectId.test(text);
}

/** Reads and writes the objects of a bare repository by plumbing commands. */
export class GitObjects {
  readonly #gitDirectory: string;

  constructor(gitDirectory: string) {
    this.#gitDirectory = gitDirectory;
  }

  /** `blob`, `tree`, `commit` or `tag`; undefined where there is none. */
  async type(sha: string): Promise<string | undefined> {
    if (!isObjectId(sha)) return undefined;
    const { code, output } = await askGit(['cat-file', '-t', sha], {
      gitDirectory: this.#gitDirectory,
    });
    return code === 0 ? output.toString('utf8').trim() : undefined;
  }

  blob(sha: string): Promise<Buffer> {
    return runGitForBytes(['cat-file', 'blob', sha], {
      gitDirectory: this.#gitDirectory,
    });
  }

  async writeBlob(content: Buffer): Promise<string> {
    const id = await this.#git(['hash-object', '-w', '--stdin'], {
      input: content,
    });
    return id.trim();
  }

  async commit(sha: string): Promise<CommitDetails> {
    return parseCommit(sha, await this.#git(['cat-file', 'commit', sha]));
  }

  async writeCommit(commit: NewCommit): Promise<string> {
    const id = await this.#git(
      [
        'commit-tree',
        ...commit.parents.flatMap(parent => ['-p', parent]),
        commit.tree,
      ],
      {
        input: commit.message,
        env: {
          GIT_AUTHOR_NAME: commit.author.name,
          GIT_AUTHOR_EMAIL: commit.author.email,
          GIT_AUTHOR_DATE: commit.author.date,
          GIT_COMMITTER_NAME: commit.committer.name,
          GIT_COMMITTER_EMAIL: commit.committer.email,
          GIT_COMMITTER_DATE: commit.committer.date,
        },
      },
    );
    return id.trim();
  }

  /** Those of a tree or commit, or of everything below it. */
  async entries(
    tree: string,
    options: { readonly recursive: boolean; readonly path?: string },
  ): Promise<TreeEntry[]> {
    const output = await this.#git([
      ...['ls-tree', '-z', '--long', '--full-tree'],
      ...(options.recursive ? ['-r', '-t'] : []),
      tree,
      ...(options.path === undefined ? [] : ['--', options.path]),
    ]);
    return output.split('\0').filter(Boolean).map(parseEntry);
  }

  /** The entry at a path, which holds neither `.` nor `..`. */
  async entryAt(commit: string, file: string): Promise<TreeEntry | undefined> {
    const found = await this.entries(commit, { recursive: false, path: file });
    return found.find(entry => entry.path === file);
  }

  /** The tree that `base`, or the empty tree, becomes by the changes. */
  async writeTree(
    base: string | undefined,
    changes: readonly TreeChange[],
  ): Promise<string> {
    const index = path.join(this.#gitDirectory, `forge-index-${randomUUID()}`);
    const env = { GIT_INDEX_FILE: index };
    const lines = changes.map(({ path: file, mode, sha }) =>
      sha === undefined
        ? `0 ${noObject}\t${file}\0`
        : `${mode} ${sha}\t${file}\0`,
    );
    try {
      await this.#git(['read-tree', base ?? '--empty'], { env });
      await this.#git(
        ['update-index', '--add', '--replace', '-z', '--index-info'],
        { env, input: lines.join('') },
      );
      return (await this.#git(['write-tree'], { env })).trim();
    } finally {
      await fs.rm(index, { force: true });
    }
  }

  #git(args: readonly string[], options: GitOptions = {}): Promise<string> {
    return runGit(args, { ...options, gitDirectory: this.#gitDirectory });
  }
}

function parseEntry(line: string): TreeEntry {
  const tab = line.indexOf('\t');
  const [mode, type, sha, size] = line.slice(0, tab).split(/ +/);
  return {
    ...{ mode, type, sha, path: line.slice(tab + 1) },
    ...(size !== '-' && { size: Number(size) }),
  };
}
