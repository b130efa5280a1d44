import fs from 'node:fs/promises';
import path from 'node:path';
import { Mirror } from '../git/Mirror';
import { gitTimeLimits, runGit } from '../git/runGit';

/** A bare repository that borrows the original's objects and can be written. */
export class ThrowawaySource {
  readonly path: string;
  readonly #branch: string;
  readonly #signal: AbortSignal | undefined;
  #tip: string;

  private constructor(
    directory: string,
    branch: string,
    tip: string,
    signal: AbortSignal | undefined,
  ) {
    this.path = directory;
    this.#branch = branch;
    this.#tip = tip;
    this.#signal = signal;
  }

  static async make(
    original: Mirror,
    branch: string,
    tip: string,
    { directory, signal }: { directory: string; signal?: AbortSignal },
  ): Promise<ThrowawaySource> {
    const made = path.join(directory, 'source.git');
    const source = new ThrowawaySource(made, branch, tip, signal);
    await source.#git(['init', '--quiet', '--bare', '--template=', made]);
    const info = path.join(made, 'objects', 'info');
    await fs.mkdir(info, { recursive: true });
    const objects = path.join(original.directory, 'objects');
    await fs.writeFile(path.join(info, 'alternates'), `${objects}\n`);
    await source.#move(tip);
    await source.#inside(['symbolic-ref', 'HEAD', `refs/heads/${branch}`]);
    return source;
  }

  get tip(): string {
    return this.#tip;
  }

  /** Commits a file in which a text of one line, counted from 1, is another. */
  async replace(
    file: string,
    line: number,
    [from, to]: readonly [string, string],
  ): Promise<void> {
    const before = await this.#inside([
      ...['cat-file', 'blob', `${this.#tip}:${file}`],
    ]);
    const lines = before.toString('utf8').split('\n');
    lines[line - 1] = lines[line - 1].replace(from, () => to);
    const blob = await this.#inside(
      ['hash-object', '-w', '--stdin'],
      lines.join('\n'),
    );
    await this.#inside(['read-tree', this.#tip]);
    await this.#inside(
      ['update-index', '-z', '--index-info'],
      `100644 ${blob.toString('latin1').trim()}\t${file}\0`,
    );
    const tree = (await this.#inside(['write-tree'])).toString('latin1').trim();
    const commit = await this.#inside(
      ['commit-tree', tree, '-p', this.#tip],
      'Measure one new commit\n',
    );
    await this.#move(commit.toString('latin1').trim());
  }

  async #move(tip: string): Promise<void> {
    await this.#inside(['update-ref', `refs/heads/${this.#branch}`, tip]);
    this.#tip = tip;
  }

  #inside(args: readonly string[], input?: string): Promise<Buffer> {
    return this.#git(['--git-dir', this.path, ...args], input);
  }

  #git(args: readonly string[], input?: string): Promise<Buffer> {
    const person = { NAME: 'bench', EMAIL: 'bench@localhost' };
    return runGit({
      doing: 'Making the repository to measure with',
      arguments: args,
      environment: {
        PATH: process.env.PATH,
        LC_ALL: 'C',
        GIT_CONFIG_NOSYSTEM: '1',
        GIT_CONFIG_GLOBAL: '/dev/null',
        GIT_AUTHOR_NAME: person.NAME,
        GIT_AUTHOR_EMAIL: person.EMAIL,
        GIT_COMMITTER_NAME: person.NAME,
        GIT_COMMITTER_EMAIL: person.EMAIL,
      },
      timeLimit: gitTimeLimits.read,
      signal: this.#signal,
      ...(input !== undefined && { input }),
    });
  }
}
