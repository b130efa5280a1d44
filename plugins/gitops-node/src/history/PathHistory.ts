import { CommitGraph } from './CommitGraph';
import { IntList } from './IntList';

/** No object: the path isn't there. */
export const absent = -1;

/** What a first-parent commit left at a path. */
export interface PathState {
  /** Of the first-parent commit, 0 the oldest. */
  readonly position: number;
  /** The blob's number, or {@link absent}. */
  readonly blob: number;
}

/** Every commit that touched a path, and the blob it left there. */
export class PathHistory {
  readonly path: string;
  readonly #commits = new IntList(4);
  readonly #blobs = new IntList(4);

  constructor(path: string) {
    this.path = path;
  }

  add(commit: number, blob: number): void {
    this.#commits.push(commit);
    this.#blobs.push(blob);
  }

  /** What first-parent commits before a position left here, newest first. */
  statesBefore(graph: CommitGraph, end: number): PathState[] {
    const states: PathState[] = [];
    for (let index = 0; index < this.#commits.length; index += 1) {
      const position = graph.positionOf(this.#commits.at(index));
      if (position !== undefined && position < end) {
        states.push({ position, blob: this.#blobs.at(index) });
      }
    }
    return states.sort((a, b) => b.position - a.position);
  }

  /** The newest first-parent position before `end` that touched the path. */
  newestBefore(graph: CommitGraph, end: number): number | undefined {
    let newest: number | undefined;
    for (let index = 0; index < this.#commits.length; index += 1) {
      const position = graph.positionOf(this.#commits.at(index));
      if (position === undefined || position >= end) continue;
      if (newest === undefined || position > newest) newest = position;
    }
    return newest;
  }

  /** The blob at a position; {@link absent} where there is none. */
  blobAt(graph: CommitGraph, position: number): number {
    return this.statesBefore(graph, position + 1)[0]?.blob ?? absent;
  }

  /**
   * The last non-merge commit that gave the path what a merge brought in: one
   * that left the same blob, else one that touched the path at all.
   */
  creditedCommit(
    graph: CommitGraph,
    position: number,
    blob: number,
  ): number | undefined {
    let touched: number | undefined;
    let same: number | undefined;
    for (let index = 0; index < this.#commits.length; index += 1) {
      const commit = this.#commits.at(index);
      if (graph.landedAt(commit) !== position || graph.isMerge(commit)) {
        continue;
      }
      touched = newerOf(graph, touched, commit);
      if (this.#blobs.at(index) === blob) same = newerOf(graph, same, commit);
    }
    return same ?? touched;
  }
}

function newerOf(
  graph: CommitGraph,
  known: number | undefined,
  commit: number,
): number {
  return known === undefined || graph.timeOf(commit) > graph.timeOf(known)
    ? commit
    : known;
}
