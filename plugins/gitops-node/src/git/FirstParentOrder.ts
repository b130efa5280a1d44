import { CommitOrder } from './CommitOrder';

/** Streams what a reading git command prints. */
type StreamGit = (
  args: readonly string[],
  onChunk: (chunk: Buffer) => void,
  work: { readonly signal?: AbortSignal },
) => Promise<void>;

/** The first-parent commits of one branch, oldest first. */
interface Chain {
  readonly tip: string;
  readonly positions: Map<string, number>;
}

/**
 * The order of a mirror's branches. Grows with the repository; what was told
 * stays true unless the branch was rewritten.
 */
export class FirstParentOrder implements CommitOrder {
  readonly #stream: StreamGit;
  readonly #chains = new Map<string, Chain>();

  constructor(stream: StreamGit) {
    this.#stream = stream;
  }

  /**
   * Reads up to the commit of each branch: of a branch that moved on, only what
   * is new. Not to be called twice at once.
   */
  async advance(
    revisions: Readonly<Record<string, string>>,
    work: { readonly signal?: AbortSignal } = {},
  ): Promise<void> {
    for (const [branch, tip] of Object.entries(revisions)) {
      if (this.#chains.get(branch)?.tip === tip) continue;
      this.#chains.set(branch, await this.#chain(branch, tip, work));
    }
    for (const branch of this.#chains.keys()) {
      if (!Object.hasOwn(revisions, branch)) this.#chains.delete(branch);
    }
  }

  contains(later: string, earlier: string): boolean | undefined {
    for (const { positions } of this.#chains.values()) {
      const at = positions.get(later);
      const from = positions.get(earlier);
      if (at !== undefined && from !== undefined) return at >= from;
    }
    return undefined;
  }

  positionOf(branch: string, commit: string): number | undefined {
    return this.#chains.get(branch)?.positions.get(commit);
  }

  async #chain(
    branch: string,
    tip: string,
    work: { readonly signal?: AbortSignal },
  ): Promise<Chain> {
    const known = this.#chains.get(branch);
    const grown = known && (await this.#grown(known, tip, work));
    if (grown) return grown;
    const commits = await this.#list([tip], work);
    return {
      tip,
      positions: new Map(commits.map(([commit], at) => [commit, at])),
    };
  }

  /** The chain with what came on top; `undefined` of a rewritten branch. */
  async #grown(
    { tip: from, positions }: Chain,
    tip: string,
    work: { readonly signal?: AbortSignal },
  ): Promise<Chain | undefined> {
    const fresh = await this.#list([tip, `^${from}`], work).catch(error => {
      work.signal?.throwIfAborted();
      // The old tip may be gone from a source whose objects are borrowed.
      if (error instanceof Error) return [];
      throw error;
    });
    const [oldest] = fresh;
    if (oldest === undefined || oldest[1] !== from) return undefined;
    for (const [commit] of fresh) positions.set(commit, positions.size);
    return { tip, positions };
  }

  /** Commits with their first parents, oldest first. */
  async #list(
    revisions: readonly string[],
    work: { readonly signal?: AbortSignal },
  ): Promise<(readonly string[])[]> {
    const chunks: Buffer[] = [];
    await this.#stream(
      ['rev-list', '--first-parent', '--parents', '--reverse', ...revisions],
      chunk => chunks.push(chunk),
      work,
    );
    return Buffer.concat(chunks)
      .toString('latin1')
      .split('\n')
      .filter(line => line !== '')
      .map(line => line.split(' '));
  }
}
