import { Knex } from 'knex';
import { batchesOf } from '../database/batches';
import { HistoryReader } from '../database/HistoryReader';
import {
  EnvironmentRow,
  LagColumns,
  readArtifacts,
  readStrings,
  TargetRow,
} from '../database/rows';
import { isLagSettled, Lag, measureLag } from './measureLag';
import { Stage, stagesBefore } from './promotionOrder';
import { TargetHistories } from './TargetHistories';

/** Most lags are told by the first portion. */
const changesAtFirst = 50;

/** Who is further behind than this is told to differ. */
const changesAtMost = 1_000;

/** As many as the API shows. */
const changesKept = 20;

const firstColumns: LagColumns = {
  behind_state: 'first',
  behind_environment: null,
  behind_count: 0,
  behind_since: null,
  behind_changes: '[]',
  behind_rank: 0,
};

type Environments = ReadonlyMap<string, readonly Stage[]>;

/**
 * Keeps with each target how far it is behind the environment before it, so
 * that the fleet can be sorted and counted by it.
 */
export class LagUpdater {
  readonly #knex: Knex;
  readonly #history: HistoryReader;

  constructor(knex: Knex) {
    this.#knex = knex;
    this.#history = new HistoryReader(knex);
  }

  /** Measures every target of the services anew. */
  async update(services: readonly string[]): Promise<void> {
    if (services.length === 0) return;
    const environments = await this.#environments();
    for (const batch of batchesOf(services, 20)) {
      const rows = await this.#knex<TargetRow>('targets').whereIn(
        'service',
        batch,
      );
      const byService = new Map<string, TargetRow[]>();
      for (const row of rows) {
        byService.set(row.service, [
          ...(byService.get(row.service) ?? []),
          row,
        ]);
      }
      for (const targets of byService.values()) {
        await this.#updateService(targets, environments);
      }
    }
  }

  async #updateService(
    targets: readonly TargetRow[],
    environments: Environments,
  ): Promise<void> {
    const histories = new TargetHistories(this.#history);
    for (const target of targets) {
      const previous = previousTarget(target, targets, environments);
      const columns = previous
        ? await lagBehind(target, previous, histories)
        : firstColumns;
      if (isStored(target, columns)) continue;
      await this.#knex('targets').where({ key: target.key }).update(columns);
    }
  }

  async #environments(): Promise<Environments> {
    const stages = new Map<string, Stage[]>();
    const rows = await this.#knex<EnvironmentRow>('environments');
    for (const { repository_id, name, promotes_to } of rows) {
      const stage = { name, promotesTo: readStrings(promotes_to) };
      stages.set(repository_id, [...(stages.get(repository_id) ?? []), stage]);
    }
    return stages;
  }
}

/**
 * The target that a promotion would come from: of the nearest environment
 * before this one that has the service, in the same repository, else among
 * the targets of the same entity in others (an environment may have a
 * repository of its own). On several clusters it is the one of the same
 * cluster, else the one that moved last.
 */
function previousTarget(
  target: TargetRow,
  targets: readonly TargetRow[],
  environments: Environments,
): TargetRow | undefined {
  const sameRepository = targets.filter(
    ({ repository_id }) => repository_id === target.repository_id,
  );
  const sameEntity = targets.filter(
    ({ entity_ref }) => entity_ref !== '' && entity_ref === target.entity_ref,
  );
  return (
    nearest(target, sameRepository, environments) ??
    nearest(target, sameEntity, environments)
  );
}

function nearest(
  target: TargetRow,
  candidates: readonly TargetRow[],
  environments: Environments,
): TargetRow | undefined {
  const repositories = new Set(candidates.map(row => row.repository_id));
  const stages = [...repositories].flatMap(id => environments.get(id) ?? []);
  for (const names of stagesBefore(target.environment, stages)) {
    const found = candidates.filter(({ environment }) =>
      names.includes(environment),
    );
    if (found.length > 0) {
      return (
        found.find(({ cluster }) => cluster === target.cluster) ??
        found.reduce((a, b) =>
          Number(b.changed_at) > Number(a.changed_at) ? b : a,
        )
      );
    }
  }
  return undefined;
}

async function lagBehind(
  target: TargetRow,
  previous: TargetRow,
  histories: TargetHistories,
): Promise<LagColumns> {
  const here = readArtifacts(target.artifacts);
  const before = readArtifacts(previous.artifacts);
  let changes = await histories.newest(previous.key, changesAtFirst);
  if (
    changes.length === changesAtFirst &&
    !isLagSettled(here, before, changes)
  ) {
    changes = await histories.newest(previous.key, changesAtMost);
  }
  return lagColumns(previous.environment, measureLag(here, before, changes));
}

function lagColumns(environment: string, lag: Lag): LagColumns {
  const columns = { ...firstColumns, behind_environment: environment };
  switch (lag.state) {
    case 'same':
      return { ...columns, behind_state: 'same', behind_rank: 1 };
    case 'differs':
      return { ...columns, behind_state: 'differs', behind_rank: 2 };
    default:
      return {
        ...columns,
        behind_state: 'behind',
        behind_count: lag.changes.length,
        behind_since: lag.since,
        behind_changes: JSON.stringify(lag.changes.slice(0, changesKept)),
        behind_rank: 2 + lag.changes.length,
      };
  }
}

function isStored(target: TargetRow, columns: LagColumns): boolean {
  const since = target.behind_since;
  return (
    target.behind_state === columns.behind_state &&
    target.behind_environment === columns.behind_environment &&
    target.behind_count === columns.behind_count &&
    (since === null ? null : Number(since)) === columns.behind_since &&
    target.behind_changes === columns.behind_changes
  );
}
