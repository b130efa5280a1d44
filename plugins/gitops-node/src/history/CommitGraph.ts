import { IntList } from './IntList';
import { ObjectIdTable } from './ObjectIdTable';

const unknown = -1;

/**
 * The commits that a branch's tip reaches, by number: parents, committer time,
 * and which first-parent commit brought each one in.
 */
export class CommitGraph {
  readonly ids = new ObjectIdTable();
  readonly #times = new IntList(1024);
  /** Where a commit's parents begin in `#parents`; `unknown` where not read. */
  readonly #parentsAt = new IntList(1024);
  readonly #parentCounts = new IntList(1024);
  readonly #parents = new IntList(1024);
  /** First-parent commits, oldest first. */
  #chain = new Int32Array(0);
  #positions = new Int32Array(0);
  #landedAt = new Int32Array(0);

  /** Adds a commit as the log tells it; returns its number. */
  add(
    text: Buffer,
    id: number,
    parents: readonly number[],
    time: number,
  ): number {
    const commit = this.#number(text, id);
    const at = this.#parents.length;
    // Interning a parent may itself append to the tables.
    const numbers = parents.map(parent => this.#number(text, parent));
    for (const number of numbers) this.#parents.push(number);
    this.#times.set(commit, time);
    this.#parentsAt.set(commit, at);
    this.#parentCounts.set(commit, parents.length);
    return commit;
  }

  #number(text: Buffer, id: number): number {
    const number = this.ids.intern(text, id);
    if (number === this.#times.length) {
      this.#times.push(0);
      this.#parentsAt.push(unknown);
      this.#parentCounts.push(0);
    }
    return number;
  }

  /** Whether the log told this commit (a shallow history names more). */
  isRead(commit: number): boolean {
    return this.#parentsAt.at(commit) !== unknown;
  }

  parentsOf(commit: number): number[] {
    const at = this.#parentsAt.at(commit);
    return Array.from({ length: this.#parentCounts.at(commit) }, (_, index) =>
      this.#parents.at(at + index),
    );
  }

  isMerge(commit: number): boolean {
    return this.#parentCounts.at(commit) > 1;
  }

  /** Committer time in seconds since the epoch. */
  timeOf(commit: number): number {
    return this.#times.at(commit);
  }

  /**
   * Walks first parents from the tip and lets each, oldest first, bring in
   * what no older one had. Linear: every commit is marked once.
   *
   * Returns whether the chain it had is a beginning of the new one, so that
   * what was derived from its positions still stands.
   */
  settle(tip: number): boolean {
    const chain: number[] = [];
    for (
      let commit: number | undefined = tip;
      commit !== undefined && this.isRead(commit);
      commit = this.parentsOf(commit)[0]
    ) {
      chain.push(commit);
    }
    chain.reverse();
    const before = this.#chain;
    const extended =
      before.length <= chain.length &&
      (before.length === 0 ||
        before[before.length - 1] === chain[before.length - 1]);
    this.#chain = Int32Array.from(chain);
    this.#positions = new Int32Array(this.ids.size).fill(unknown);
    this.#landedAt = new Int32Array(this.ids.size).fill(unknown);
    chain.forEach((commit, position) => {
      this.#positions[commit] = position;
      this.#land(commit, position);
    });
    return extended;
  }

  #land(commit: number, position: number): void {
    const open = [commit];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (this.#landedAt[next] !== unknown || !this.isRead(next)) continue;
      this.#landedAt[next] = position;
      open.push(...this.parentsOf(next));
    }
  }

  /** How many first-parent commits there are. */
  get chainLength(): number {
    return this.#chain.length;
  }

  /** The first-parent commit at a position, 0 the oldest. */
  commitAt(position: number): number {
    return this.#chain[position];
  }

  /** A first-parent commit's position; undefined for any other commit. */
  positionOf(commit: number): number | undefined {
    const position = this.#positions[commit];
    return position === unknown || position === undefined
      ? undefined
      : position;
  }

  /** The position of the first-parent commit that brought a commit in. */
  landedAt(commit: number): number {
    return this.#landedAt[commit];
  }

  /** Whether a root of the chain is where a shallow history was cut off. */
  isCutOff(): boolean {
    return this.#chain.length > 0 && this.parentsOf(this.#chain[0]).length > 0;
  }
}
