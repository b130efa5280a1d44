import { gitTimeLimits, streamGit } from '../git/runGit';
import { VersionFactSelector } from '../manifests/versionFacts';
import { CommitGraph } from './CommitGraph';
import { EntryTable } from './EntryTable';
import { FactReader } from './FactReader';
import { FactStore } from './FactStore';
import { ObjectIdTable } from './ObjectIdTable';
import { absent, PathHistory } from './PathHistory';
import { RawLogParser } from './RawLogParser';

const zeroDigit = 0x30;
const idLength = 40;

/** Which files history reads versions from, and which keys besides the usual. */
export interface HistorySelector extends VersionFactSelector {
  isSelected(path: string): boolean;
}

export interface HistoryIndexOptions {
  readonly gitDirectory: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly selector: HistorySelector;
  /** Commits whose parents a shallow source left out. */
  readonly cutOff?: ReadonlySet<string>;
}

/**
 * The whole history of one branch, ready to be asked: who left which blob at
 * which path, when it landed, and what versions each blob names.
 *
 * One `git log --raw` tells the commits and blobs while one `git cat-file`
 * brings the blobs of first-parent states, so the time is that of the two
 * programs. A later tip only adds what is new.
 */
export class HistoryIndex {
  readonly graph = new CommitGraph();
  readonly facts = new FactStore();
  readonly #options: HistoryIndexOptions;
  readonly #blobs = new ObjectIdTable();
  readonly #paths = new Map<string, PathHistory>();
  readonly #entries = new EntryTable();
  #tip: string | undefined;

  constructor(options: HistoryIndexOptions) {
    this.#options = options;
  }

  /** The commit whose history this is; undefined before the first read. */
  get tip(): string | undefined {
    return this.#tip;
  }

  path(path: string): PathHistory | undefined {
    return this.#paths.get(path);
  }

  /** The paths that a commit changed against its first parent. */
  changedBy(commit: number): PathHistory[] {
    return this.#entries.of(commit);
  }

  /** A blob's id in hexadecimal. */
  blobId(blob: number): string {
    return this.#blobs.text(blob);
  }

  /** Whether the oldest state is where history was cut, not where it began. */
  isCutOff(): boolean {
    if (this.graph.chainLength === 0) return false;
    const oldest = this.graph.ids.text(this.graph.commitAt(0));
    return this.graph.isCutOff() || this.#options.cutOff?.has(oldest) === true;
  }

  /** Whether a path can have version facts. */
  isSelected(path: string): boolean {
    return this.#options.selector.isSelected(path);
  }

  /**
   * Reads up to a commit. Returns whether positions that were told before
   * still stand; where they don't (the branch was rewritten, or the old tip is
   * no first parent of the new one), a new index must be made.
   */
  async read(tip: string, signal?: AbortSignal): Promise<boolean> {
    const known = this.#tip;
    const blobs = new FactReader(this.#options, this.facts, signal);
    let finished = false;
    try {
      await this.#readLog(known, tip, blobs, signal);
      const extended = this.#settle(tip);
      for (const [commit, path, blob] of this.#entries.added()) {
        if (
          this.graph.positionOf(commit) !== undefined &&
          this.#holdsFacts(path, blob)
        ) {
          blobs.request(blob, this.#blobs.text(blob), path.path);
        }
      }
      await blobs.end();
      finished = true;
      this.#tip = tip;
      return extended;
    } finally {
      if (!finished) await blobs.abandon();
    }
  }

  #settle(tip: string): boolean {
    const commit = this.graph.ids.get(tip);
    return commit !== undefined && this.graph.settle(commit);
  }

  #holdsFacts(path: PathHistory, blob: number): boolean {
    return blob !== absent && this.isSelected(path.path);
  }

  async #readLog(
    known: string | undefined,
    tip: string,
    blobs: FactReader,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    this.#entries.begin();
    let commit = absent;
    // The next first parent: its blobs can be asked for while the log runs.
    let next: string | undefined = tip;
    let onChain = false;
    const parser = new RawLogParser({
      commit: (text, id, parents, time) => {
        onChain =
          next !== undefined &&
          text.toString('latin1', id, id + idLength) === next;
        if (onChain) {
          next =
            parents.length > 0
              ? text.toString('latin1', parents[0], parents[0] + idLength)
              : undefined;
        }
        commit = this.graph.add(text, id, parents, time);
        this.#entries.open(commit);
      },
      entry: (text, ids, name) => {
        const blob = isZero(text, ids.after)
          ? absent
          : this.#blobs.intern(text, ids.after);
        const path = this.#pathOf(name);
        path.add(commit, blob);
        this.#entries.add(path, blob);
        if (onChain && this.#holdsFacts(path, blob)) {
          blobs.request(blob, this.#blobs.text(blob), path.path);
        }
      },
    });
    await streamGit(
      {
        doing: 'Reading the history',
        arguments: [
          `--git-dir=${this.#options.gitDirectory}`,
          'log',
          '-z',
          '--raw',
          '--no-abbrev',
          '--no-renames',
          '--diff-merges=first-parent',
          '--format=%H %P %ct',
          tip,
          ...(known === undefined ? [] : [`^${known}`]),
          '--',
        ],
        environment: this.#options.environment,
        timeLimit: gitTimeLimits.history,
        signal,
      },
      chunk => parser.write(chunk),
    );
  }

  #pathOf(name: Buffer): PathHistory {
    const text = name.toString('utf8');
    const known = this.#paths.get(text);
    if (known !== undefined) return known;
    const path = new PathHistory(text);
    this.#paths.set(text, path);
    return path;
  }
}

function isZero(text: Buffer, id: number): boolean {
  for (let index = id; index < id + idLength; index += 1) {
    if (text[index] !== zeroDigit) return false;
  }
  return true;
}
