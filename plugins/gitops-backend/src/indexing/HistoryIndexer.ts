import { ConfigRepository } from '@backstage-gitops/plugin-gitops-node';
import { Knex } from 'knex';
import { PlacedChange } from '../database/historyRows';
import { HistoryWriter, TargetHistory } from '../database/HistoryWriter';
import { TargetChangeRow, TargetRow } from '../database/rows';

/** A history is asked for in portions of this size. */
const pageSize = 5_000;

/** Changes in one transaction: others wait no longer than this takes. */
const changesPerWrite = 2_000;

const newestChange = `
  select change_key from target_changes
  where target_changes.target_key = targets.key
  order by effective_at desc, position desc limit 1`;

/** A target and the newest change that is stored of it. */
interface StoredTarget {
  readonly key: number;
  readonly id: string;
  readonly service: string;
  readonly definition: string;
  readonly history_definition: string | null;
  readonly newest: Pick<TargetChangeRow, 'position'> & {
    readonly landed_by: string;
  };
}

type StoredRow = Omit<StoredTarget, 'newest'> & {
  readonly position: number | null;
  readonly landed_by: string | null;
};

/** Keeps the stored changes of a repository's targets what Git says. */
export class HistoryIndexer {
  readonly #knex: Knex;
  readonly #writer: HistoryWriter;

  constructor(knex: Knex) {
    this.#knex = knex;
    this.#writer = new HistoryWriter(knex);
  }

  /** Every service of a repository. */
  async services(repositoryId: string): Promise<readonly string[]> {
    return this.#knex<TargetRow>('targets')
      .where({ repository_id: repositoryId })
      .distinct()
      .pluck('service');
  }

  /**
   * Stores what is new of each target, and the whole history where the files
   * it is read from are others than before. Tells the services that moved.
   */
  async update(
    repositoryId: string,
    repository: ConfigRepository,
    { now, signal }: { now: Date; signal: AbortSignal },
  ): Promise<readonly string[]> {
    const moved = new Set<string>();
    let waiting: TargetHistory[] = [];
    let removed = 0;
    const write = async () => {
      removed += (await this.#writer.write(repositoryId, waiting)).removed;
      waiting = [];
    };
    for (const target of await this.#storedTargets(repositoryId)) {
      signal.throwIfAborted();
      const history = await readHistory(repository, target, signal);
      if (!history) continue;
      moved.add(target.service);
      waiting.push(
        history.extent === 'newest' ? { ...history, observedAt: now } : history,
      );
      if (countChanges(waiting) >= changesPerWrite) await write();
    }
    if (waiting.length > 0) await write();
    if (removed > 0) await this.#writer.removeUnreferenced(repositoryId);
    return [...moved];
  }

  async #storedTargets(repositoryId: string): Promise<StoredTarget[]> {
    const rows: StoredRow[] = await this.#knex('targets')
      .leftJoin('changes', join =>
        join.on('changes.key', '=', this.#knex.raw(`(${newestChange})`)),
      )
      .where('targets.repository_id', repositoryId)
      .orderBy('targets.key')
      .select(
        'targets.key',
        'targets.id',
        'targets.service',
        'targets.definition',
        'targets.history_definition',
        'changes.position',
        'changes.landed_by',
      );
    return rows.map(({ position, landed_by, ...row }) => ({
      ...row,
      newest: { position: position ?? -1, landed_by: landed_by ?? '' },
    }));
  }
}

/** What there is to store of a target, or undefined where nothing is new. */
async function readHistory(
  repository: ConfigRepository,
  target: StoredTarget,
  signal: AbortSignal,
): Promise<TargetHistory | undefined> {
  const isKnown = target.history_definition === target.definition;
  const newest = isKnown
    ? await readNewest(repository, target, signal)
    : undefined;
  if (newest?.length === 0) return undefined;
  return {
    targetKey: target.key,
    definition: target.definition,
    changes: newest ?? (await readChanges(repository, target.id, { signal })),
    extent: newest ? 'newest' : 'whole',
  };
}

/**
 * The changes on top of those stored, or undefined where what is stored is not
 * below them: the branch was rewritten, and everything is to be read again.
 */
async function readNewest(
  repository: ConfigRepository,
  { id, newest }: StoredTarget,
  signal: AbortSignal,
): Promise<readonly PlacedChange[] | undefined> {
  const downTo = Math.max(newest.position, 0);
  const changes = await readChanges(repository, id, { downTo, signal });
  if (changes.length === 0 && newest.position === -1) return [];
  const isBelow = changes.some(
    ({ landedBy, position }) =>
      position === newest.position && landedBy === newest.landed_by,
  );
  return isBelow
    ? changes.filter(({ position }) => position > newest.position)
    : undefined;
}

async function readChanges(
  repository: ConfigRepository,
  id: string,
  options: { downTo?: number; signal: AbortSignal },
): Promise<readonly PlacedChange[]> {
  const all: PlacedChange[] = [];
  let cursor: string | undefined;
  do {
    const page = await repository.history([id], {
      kind: 'all',
      limit: pageSize,
      cursor,
      ...options,
    });
    all.push(...page.changes);
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return all;
}

function countChanges(histories: readonly TargetHistory[]): number {
  return histories.reduce((count, { changes }) => count + changes.length, 0);
}
