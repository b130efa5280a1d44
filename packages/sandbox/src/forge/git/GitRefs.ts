import { askGit, runGit } from '../../git/runGit';

export interface GitRef {
  readonly ref: string;
  readonly sha: string;
  /** Of the object it points to. */
  readonly type: string;
}

const noObject = '0'.repeat(40);

/** The refs of a bare repository, by their full names. */
export class GitRefs {
  readonly #gitDirectory: string;
  #defaultBranch: Promise<string> | undefined;

  constructor(gitDirectory: string) {
    this.#gitDirectory = gitDirectory;
  }

  /** Whether Git takes it as a ref's name. */
  async isName(ref: string): Promise<boolean> {
    if (!ref.startsWith('refs/') || ref.includes('\0')) return false;
    return (await this.#ask(['check-ref-format', ref])).code === 0;
  }

  async resolve(ref: string): Promise<string | undefined> {
    if (!(await this.isName(ref))) return undefined;
    const { code, output } = await this.#ask([
      'show-ref',
      '--verify',
      '--hash',
      ref,
    ]);
    return code === 0 ? output.toString('utf8').trim() : undefined;
  }

  branch(name: string): Promise<string | undefined> {
    return this.resolve(`refs/heads/${name}`);
  }

  /** Those whose names begin with `prefix`, by name. */
  async list(prefix: string): Promise<GitRef[]> {
    const output = await this.#git([
      'for-each-ref',
      '--format=%(refname)%00%(objectname)%00%(objecttype)',
      'refs/',
    ]);
    return output
      .split('\n')
      .filter(line => line.startsWith(prefix))
      .map(line => {
        const [ref, sha, type] = line.split('\0');
        return { ref, sha, type };
      });
  }

  /** What HEAD names, whether or not it exists yet. */
  defaultBranch(): Promise<string> {
    this.#defaultBranch ??= this.#git(['symbolic-ref', 'HEAD']).then(ref =>
      ref.trim().replace(/^refs\/heads\//, ''),
    );
    return this.#defaultBranch;
  }

  async setDefaultBranch(name: string) {
    await this.#git(['symbolic-ref', 'HEAD', `refs/heads/${name}`]);
    this.#defaultBranch = Promise.resolve(name);
  }

  /** Fails where the ref is not at `expected` (undefined: where it exists). */
  async update(ref: string, sha: string, expected: string | undefined) {
    await this.#git(['update-ref', ref, sha, expected ?? noObject]);
  }

  async remove(ref: string, expected: string) {
    await this.#git(['update-ref', '-d', ref, expected]);
  }

  async isAncestor(ancestor: string, descendant: string): Promise<boolean> {
    const args = ['merge-base', '--is-ancestor', ancestor, descendant];
    return (await this.#ask(args)).code === 0;
  }

  async mergeBase(one: string, other: string): Promise<string | undefined> {
    const { code, output } = await this.#ask(['merge-base', one, other]);
    return code === 0 ? output.toString('utf8').trim() : undefined;
  }

  /**
   * Ids of commits that `from` reaches, newest first: without those that
   * `without` reaches, and with `path` only those that touch it.
   */
  async log(options: {
    readonly from: string;
    readonly without?: string;
    readonly path?: string;
    readonly skip?: number;
    readonly limit: number;
  }): Promise<string[]> {
    const output = await this.#git([
      ...['rev-list', `--max-count=${options.limit}`],
      `--skip=${options.skip ?? 0}`,
      options.from,
      ...(options.without === undefined ? [] : [`^${options.without}`]),
      ...(options.path === undefined ? [] : ['--', options.path]),
    ]);
    return output.split('\n').filter(Boolean);
  }

  /** The first parent of each commit that has one. */
  async firstParents(
    commits: readonly string[],
  ): Promise<ReadonlyMap<string, string>> {
    if (commits.length === 0) return new Map();
    const output = await runGit(
      ['rev-list', '--no-walk=unsorted', '--parents', '--stdin'],
      { gitDirectory: this.#gitDirectory, input: `${commits.join('\n')}\n` },
    );
    return new Map(
      output.split('\n').flatMap(line => {
        const [commit, parent] = line.split(' ');
        return parent === undefined ? [] : [[commit, parent] as const];
      }),
    );
  }

  /** The first-parent commit of `branch` that brought a commit in. */
  async landing(commit: string, branch: string): Promise<string | undefined> {
    const output = await this.#git([
      ...['rev-list', '--first-parent', '--ancestry-path'],
      ...[branch, `^${commit}`],
    ]);
    return output.split('\n').filter(Boolean).pop();
  }

  async count(from: string, without?: string): Promise<number> {
    const output = await this.#git([
      ...['rev-list', '--count', from],
      ...(without === undefined ? [] : [`^${without}`]),
    ]);
    return Number(output);
  }

  #git(args: readonly string[]): Promise<string> {
    return runGit(args, { gitDirectory: this.#gitDirectory });
  }

  #ask(args: readonly string[]) {
    return askGit(args, { gitDirectory: this.#gitDirectory });
  }
}
