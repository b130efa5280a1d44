import { Diagnostic } from '@backstage-gitops/plugin-gitops-common';
import { InputError, NotFoundError } from '@backstage/errors';
import limitConcurrency from 'p-limit';
import { discover } from '../discovery/discover';
import { Discovery, DiscoveryBranch, DiscoveryInput } from '../discovery/model';
import { ruleFiles } from '../discovery/rules/ruleFiles';
import { CommitOrder } from '../git/CommitOrder';
import { FileContent, FileTree } from '../git/FileTree';
import { FirstParentOrder } from '../git/FirstParentOrder';
import { parseGitSource } from '../git/GitSource';
import { loadFileTree } from '../git/loadFileTree';
import { Mirror } from '../git/Mirror';
import { ObjectReader } from '../git/ObjectReader';
import { selectManifests } from '../git/selectManifests';
import {
  ConfigRepository,
  ConfigRepositoryOptions,
  HistoryOptions,
  HistoryPage,
  ReadAt,
  RefreshResult,
} from './ConfigRepository';
import { RepositoryHistory } from './RepositoryHistory';

/** How long a read may go on. @public */
export interface ReadOptions {
  readonly signal?: AbortSignal;
}

interface ReadTree {
  readonly tree: FileTree;
  readonly diagnostics: readonly Diagnostic[];
}

/** What was found, and at which commit of each branch. @public */
export type DiscoveredRevisions = Discovery & {
  readonly revisions: Readonly<Record<string, string>>;
};

const commitId = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

/** How many discoveries of the newest state and of asked commits are kept. */
const keptDiscoveries = 4;

/**
 * A {@link ConfigRepository} that reads a private mirror of a Git repository.
 *
 * @public
 */
export class GitConfigRepository implements ConfigRepository {
  readonly #options: ConfigRepositoryOptions;
  readonly #isRuleFile: (path: string) => boolean;
  #mirror: Promise<Mirror> | undefined;
  #objects: ObjectReader | undefined;
  #refreshed: Promise<unknown> | undefined;
  #diagnostics: readonly Diagnostic[] = [];
  #contents: ReadonlyMap<string, FileContent> = new Map();
  #history: RepositoryHistory | undefined;
  #order: FirstParentOrder | undefined;
  /** The order is advanced by one caller at a time. */
  readonly #advancing = limitConcurrency(1);
  readonly #discoveries = new Map<string, DiscoveredRevisions>();

  constructor(options: ConfigRepositoryOptions) {
    this.#options = options;
    const { repository, fileRules } = options;
    const { rules } = repository;
    this.#isRuleFile = ruleFiles({ rules, ...(fileRules && { fileRules }) });
  }

  async refresh(options: ReadOptions = {}): Promise<RefreshResult> {
    const mirror = await this.#openMirror(options);
    const result = await mirror.refresh(options);
    this.#diagnostics = result.diagnostics;
    this.#refreshed = Promise.resolve();
    if (result.moved) this.#history?.forgetRemote();
    const { revisions, moved, rewritten } = result;
    return { revisions, moved, rewritten };
  }

  async discover(
    options: ReadOptions & ReadAt = {},
  ): Promise<DiscoveredRevisions> {
    const revisions = await this.#revisions(options);
    const key = JSON.stringify(revisions);
    const known = this.#discoveries.get(key);
    const discovered = known ?? (await this.#discoverAt(revisions, options));
    this.#discoveries.delete(key);
    this.#discoveries.set(key, discovered);
    for (const old of this.#discoveries.keys()) {
      if (this.#discoveries.size <= keptDiscoveries) break;
      this.#discoveries.delete(old);
    }
    return discovered;
  }

  async tree(
    options: ReadOptions & ReadAt & { branch?: string } = {},
  ): Promise<FileTree> {
    const revisions = await this.#revisions(options);
    const { branch = Object.keys(revisions)[0] } = options;
    const revision = options.ref
      ? Object.values(revisions)[0]
      : revisions[branch];
    if (revision === undefined) {
      throw new NotFoundError(`The branch ${branch} is not read`);
    }
    // A generator may read a file of any name.
    return (await this.#readTree(revision, options, () => true)).tree;
  }

  async history(
    targets: readonly string[],
    options: HistoryOptions & ReadAt & ReadOptions,
  ): Promise<HistoryPage> {
    const discovered = await this.discover(options);
    const mirror = await this.#openMirror(options);
    this.#history ??= new RepositoryHistory({
      mirror,
      objects: this.#openObjects(mirror),
      repository: this.#options.repository,
      isRuleFile: this.#isRuleFile,
    });
    return await this.#history.page(discovered, targets, options);
  }

  async commitOrder(options: ReadOptions = {}): Promise<CommitOrder> {
    const revisions = await this.#revisions(options);
    const mirror = await this.#openMirror(options);
    this.#order ??= new FirstParentOrder((args, onChunk, work) =>
      mirror.stream(args, onChunk, work),
    );
    const order = this.#order;
    await this.#advancing(() => order.advance(revisions, options));
    return order;
  }

  async close(): Promise<void> {
    this.#objects?.close();
    this.#objects = undefined;
    this.#history = undefined;
  }

  #openObjects(mirror: Mirror): ObjectReader {
    this.#objects ??= mirror.objects();
    return this.#objects;
  }

  #openMirror(work: ReadOptions): Promise<Mirror> {
    const { repository, mirrorDirectory, credentials } = this.#options;
    const { branch, branches } = repository;
    const named = branches ? Object.values(branches) : branch && [branch];
    this.#mirror ??= Mirror.open(
      {
        source: parseGitSource(repository.url),
        directory: mirrorDirectory,
        ...(named && { branches: [...new Set(named)] }),
        ...(credentials && { credentials }),
      },
      work,
    ).catch(error => {
      this.#mirror = undefined;
      throw error;
    });
    return this.#mirror;
  }

  /** The commit of each branch, or that of `ref` under its own name. */
  async #revisions(
    options: ReadOptions & ReadAt,
  ): Promise<Readonly<Record<string, string>>> {
    const mirror = await this.#openMirror(options);
    if (Object.keys(mirror.revisions).length === 0) {
      this.#refreshed ??= this.refresh(options).catch(error => {
        this.#refreshed = undefined;
        throw error;
      });
      await this.#refreshed;
    }
    if (options.revisions !== undefined) {
      return this.#pinned(mirror, options.revisions, options);
    }
    if (options.ref === undefined) return mirror.revisions;
    const [branch] = Object.keys(mirror.revisions);
    return { [branch]: await mirror.resolve(options.ref, options) };
  }

  /** Branches at the commits that were asked for, in their usual order. */
  async #pinned(
    mirror: Mirror,
    asked: Readonly<Record<string, string>>,
    work: ReadOptions,
  ): Promise<Readonly<Record<string, string>>> {
    const pinned = { ...mirror.revisions };
    for (const [branch, commit] of Object.entries(asked)) {
      if (!Object.hasOwn(pinned, branch)) {
        throw new NotFoundError(`The branch ${branch} is not read`);
      }
      if (!commitId.test(commit)) {
        throw new InputError(`A revision of ${branch} is no commit's id`);
      }
      if (pinned[branch] === commit) continue;
      pinned[branch] = await mirror.resolve(commit, work);
    }
    return pinned;
  }

  /** What discovery is a function of: the branches' files, already read. */
  async input(options: ReadOptions & ReadAt = {}): Promise<DiscoveryInput> {
    const revisions = await this.#revisions(options);
    return (await this.#inputAt(revisions, options)).input;
  }

  async #discoverAt(
    revisions: Readonly<Record<string, string>>,
    work: ReadOptions,
  ): Promise<DiscoveredRevisions> {
    const { input, diagnostics } = await this.#inputAt(revisions, work);
    const found = discover(input);
    return {
      ...found,
      diagnostics: [...diagnostics, ...found.diagnostics],
      revisions,
    };
  }

  async #inputAt(
    revisions: Readonly<Record<string, string>>,
    work: ReadOptions,
  ): Promise<{ input: DiscoveryInput; diagnostics: readonly Diagnostic[] }> {
    const { repository, environments, fileRules } = this.#options;
    const branches: DiscoveryBranch[] = [];
    const diagnostics = [...this.#diagnostics];
    for (const [name, revision] of Object.entries(revisions)) {
      const read = await this.#readTree(revision, work);
      diagnostics.push(...read.diagnostics);
      const served = Object.entries(repository.branches ?? {}).filter(
        ([, branch]) => branch === name,
      );
      if (served.length === 0) branches.push({ name, tree: read.tree });
      for (const [environment] of served) {
        branches.push({ name, environment, tree: read.tree });
      }
    }
    const { id, url, upstream, rules } = repository;
    const input = {
      repository: { id, url, ...(upstream && { upstream }) },
      branches,
      environments,
      rules,
      ...(fileRules && { fileRules }),
    };
    return { input, diagnostics };
  }

  async #readTree(
    revision: string,
    work: ReadOptions,
    select: (path: string) => boolean = path =>
      selectManifests(path) || this.#isRuleFile(path),
  ): Promise<ReadTree> {
    const mirror = await this.#openMirror(work);
    const loaded = await loadFileTree(
      {
        objects: this.#openObjects(mirror),
        stream: (args, onChunk, w) => mirror.stream(args, onChunk, w),
      },
      revision,
      {
        select,
        known: this.#contents,
        ...(work.signal && { signal: work.signal }),
      },
    );
    this.#contents = loaded.contents;
    return loaded;
  }
}
