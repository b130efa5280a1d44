import { InputError } from '@backstage/errors';
import pLimit from 'p-limit';
import { Discovery } from '../discovery/model';
import { Mirror } from '../git/Mirror';
import { ObjectReader } from '../git/ObjectReader';
import { BranchHistory, Landing, TargetFiles } from '../history/BranchHistory';
import { CommitReader } from '../history/CommitReader';
import { lastKey } from '../history/declaredVersion';
import { HistoryIndex } from '../history/HistoryIndex';
import { pullRequestUrl } from '../history/pullRequestOf';
import { isVersionScalar } from '../manifests/versionFacts';
import {
  HistoryOptions,
  HistoryPage,
  RepositoryConfig,
} from './ConfigRepository';

export interface RepositoryHistoryOptions {
  readonly mirror: Mirror;
  readonly objects: ObjectReader;
  readonly repository: RepositoryConfig;
  /** Whether a rule reads the file, whatever it is named. */
  readonly isRuleFile: (path: string) => boolean;
}

interface Work {
  readonly signal?: AbortSignal;
}

/** A branch's index with what it was told to look for. */
interface OpenBranch {
  readonly index: HistoryIndex;
  readonly history: BranchHistory;
  readonly keys: ReadonlySet<string>;
  readonly files: ReadonlySet<string>;
}

interface Wanted {
  readonly keys: ReadonlySet<string>;
  readonly files: ReadonlySet<string>;
}

/** What is worked out once for each discovery. */
interface AskedDiscovery {
  readonly wanted: Wanted;
  readonly targets: ReadonlyMap<string, readonly TargetFiles[]>;
}

/** Where one branch's history is asked to end. */
interface BranchEnd {
  readonly history: BranchHistory;
  readonly end: number;
}

interface PlacedLanding {
  readonly branch: string;
  readonly history: BranchHistory;
  readonly landing: Landing;
}

const yamlName = /\.ya?ml$/i;

/** The history of a repository's targets, over one index for each branch. */
export class RepositoryHistory {
  readonly #options: RepositoryHistoryOptions;
  readonly #commits: CommitReader;
  readonly #branches = new Map<string, OpenBranch>();
  /** An index is extended by one caller at a time. */
  readonly #oneAtATime = pLimit(1);
  readonly #discoveries = new WeakMap<Discovery, AskedDiscovery>();
  #pullRequests: Promise<ReadonlyMap<string, number>> | undefined;

  constructor(options: RepositoryHistoryOptions) {
    this.#options = options;
    this.#commits = new CommitReader(options.objects);
  }

  /** To be called when the mirror moved: the remote may have new requests. */
  forgetRemote(): void {
    this.#pullRequests = undefined;
  }

  /** One page of the merged history of targets, newest first. */
  async page(
    discovery: Discovery & { revisions: Readonly<Record<string, string>> },
    ids: readonly string[],
    options: HistoryOptions & Work,
  ): Promise<HistoryPage> {
    const placed = await this.#landings(discovery, ids, options);
    const start = startOf(placed, options.cursor);
    const page = placed.slice(start, start + options.limit);
    const changes = await Promise.all(
      page.map(({ history, landing }) => history.describe(landing)),
    );
    const last = page.at(-1);
    const isEnd = start + options.limit >= placed.length;
    return {
      changes,
      ...(last && !isEnd && { nextCursor: cursorOf(last) }),
    };
  }

  async #landings(
    discovery: Discovery & { revisions: Readonly<Record<string, string>> },
    ids: readonly string[],
    options: HistoryOptions & Work,
  ): Promise<PlacedLanding[]> {
    const { wanted, targets: known } = this.#asked(discovery);
    const byBranch = groupByBranch(known, ids);
    const lists: PlacedLanding[][] = [];
    for (const [branch, targets] of byBranch) {
      const revision = discovery.revisions[branch];
      const { history, end } = await this.#oneAtATime(() =>
        this.#branchAt(branch, revision, wanted, options),
      );
      const landings = history.landings(targets, {
        kind: options.kind,
        end,
        downTo: options.downTo ?? 0,
      });
      lists.push(landings.map(landing => ({ branch, history, landing })));
    }
    return mergeNewestFirst(lists);
  }

  async #branchAt(
    branch: string,
    revision: string,
    wanted: Wanted,
    work: Work,
  ): Promise<BranchEnd> {
    const tip = this.#options.mirror.revisions[branch];
    const open = await this.#open(branch, tip, wanted, work);
    const end = endAt(open.index, revision);
    if (end !== undefined) return { history: open.history, end };
    // A commit beside the branch has a history of its own.
    const aside = await this.#open('', revision, wanted, work);
    return {
      history: aside.history,
      end: aside.index.graph.chainLength,
    };
  }

  async #open(
    name: string,
    tip: string,
    wanted: Wanted,
    work: Work,
  ): Promise<OpenBranch> {
    const known = this.#branches.get(name);
    if (known !== undefined && covers(known, wanted)) {
      if (known.index.tip === tip) return known;
      if (await this.#extend(name, known, tip, work)) {
        this.#branches.set(name, known);
        return known;
      }
    }
    const index = new HistoryIndex({
      gitDirectory: this.#options.mirror.directory,
      environment: this.#options.mirror.environment,
      cutOff: await this.#options.mirror.cutOffCommits(),
      selector: {
        keys: wanted.keys,
        isSelected: path =>
          yamlName.test(path) ||
          wanted.files.has(path) ||
          this.#options.isRuleFile(path),
      },
    });
    // The old index is of no more use, and two would not fit the memory.
    this.#branches.delete(name);
    await index.read(tip, work.signal);
    const opened = { ...wanted, index, history: this.#over(index) };
    this.#branches.set(name, opened);
    return opened;
  }

  /** Whether the index could be extended; one that failed half-way is dropped. */
  async #extend(
    name: string,
    { index }: OpenBranch,
    tip: string,
    work: Work,
  ): Promise<boolean> {
    this.#branches.delete(name);
    return name !== '' && (await index.read(tip, work.signal));
  }

  #over(index: HistoryIndex): BranchHistory {
    const { url } = this.#options.repository;
    return new BranchHistory({
      index,
      commits: this.#commits,
      pullRequestAt: async head => (await this.#heads()).get(head),
      pullRequestUrl: number => pullRequestUrl(url, number),
    });
  }

  /** A remote that doesn't tell its pull requests costs their numbers only. */
  #heads(): Promise<ReadonlyMap<string, number>> {
    this.#pullRequests ??= this.#options.mirror
      .pullRequestHeads()
      .catch(() => new Map());
    return this.#pullRequests;
  }

  #asked(discovery: Discovery): AskedDiscovery {
    const known = this.#discoveries.get(discovery);
    if (known !== undefined) return known;
    const wanted = this.#wanted(discovery);
    const asked = { wanted, targets: targetsById(discovery) };
    this.#discoveries.set(discovery, asked);
    return asked;
  }

  /** What must be indexed besides what looks like a version by itself. */
  #wanted(discovery: Discovery): Wanted {
    const keys = new Set<string>();
    const files = new Set<string>();
    const { rules } = this.#options.repository;
    for (const { version } of rules) keys.add(lastKey(version));
    for (const { artifacts } of discovery.targets) {
      for (const { source } of artifacts) {
        keys.add(lastKey(source.field));
        if (!yamlName.test(source.file)) files.add(source.file);
      }
    }
    const none = { keys: new Set<string>() };
    for (const key of keys) {
      if (isVersionScalar(key, 'x', none)) keys.delete(key);
    }
    return { keys, files };
  }
}

function covers(open: OpenBranch, wanted: Wanted): boolean {
  return (
    [...wanted.keys].every(key => open.keys.has(key)) &&
    [...wanted.files].every(file => open.files.has(file))
  );
}

function endAt(index: HistoryIndex, revision: string): number | undefined {
  const commit = index.graph.ids.get(revision);
  const position =
    commit === undefined ? undefined : index.graph.positionOf(commit);
  return position === undefined ? undefined : position + 1;
}

function groupByBranch(
  known: ReadonlyMap<string, readonly TargetFiles[]>,
  ids: readonly string[],
): Map<string, TargetFiles[]> {
  const byBranch = new Map<string, TargetFiles[]>();
  for (const asked of new Set(ids).values()) {
    for (const one of known.get(asked) ?? []) {
      const targets = byBranch.get(one.target.branch);
      if (targets === undefined) byBranch.set(one.target.branch, [one]);
      else targets.push(one);
    }
  }
  return byBranch;
}

function targetsById(
  discovery: Discovery,
): ReadonlyMap<string, readonly TargetFiles[]> {
  const files = new Map(discovery.units.map(unit => [unit.id, unit.files]));
  const known = new Map<string, TargetFiles[]>();
  for (const target of discovery.targets) {
    const one = { target, files: files.get(target.unit) ?? [] };
    known.set(target.id, [...(known.get(target.id) ?? []), one]);
  }
  return known;
}

/** Keeps each branch's own order, whatever its committers' clocks say. */
function mergeNewestFirst(lists: PlacedLanding[][]): PlacedLanding[] {
  if (lists.length === 1) return lists[0];
  const merged: PlacedLanding[] = [];
  const heads = lists.map(() => 0);
  for (;;) {
    let newest: number | undefined;
    lists.forEach((list, at) => {
      const head = list.at(heads[at]);
      const best =
        newest === undefined ? undefined : lists[newest][heads[newest]];
      if (head && (!best || head.landing.time > best.landing.time)) newest = at;
    });
    if (newest === undefined) return merged;
    merged.push(lists[newest][heads[newest]]);
    heads[newest] += 1;
  }
}

function cursorOf({ branch, history, landing }: PlacedLanding): string {
  const text = JSON.stringify([branch, history.landedBy(landing)]);
  return Buffer.from(text).toString('base64url');
}

/** Where the page after the cursor's change begins. */
function startOf(
  placed: readonly PlacedLanding[],
  cursor: string | undefined,
): number {
  if (cursor === undefined) return 0;
  const at = placed.findIndex(candidate => cursorOf(candidate) === cursor);
  if (at < 0) {
    throw new InputError('The cursor names no change of these targets');
  }
  return at + 1;
}
