import { IntList } from './IntList';
import { absent, PathHistory } from './PathHistory';

/** What each commit changed, in the order of the log. */
export class EntryTable {
  readonly #paths: PathHistory[] = [];
  readonly #blobs = new IntList(1024);
  /** Where a commit's entries begin and how many there are, by its number. */
  readonly #starts = new IntList(1024);
  readonly #counts = new IntList(1024);
  #added: number[] = [];
  #commit = absent;

  /** From here on, {@link added} tells what is new. */
  begin(): void {
    this.#added = [];
  }

  open(commit: number): void {
    while (this.#starts.length <= commit) {
      this.#starts.push(0);
      this.#counts.push(0);
    }
    this.#starts.set(commit, this.#paths.length);
    this.#commit = commit;
    this.#added.push(commit);
  }

  add(path: PathHistory, blob: number): void {
    this.#paths.push(path);
    this.#blobs.push(blob);
    this.#counts.set(this.#commit, this.#counts.at(this.#commit) + 1);
  }

  of(commit: number): PathHistory[] {
    if (commit >= this.#starts.length) return [];
    const start = this.#starts.at(commit);
    return this.#paths.slice(start, start + this.#counts.at(commit));
  }

  *added(): Generator<readonly [number, PathHistory, number]> {
    for (const commit of this.#added) {
      const start = this.#starts.at(commit);
      const end = start + this.#counts.at(commit);
      for (let index = start; index < end; index += 1) {
        yield [commit, this.#paths[index], this.#blobs.at(index)];
      }
    }
  }
}
