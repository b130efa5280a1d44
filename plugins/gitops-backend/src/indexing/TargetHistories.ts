import { HistoryReader } from '../database/HistoryReader';
import { readArtifactChanges } from '../database/rows';
import { LagChange } from './measureLag';

/** The newest version changes of targets, each read once and no further. */
export class TargetHistories {
  readonly #history: HistoryReader;
  readonly #known = new Map<string, Promise<readonly LagChange[]>>();

  constructor(history: HistoryReader) {
    this.#history = history;
  }

  async newest(
    targetKey: number,
    limit: number,
  ): Promise<readonly LagChange[]> {
    const name = `${targetKey}:${limit}`;
    const known = this.#known.get(name) ?? this.#read(targetKey, limit);
    this.#known.set(name, known);
    return known;
  }

  async #read(targetKey: number, limit: number): Promise<readonly LagChange[]> {
    const rows = await this.#history.newest([targetKey], {
      kind: 'versions',
      limit,
    });
    return rows.map(row => ({
      key: row.key,
      effectiveAt: Number(row.effective_at),
      artifacts: readArtifactChanges(row.artifacts),
    }));
  }
}
