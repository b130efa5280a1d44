/** So many calls in a row without an answer are no longer chance. */
const limit = 3;

/**
 * Counts steps of a run that got no answer. Each of them has waited for its
 * time limit; once it is plain that the cluster is away, the others needn't.
 */
export class AwayCount {
  #inRow = 0;

  get isAway(): boolean {
    return this.#inRow >= limit;
  }

  /** @param error - `undefined` for a step that was answered well. */
  note(error: unknown): void {
    const isUnanswered =
      error instanceof Error && error.name === 'ServiceUnavailableError';
    this.#inRow = isUnanswered ? this.#inRow + 1 : 0;
  }
}
