import type {
  FleetQuery,
  FleetRow,
  GitopsApi,
} from '@backstage-gitops/plugin-gitops-common';

/** So many targets are read for a choice; beyond, a name has to be typed. */
const mostPages = 20;
const pageSize = 200;

export interface FleetRows {
  readonly rows: readonly FleetRow[];
  /** All environments, in promotion order. */
  readonly environments: readonly string[];
  /** Whether these are all. */
  readonly complete: boolean;
}

/** As long as it is not known what is asked for. */
export const noFleetRows: FleetRows = {
  rows: [],
  environments: [],
  complete: true,
};

/** The targets that a query selects, page after page. */
export async function readFleetRows(
  api: GitopsApi,
  query: Pick<FleetQuery, 'repository' | 'service'>,
  signal: AbortSignal,
): Promise<FleetRows> {
  const rows: FleetRow[] = [];
  let environments: readonly string[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < mostPages; page++) {
    const answer = await api.fleet(
      { ...query, limit: pageSize, cursor },
      { signal },
    );
    rows.push(...answer.items);
    environments = answer.facets.environments;
    cursor = answer.nextCursor;
    if (cursor === undefined) return { rows, environments, complete: true };
  }
  return { rows, environments, complete: false };
}
