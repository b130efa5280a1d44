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
  readonly #chain = new IntList(1024);
  readonly #positions = new IntList(1024);
  readonly #landedAt = new IntList(1024);

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
   * what no older one had. Linear: every commit is marked once, and what was
   * settled before stays.
   *
   * Returns false where the chain it had is no beginning of the new one:
   * positions that were told before are then worth nothing, nor is the graph.
   */
  settle(tip: number): boolean {
    const fresh: number[] = [];
    let commit: number | undefined = tip;
    while (
      commit !== undefined &&
      this.isRead(commit) &&
      this.positionOf(commit) === undefined
    ) {
      fresh.push(commit);
      commit = this.#firstParentOf(commit);
    }
    const last = this.#chain.length - 1;
    if (
      last >= 0 &&
      (commit === undefined || this.positionOf(commit) !== last)
    ) {
      return false;
    }
    while (this.#positions.length < this.ids.size) {
      this.#positions.push(unknown);
      this.#landedAt.push(unknown);
    }
    for (const next of fresh.reverse()) {
      const position = this.#chain.length;
      this.#chain.push(next);
      this.#positions.set(next, position);
      this.#land(next, position);
    }
    return true;
  }

  #land(commit: number, position: number): void {
    const open = [commit];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (!this.isRead(next) || this.#landedAt.at(next) !== unknown) continue;
      this.#landedAt.set(next, position);
      const start = this.#parentsAt.at(next);
      const end = start + this.#parentCounts.at(next);
      for (let index = start; index < end; index += 1) {
        open.push(this.#parents.at(index));
      }
    }
  }

  #firstParentOf(commit: number): number | undefined {
    return this.#parentCounts.at(commit) > 0
      ? this.#parents.at(this.#parentsAt.at(commit))
      : undefined;
  }

  /** How many first-parent commits there are. */
  get chainLength(): number {
    return this.#chain.length;
  }

  /** The first-parent commit at a position, 0 the oldest. */
  commitAt(position: number): number {
    return this.#chain.at(position);
  }

  /** A first-parent commit's position; undefined for any other commit. */
  positionOf(commit: number): number | undefined {
    const position =
      commit < this.#positions.length ? this.#positions.at(commit) : unknown;
    return position === unknown ? undefined : position;
  }

  /** The position of the first-parent commit that brought a commit in. */
  landedAt(commit: number): number {
    return this.#landedAt.at(commit);
  }

  /** Whether a root of the chain is where a shallow history was cut off. */
  isCutOff(): boolean {
    return (
      this.#chain.length > 0 && this.parentsOf(this.#chain.at(0)).length > 0
    );
  }
}
