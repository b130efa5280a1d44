import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** What a forge commits for a pull request. */
interface BranchCommit {
  readonly targetBranch: string;
  readonly branch: string;
  readonly commitMessage: string;
  readonly files: readonly {
    readonly path: string;
    readonly content?: string;
  }[];
}

/** A repository of one service in two environments, with a real history. */
export class Remote {
  readonly directory: string;
  #minute = 0;

  constructor(directory: string) {
    this.directory = directory;
    mkdirSync(directory, { recursive: true });
    this.git('init', '--quiet', '--initial-branch=main');
  }

  /** Has this one, still empty, hold all that another one does. */
  take(other: Remote): void {
    cpSync(other.directory, this.directory, { recursive: true });
    this.#minute = other.#minute;
  }

  git(...args: string[]): string {
    return execFileSync('git', ['-C', this.directory, ...args], {
      encoding: 'utf8',
      env: this.#environment(),
    });
  }

  #environment(): NodeJS.ProcessEnv {
    this.#minute += 1;
    const date = new Date(
      Date.UTC(2026, 0, 1) + this.#minute * 60_000,
    ).toISOString();
    return {
      ...process.env,
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_CONFIG_SYSTEM: '/dev/null',
      GIT_AUTHOR_NAME: 'Ada',
      GIT_AUTHOR_EMAIL: 'ada@acme.example',
      GIT_COMMITTER_NAME: 'Ada',
      GIT_COMMITTER_EMAIL: 'ada@acme.example',
      GIT_AUTHOR_DATE: date,
      GIT_COMMITTER_DATE: date,
    };
  }

  release(environment: string, version: string, subject?: string): void {
    this.write(
      `cart/${environment}/kustomization.yaml`,
      [
        'resources: [deployment.yaml]',
        'images:',
        '  - name: registry.acme.example/cart',
        `    newTag: ${version}`,
        '',
      ].join('\n'),
    );
    this.write(
      `cart/${environment}/deployment.yaml`,
      [
        'apiVersion: apps/v1',
        'kind: Deployment',
        'metadata: { name: cart }',
        'spec:',
        '  template:',
        '    spec:',
        '      containers:',
        '        - name: cart',
        '          image: registry.acme.example/cart',
        '',
      ].join('\n'),
    );
    this.commit(subject ?? `${environment} ${version}`);
  }

  commit(subject: string): void {
    this.git('add', '--all');
    this.git('commit', '--quiet', '-m', subject);
  }

  write(file: string, text: string): void {
    const full = path.join(this.directory, file);
    mkdirSync(path.dirname(full), { recursive: true });
    writeFileSync(full, text);
  }

  head(branch = 'main'): string {
    return this.git('rev-parse', branch).trim();
  }

  read(file: string, branch = 'main'): string {
    return this.git('show', `${branch}:${file}`);
  }

  /** Commits to a branch that is not checked out, on the newest of its base. */
  commitFiles({ targetBranch, branch, files, commitMessage }: BranchCommit) {
    const index = path.join(this.directory, '.git', 'index-of-forge');
    const git = (args: string[], input?: string) =>
      execFileSync('git', ['-C', this.directory, ...args], {
        encoding: 'utf8',
        input,
        env: { ...this.#environment(), GIT_INDEX_FILE: index },
      }).trim();
    git(['read-tree', targetBranch]);
    for (const { path: file, content } of files) {
      if (content === undefined) {
        git(['update-index', '--force-remove', '--', file]);
        continue;
      }
      const blob = git(['hash-object', '-w', '--stdin'], content);
      git(['update-index', '--add', '--cacheinfo', `100644,${blob},${file}`]);
    }
    const commit = git([
      ...['commit-tree', git(['write-tree']), '-p', targetBranch],
      ...['-m', commitMessage],
    ]);
    git(['update-ref', `refs/heads/${branch}`, commit]);
    rmSync(index);
    return commit;
  }

  merge(branch: string, subject: string): string {
    this.git('merge', '--quiet', '--no-ff', '-m', subject, branch);
    return this.head();
  }

  changedFiles(base: string, branch: string): string[] {
    const range = `${base}...${branch}`;
    return this.git('diff', '--name-only', range).split('\n').filter(Boolean);
  }
}
