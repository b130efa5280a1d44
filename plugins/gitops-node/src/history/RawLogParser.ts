const nul = 0;
const colon = 0x3a;
const newline = 0x0a;
const space = 0x20;
const idLength = 40;

/** What a raw log tells, in the order in which git writes it. */
export interface RawLogVisitor {
  /**
   * A commit: where its id and its parents' ids begin in `text`, and its
   * committer time in seconds.
   */
  commit(
    text: Buffer,
    id: number,
    parents: readonly number[],
    time: number,
  ): void;
  /**
   * A path that differs from the first parent: where the old and new object
   * ids begin in `text`, and the path. An id of zeros says that there is none.
   */
  entry(
    text: Buffer,
    ids: { before: number; after: number },
    path: Buffer,
  ): void;
}

/**
 * Reads `git log -z --raw --no-abbrev --no-renames --format='%H %P %ct'` as it
 * arrives. Paths are bytes: Git promises no encoding.
 */
export class RawLogParser {
  readonly #visitor: RawLogVisitor;
  #rest: Buffer = Buffer.alloc(0);

  constructor(visitor: RawLogVisitor) {
    this.#visitor = visitor;
  }

  write(chunk: Buffer): void {
    const text =
      this.#rest.length > 0 ? Buffer.concat([this.#rest, chunk]) : chunk;
    let start = 0;
    while (start < text.length) {
      const end = text.indexOf(nul, start);
      if (end < 0) break;
      const at = text[start] === newline ? start + 1 : start;
      if (text[at] === colon) {
        const pathEnd = text.indexOf(nul, end + 1);
        if (pathEnd < 0) break;
        this.#entry(text, at, text.subarray(end + 1, pathEnd));
        start = pathEnd + 1;
      } else {
        if (end - at >= idLength) this.#commit(text, at, end);
        start = end + 1;
      }
    }
    this.#rest = text.subarray(start);
  }

  #commit(text: Buffer, start: number, end: number): void {
    const parents: number[] = [];
    let at = start + idLength + 1;
    while (at + idLength < end && text[at + idLength] === space) {
      parents.push(at);
      at += idLength + 1;
    }
    const time = Number(text.toString('latin1', at, end));
    this.#visitor.commit(text, start, parents, time);
  }

  /** `:100644 100644 <before> <after> M` */
  #entry(text: Buffer, start: number, path: Buffer): void {
    const before = start + ':100644 100644 '.length;
    const after = before + idLength + 1;
    this.#visitor.entry(text, { before, after }, path);
  }
}
