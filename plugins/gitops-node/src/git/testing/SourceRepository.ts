import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

type Files = Readonly<Record<string, string | Buffer | undefined>>;

/** A folder of its own for a test; removed by {@link TemporaryFolder.remove}. */
export class TemporaryFolder {
  readonly path = fs.mkdtempSync(path.join(os.tmpdir(), 'gitops-test-'));

  join(...segments: string[]): string {
    return path.join(this.path, ...segments);
  }

  remove(): void {
    // A git that was cut off may still be ending, and write meanwhile.
    fs.rmSync(this.path, { recursive: true, force: true, maxRetries: 10 });
  }
}

/** A bare repository that a test writes commits to, as a config repository. */
export class SourceRepository {
  readonly path: string;
  #clock = Date.UTC(2026, 0, 1) / 1000;

  constructor(directory: string) {
    this.path = directory;
    fs.mkdirSync(directory, { recursive: true });
    this.git(['init', '--quiet', '--bare', '--initial-branch=main']);
  }

  git(args: readonly string[], input?: string | Buffer): string {
    return execFileSync('git', [...args], {
      cwd: this.path,
      input,
      env: this.#environment(),
      stdio: ['pipe', 'pipe', 'pipe'],
      maxBuffer: 256 * 1024 * 1024,
    })
      .toString('utf8')
      .trim();
  }

  /**
   * Commits on top of a branch (or of nothing, or of the given parents), an
   * hour after the last commit. A file that is `undefined` is removed; a path
   * that begins with `link:` is a symlink to its text.
   */
  commit(
    files: Files,
    options: {
      message?: string;
      branch?: string;
      parents?: readonly string[];
      author?: string;
    } = {},
  ): string {
    const { branch = 'main', message = 'Change files' } = options;
    const tip = this.tip(branch);
    const parents = options.parents ?? (tip === undefined ? [] : [tip]);
    this.git(['read-tree', '--empty']);
    if (parents.length > 0) this.git(['read-tree', parents[0]]);
    this.git(['update-index', '-z', '--index-info'], this.#indexInfo(files));
    const tree = this.git(['write-tree']);
    this.#clock += 3600;
    const commit = execFileSync(
      'git',
      ['commit-tree', tree, ...parents.flatMap(id => ['-p', id])],
      {
        cwd: this.path,
        input: message,
        env: this.#environment(options.author),
      },
    )
      .toString('latin1')
      .trim();
    this.git(['update-ref', `refs/heads/${branch}`, commit]);
    return commit;
  }

  tip(branch = 'main'): string | undefined {
    const args = ['for-each-ref', '--format=%(objectname)'];
    return this.git([...args, `refs/heads/${branch}`]) || undefined;
  }

  /** Removes a loose object, as a damaged or partial copy lacks it. */
  removeObject(id: string): void {
    fs.rmSync(path.join(this.path, 'objects', id.slice(0, 2), id.slice(2)));
  }

  /** The id of what a path holds at a branch. */
  idOf(file: string, branch = 'main'): string {
    return this.git(['rev-parse', `${branch}:${file}`]);
  }

  #indexInfo(files: Files): Buffer {
    const zero = '0'.repeat(40);
    const records = Object.entries(files).map(([name, content]) => {
      const link = name.startsWith('link:');
      const file = Buffer.from(name.replace(/^link:/, ''), 'latin1');
      const id =
        content === undefined
          ? zero
          : this.git(['hash-object', '-w', '--stdin'], Buffer.from(content));
      const kind = link ? '120000' : '100644';
      const mode = content === undefined ? '0' : kind;
      return Buffer.concat([
        Buffer.from(`${mode} ${id}\t`),
        file,
        Buffer.from('\0'),
      ]);
    });
    return Buffer.concat(records);
  }

  #environment(author = 'Dana Vale'): NodeJS.ProcessEnv {
    const date = `${this.#clock} +0000`;
    const email = 'dana@tidewater.example';
    return {
      PATH: process.env.PATH,
      HOME: this.path,
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_AUTHOR_NAME: author,
      GIT_AUTHOR_EMAIL: email,
      GIT_AUTHOR_DATE: date,
      GIT_COMMITTER_NAME: author,
      GIT_COMMITTER_EMAIL: email,
      GIT_COMMITTER_DATE: date,
    };
  }
}
