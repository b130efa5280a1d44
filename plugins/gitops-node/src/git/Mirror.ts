import { NotFoundError } from '@backstage/errors';
import { Diagnostic } from '@backstage-gitops/plugin-gitops-common';
import fs from 'node:fs/promises';
import path from 'node:path';
import { ensureFile } from './ensureFile';
import { withFileLock } from './withFileLock';
import { GitCredentialProvider } from './GitCredentialProvider';
import { gitConfigFile, gitEnvironment } from './gitEnvironment';
import { describeSource, GitSource } from './GitSource';
import { openMirrorDirectory } from './openMirrorDirectory';
import { ObjectReader } from './ObjectReader';
import { branchesOf, parseRemoteRefs, RemoteRefs } from './remoteRefs';
import { gitTimeLimits, runGit, streamGit } from './runGit';

/**
 * What a checkout that is at no branch is called here: continuous integration
 * makes such ones, of a commit that is on no branch yet.
 */
const detachedBranch = 'detached-head';

export interface MirrorOptions {
  readonly source: GitSource;
  /** Where the mirror is kept; made when absent. */
  readonly directory: string;
  /** The branches to copy; the source's HEAD branch where absent. */
  readonly branches?: readonly string[];
  readonly credentials?: GitCredentialProvider;
}

export interface MirrorRefresh {
  /** Commit by branch. */
  readonly revisions: Readonly<Record<string, string>>;
  readonly moved: boolean;
  /** Branches whose old tip is no ancestor of the new one. */
  readonly rewritten: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

interface Work {
  readonly signal?: AbortSignal;
}

const maximumFetchesUnmaintained = 50;
const fullId = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

/**
 * A private bare copy of some branches of a repository, from which everything
 * is read. The source is never written to and its configuration not trusted.
 * Of a local source the objects are borrowed (as git's alternates), not
 * copied; a mirror that can no longer read what it borrowed is made anew.
 */
export class Mirror {
  readonly #options: MirrorOptions;
  readonly #git: string;
  readonly #configFile: string;
  readonly #lock: string;
  #revisions: Readonly<Record<string, string>> = {};
  /** What this process fetched last; another may have fetched more. */
  #known: ReadonlyMap<string, string> | undefined;
  /** Fetches since the mirror was put in order. */
  #fetches = 0;

  private constructor(options: MirrorOptions) {
    this.#options = options;
    this.#git = path.join(options.directory, 'repository.git');
    this.#configFile = path.join(options.directory, 'gitconfig');
    this.#lock = path.join(options.directory, 'in-use');
  }

  /** Opens or makes the mirror; nothing is fetched before {@link refresh}. */
  static async open(options: MirrorOptions, work: Work = {}): Promise<Mirror> {
    const mirror = new Mirror(options);
    await fs.mkdir(options.directory, { recursive: true, mode: 0o700 });
    await ensureFile(mirror.#configFile, gitConfigFile);
    await mirror.#locked(work, () => mirror.#prepare(work));
    return mirror;
  }

  /** The bare repository's directory. */
  get directory(): string {
    return this.#git;
  }

  /** The commits that the last refresh found, by branch. */
  get revisions(): Readonly<Record<string, string>> {
    return this.#revisions;
  }

  /** Brings the branches to where the source has them. */
  async refresh(work: Work = {}): Promise<MirrorRefresh> {
    try {
      return await this.#refresh(work);
    } catch (error) {
      work.signal?.throwIfAborted();
      const isMadeAnew = await this.#locked(work, () => this.#prepare(work));
      if (!isMadeAnew) throw error;
      this.#known = undefined;
      return await this.#refresh(work);
    }
  }

  async #refresh(work: Work): Promise<MirrorRefresh> {
    const remote = await this.#listRemote(['HEAD', 'refs/heads/*'], work);
    const wanted = this.#wantedBranches(remote);
    return await this.#locked(work, async () => {
      const before = this.#known ?? (await this.#localBranches(work));
      const changed = [...wanted].filter(
        ([branch, id]) => before.get(branch) !== id,
      );
      if (changed.length > 0) {
        await this.#fetch(
          changed.map(([name]) => `+${refOf(name, remote)}:refs/heads/${name}`),
          work,
        );
      }
      const [after, rewritten] = await Promise.all([
        changed.length > 0 ? this.#localBranches(work) : before,
        this.#rewritten(before, changed, work),
      ]);
      await this.#maintainWhenIdle(changed.length > 0 && before.size > 0, work);
      this.#known = after;
      this.#revisions = Object.fromEntries(
        [...wanted.keys()].map(branch => [branch, after.get(branch) ?? '']),
      );
      return {
        revisions: this.#revisions,
        moved: changed.length > 0,
        rewritten,
        diagnostics: await this.#diagnose(),
      };
    });
  }

  async #rewritten(
    before: ReadonlyMap<string, string>,
    changed: readonly (readonly [branch: string, id: string])[],
    work: Work,
  ): Promise<string[]> {
    const rewritten: string[] = [];
    for (const [branch, to] of changed) {
      const from = before.get(branch);
      if (from === undefined) continue;
      if (!(await this.#isAncestor(from, to, work))) rewritten.push(branch);
    }
    return rewritten;
  }

  /**
   * The commit that a commit-ish of the source names: a commit id, also a
   * shortened one, a branch, a tag, or an expression such as `main~3`. What
   * the mirror doesn't have is fetched.
   */
  async resolve(commitish: string, work: Work = {}): Promise<string> {
    const { source } = this.#options;
    if (!/^[^-\s:][^\s:]*$/.test(commitish)) {
      throw new NotFoundError(`No commit ${JSON.stringify(commitish)}`);
    }
    const own = await this.#parse(this.#git, commitish, work);
    if (fullId.test(commitish) && own !== undefined) return own;
    if (source.type === 'local') {
      const id = await this.#parse(source.path, commitish, work);
      const found = id && (await this.#parse(this.#git, id, work));
      if (found) return found;
    } else {
      if (own !== undefined) return own;
      const fetched = await this.#fetchCommit(commitish, work);
      if (fetched !== undefined) return fetched;
    }
    throw new NotFoundError(
      `No commit ${commitish} in ${describeSource(source)}`,
    );
  }

  /** A reader of the mirror's objects; whoever opens it closes it. */
  objects(): ObjectReader {
    return new ObjectReader(this.#git, this.#environment());
  }

  /** Streams the output of a reading git command (`log`, `ls-tree`, …). */
  async stream(
    args: readonly string[],
    onChunk: (chunk: Buffer) => void,
    work: Work & { timeLimit?: number } = {},
  ): Promise<void> {
    const { timeLimit = gitTimeLimits.history } = work;
    await streamGit(this.#command(args, 'Reading', timeLimit, work), onChunk);
  }

  /**
   * The heads of pull or merge requests of the source: number by commit.
   * Asked with one request and not kept.
   */
  async pullRequestHeads(work: Work = {}): Promise<Map<string, number>> {
    const { refs } = await this.#listRemote(
      ['refs/pull/*/head', 'refs/merge-requests/*/head'],
      work,
    );
    const heads = new Map<string, number>();
    for (const [name, id] of refs) {
      const [, number] = /^refs\/[a-z-]+\/(\d+)\/head$/.exec(name) ?? [];
      if (number !== undefined) heads.set(id, Number(number));
    }
    return heads;
  }

  /** Writes what makes walks of the commits cheaper; worth it when kept. */
  async writeCommitGraph(work: Work = {}): Promise<void> {
    const args = ['commit-graph', 'write', '--reachable', '--changed-paths'];
    await runGit(
      this.#command(
        [...args, '--split', '--no-progress'],
        'Indexing commits of',
        gitTimeLimits.history,
        work,
      ),
    );
  }

  /** The environment in which git reads the mirror. */
  get environment(): NodeJS.ProcessEnv {
    return this.#environment();
  }

  #environment(config: readonly (readonly [string, string])[] = []) {
    return {
      ...gitEnvironment(this.#configFile, config),
      ...this.#ceiling(),
    };
  }

  /** A folder inside some other repository is not taken for a repository. */
  #ceiling(): NodeJS.ProcessEnv {
    const { source } = this.#options;
    if (source.type !== 'local') return {};
    return { GIT_CEILING_DIRECTORIES: path.dirname(source.path) };
  }

  #command(
    args: readonly string[],
    doing: string,
    timeLimit: number,
    work: Work,
    config: readonly (readonly [string, string])[] = [],
  ) {
    return {
      doing: `${doing} ${describeSource(this.#options.source)}`,
      arguments: ['--git-dir', this.#git, ...args],
      environment: this.#environment(config),
      timeLimit,
      signal: work.signal,
    };
  }

  async #locked<T>(work: Work, action: () => Promise<T>): Promise<T> {
    const timeLimit = gitTimeLimits.fetch;
    const { signal } = work;
    return await withFileLock(this.#lock, { timeLimit, signal }, action);
  }

  async #prepare(work: Work): Promise<boolean> {
    return await openMirrorDirectory({
      source: this.#options.source,
      git: this.#git,
      environment: this.#environment(),
      signal: work.signal,
    });
  }

  get #location(): string {
    const { source } = this.#options;
    return source.type === 'local' ? source.path : source.url;
  }

  async #credentials(): Promise<[string, string][]> {
    const { source, credentials } = this.#options;
    if (source.type !== 'remote' || !/^https?:/.test(source.url)) return [];
    const headers = (await credentials?.headers(source.url)) ?? {};
    const { origin } = new URL(source.url);
    return Object.entries(headers).map(([name, value]) => [
      `http.${origin}/.extraHeader`,
      `${name}: ${value}`,
    ]);
  }

  async #listRemote(
    patterns: readonly string[],
    work: Work,
  ): Promise<RemoteRefs> {
    const args = ['ls-remote', '--symref', '--', this.#location, ...patterns];
    const output = await runGit(
      this.#command(
        args,
        'Reading',
        gitTimeLimits.listRemote,
        work,
        await this.#credentials(),
      ),
    );
    return parseRemoteRefs(output.toString('utf8'));
  }

  #wantedBranches(remote: RemoteRefs): ReadonlyMap<string, string> {
    const there = branchesOf(remote);
    const name = describeSource(this.#options.source);
    const { branches, source } = this.#options;
    const detached = remote.head === undefined && remote.refs.get('HEAD');
    if (branches === undefined && source.type === 'local' && detached) {
      return new Map([[detachedBranch, detached]]);
    }
    if (there.size === 0) {
      throw new NotFoundError(`${name} is empty: it has no branch`);
    }
    const wanted = this.#options.branches ?? [remote.head ?? ''];
    const chosen = new Map<string, string>();
    for (const branch of wanted) {
      const id = there.get(branch);
      if (id === undefined) {
        throw new NotFoundError(branchMissing(name, branch, [...there.keys()]));
      }
      chosen.set(branch, id);
    }
    return chosen;
  }

  async #localBranches(work: Work): Promise<ReadonlyMap<string, string>> {
    const format = '--format=%(objectname) %(refname)';
    const output = await runGit(
      this.#command(
        ['for-each-ref', format, 'refs/heads/'],
        'Reading',
        gitTimeLimits.read,
        work,
      ),
    );
    return branchesOf(parseRemoteRefs(output.toString('utf8')));
  }

  async #fetch(refspecs: readonly string[], work: Work): Promise<void> {
    const args = ['fetch', '--quiet', '--no-tags', '--no-write-fetch-head'];
    await runGit(
      this.#command(
        // A shallow source is read as far as it goes.
        [...args, '--update-shallow', '--', this.#location, ...refspecs],
        'Fetching',
        gitTimeLimits.fetch,
        work,
        await this.#credentials(),
      ),
    );
  }

  /**
   * Keeps many small fetches from piling up files, when nobody waits for what
   * was fetched, or when very many came without a pause.
   */
  async #maintainWhenIdle(fetched: boolean, work: Work): Promise<void> {
    if (fetched) this.#fetches += 1;
    const isDue = fetched
      ? this.#fetches >= maximumFetchesUnmaintained
      : this.#fetches > 0;
    if (!isDue) return;
    this.#fetches = 0;
    await this.writeCommitGraph(work);
    const args = ['gc', '--auto', '--quiet'];
    await runGit(this.#command(args, 'Packing', gitTimeLimits.history, work));
  }

  async #fetchCommit(
    commitish: string,
    work: Work,
  ): Promise<string | undefined> {
    let id = fullId.test(commitish) ? commitish : undefined;
    if (id === undefined) {
      const { refs } = await this.#listRemote([commitish], work);
      const names = [commitish, `refs/heads/${commitish}`];
      names.push(`refs/tags/${commitish}^{}`, `refs/tags/${commitish}`);
      id = names.map(name => refs.get(name)).find(Boolean);
    }
    if (id === undefined) return undefined;
    const refspec = `+${id}:refs/asked/${id}`;
    await this.#locked(work, () => this.#fetch([refspec], work));
    return await this.#parse(this.#git, id, work);
  }

  async #parse(
    directory: string,
    commitish: string,
    work: Work,
  ): Promise<string | undefined> {
    const args = ['rev-parse', '--quiet', '--verify', '--end-of-options'];
    const command = {
      ...this.#command([], 'Resolving in', gitTimeLimits.read, work),
      arguments: ['-C', directory, ...args, `${commitish}^{commit}`],
    };
    try {
      const output = (await runGit(command)).toString('latin1').trim();
      return fullId.test(output) ? output : undefined;
    } catch {
      work.signal?.throwIfAborted();
      return undefined;
    }
  }

  async #isAncestor(from: string, to: string, work: Work): Promise<boolean> {
    const args = ['rev-list', '--max-count=1', from, `^${to}`];
    try {
      const output = await runGit(
        this.#command(args, 'Reading', gitTimeLimits.read, work),
      );
      return output.length === 0;
    } catch {
      // The old tip may be gone from a source whose objects are borrowed.
      work.signal?.throwIfAborted();
      return false;
    }
  }

  /** Commits whose parents the source, a shallow clone, doesn't have. */
  async cutOffCommits(): Promise<ReadonlySet<string>> {
    const text = await fs
      .readFile(path.join(this.#git, 'shallow'), 'latin1')
      .catch(() => '');
    return new Set(text.split('\n').filter(id => fullId.test(id)));
  }

  async #diagnose(): Promise<Diagnostic[]> {
    if ((await this.cutOffCommits()).size === 0) return [];
    return [
      {
        level: 'warning',
        code: 'shallow-source',
        message:
          'The repository is a shallow clone; history ends where it was cut.',
      },
    ];
  }
}

function refOf(branch: string, { head, refs }: RemoteRefs): string {
  const ref = `refs/heads/${branch}`;
  const isDetached = head === undefined && !refs.has(ref);
  return isDetached && branch === detachedBranch ? 'HEAD' : ref;
}

function branchMissing(
  repository: string,
  branch: string,
  there: readonly string[],
): string {
  const shown = there.slice(0, 20).join(', ');
  const more = there.length > 20 ? ` and ${there.length - 20} more` : '';
  const what = branch === '' ? 'HEAD names no branch' : `no branch ${branch}`;
  return `${repository}: ${what}; there are: ${shown}${more}`;
}
