import {
  fleetQuerySchema,
  FleetResponse,
  FleetRow,
} from '@backstage-gitops/plugin-gitops-common';
import { z } from 'zod';
import {
  FleetReader,
  FleetSort,
  sortColumns,
  sortValues,
} from '../database/FleetReader';
import { RepositoryStore } from '../database/RepositoryStore';
import { isoTime, readArtifacts, TargetRow } from '../database/rows';
import { FleetFilter, StaleSources } from '../database/targetConditions';
import { Visibility } from '../permissions/TargetAccess';
import { ConfiguredRepositories } from './ConfiguredRepositories';
import { decodeCursor, encodeCursor, int32Schema, textSchema } from './cursor';
import { LiveStates } from './LiveStates';

export type FleetQuestion = z.output<typeof fleetQuerySchema>;

const columnSchemas = {
  service: textSchema,
  environment: textSchema,
  repository_id: textSchema,
  owner: textSchema,
  environment_position: int32Schema,
  behind_rank: int32Schema,
  drift_count: int32Schema,
  state_rank: int32Schema,
  key: int32Schema,
  changed_at: z.number().int().min(0),
} as const;

/** More than anything can be behind, and less than a column ends at. */
const mostBehind = 2 ** 31 - 1;

/** Where nothing tells what runs. */
const untold = { drifted: undefined, unhealthy: undefined, stuck: undefined };

const dayMilliseconds = 24 * 60 * 60 * 1000;

/** Answers what there is across all repositories, a page at a time. */
export class Fleet {
  readonly #fleet: FleetReader;
  readonly #status: RepositoryStore;
  readonly #repositories: ConfiguredRepositories;
  readonly #live: LiveStates;
  readonly #now: () => Date;

  constructor(options: {
    fleet: FleetReader;
    status: RepositoryStore;
    repositories: ConfiguredRepositories;
    live: LiveStates;
    now: () => Date;
  }) {
    this.#fleet = options.fleet;
    this.#status = options.status;
    this.#repositories = options.repositories;
    this.#live = options.live;
    this.#now = options.now;
  }

  async page(
    question: FleetQuestion,
    visibility: Visibility,
  ): Promise<FleetResponse> {
    const { cursor, limit, sort, order } = question;
    const asked = { ...question, cursor: undefined, limit: undefined };
    const after =
      cursor === undefined
        ? undefined
        : decodeCursor(placeSchema(sort), asked, cursor);
    const stale = await this.#live.stale();
    const filter = this.#filter(question, stale);
    const rows = await this.#fleet.page(
      { filter, sort, order, after, limit: limit + 1 },
      visibility,
    );
    const { total, ...counts } = await this.#fleet.counts(
      filter,
      stale,
      visibility,
    );
    const shown = rows.slice(0, limit);
    const live = await this.#live.of(shown);
    const facets = await this.#fleet.facets(visibility);
    const told = this.#live.hasClusters
      ? { counts, facets }
      : {
          counts: { ...counts, ...untold },
          facets: { ...facets, engines: undefined },
        };
    return {
      items: shown.map(row => ({ ...fleetRow(row), live: live.get(row.id) })),
      total,
      ...told,
      nextCursor:
        rows.length > limit
          ? encodeCursor(asked, sortValues(sort, shown[shown.length - 1]))
          : undefined,
      repositories: await this.#status.statuses(this.#repositories.all()),
    };
  }

  #filter(
    { olderThanDays, state, stuck, ...question }: FleetQuestion,
    stale: StaleSources,
  ): FleetFilter {
    const { text, service, environment, repository, owner } = question;
    const { minBehind, engine, instance } = question;
    return {
      text: text?.trim(),
      ...{ service, environment, repository, owner, engine, instance },
      minBehind: minBehind && Math.min(minBehind, mostBehind),
      live: state && { state, stale },
      stuck: stuck && { at: stuck, stale },
      changedBefore:
        olderThanDays === undefined
          ? undefined
          : Math.max(
              0,
              this.#now().getTime() - olderThanDays * dayMilliseconds,
            ),
    };
  }
}

/** A place in a sorting, each value such as its column holds. */
function placeSchema(sort: FleetSort) {
  const [first, ...rest] = sortColumns(sort).map(
    column => columnSchemas[column],
  );
  return z.tuple([first, ...rest]);
}

function fleetRow(row: TargetRow): FleetRow {
  const changedAt = Number(row.changed_at);
  return {
    id: row.id,
    unit: row.unit_id,
    service: row.service,
    environment: row.environment,
    cluster: row.cluster ?? undefined,
    namespace: row.namespace ?? undefined,
    path: row.path,
    artifacts: readArtifacts(row.artifacts),
    repository: row.repository_id,
    entityRef: row.entity_ref || undefined,
    owner: row.owner || undefined,
    changedAt: changedAt > 0 ? isoTime(changedAt) : undefined,
    ...behindOf(row),
  };
}

function behindOf(
  row: TargetRow,
): Pick<FleetRow, 'behindState' | 'behindCount' | 'behindSince'> {
  switch (row.behind_state) {
    case 'same':
      return { behindState: 'same', behindCount: 0 };
    case 'differs':
      return { behindState: 'differs' };
    case 'behind':
      return {
        behindState: 'behind',
        behindCount: row.behind_count,
        behindSince: isoTime(row.behind_since) ?? undefined,
      };
    default:
      return { behindState: 'first' };
  }
}
