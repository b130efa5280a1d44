import {
  FleetQuery,
  FleetResponse,
  FleetRow,
  RepositoryStatus,
  TargetLive,
  targetTrouble,
  troubleGravity,
} from '@backstage-gitops/plugin-gitops-common';
import { driftCount, LiveState, liveStateOf } from '../../src/live/liveState';
import {
  anArtifact,
  aRepository,
  aTarget,
} from '../../src/__testUtils__/builders';
import { daysAgo, hoursAgo, sequence, sha } from './clock';
import { liveOf, LiveStory } from './live';
import { platform } from './services';

const stems = [
  'ticket',
  'timetable',
  'seat',
  'refund',
  'loyalty',
  'journey',
  'fare',
  'platform',
  'station',
  'crew',
  'rolling-stock',
  'signal',
  'freight',
  'parcel',
];
const tails = ['sales', 'api', 'search', 'worker', 'gateway', 'notify'];
const owners = ['sales', 'journeys', 'operations', 'freight', 'platform-team'];
const places = [
  ['development', 'dev-1'],
  ['staging', 'stg-1'],
  ['production', 'eu-1'],
  ['production', 'us-1'],
] as const;

export const fleetRepositories: RepositoryStatus[] = [
  platform,
  aRepository({
    id: 'freight-config',
    url: 'https://git.larkspur.example/freight/config.git',
    state: 'failed',
    error:
      'Authentication failed: the credentials for git.larkspur.example were refused',
    lastAttemptAt: hoursAgo(0.05),
    lastSuccessAt: hoursAgo(3.2),
    units: 31,
    targets: 96,
    diagnostics: { info: 0, warning: 3, error: 0 },
  }),
  aRepository({
    id: 'crew-deploy',
    url: 'https://git.larkspur.example/crew/deploy.git',
    lastSuccessAt: hoursAgo(0.09),
    units: 18,
    targets: 54,
  }),
];

function stateOf(
  order: number,
  differs: boolean,
  late: number,
): FleetRow['behindState'] {
  if (order === 0) return 'first';
  if (differs && order > 1) return 'differs';
  return late > 0 ? 'behind' : 'same';
}

function versionOf(stem: string, tail: string, version: number): string {
  if (stem === 'journey') return sha(version);
  return tail === 'worker' ? `1.${version}.0` : `v${version}`;
}

function repositoryOf(stem: string): string {
  if (stem === 'freight' || stem === 'parcel') return 'freight-config';
  return stem === 'crew' ? 'crew-deploy' : 'platform';
}

function rowsOf(): FleetRow[] {
  const next = sequence(42);
  return stems.flatMap((stem, s) =>
    tails.flatMap((tail, index) => {
      const service = `${stem}-${tail}`;
      const version = 20 + Math.floor(next() * 180);
      const lag = next() < 0.2 ? 1 + Math.floor(next() * 9) : 0;
      const differs = next() < 0.04;
      const owned = next() < 0.94;
      return places.map(([environment, cluster], order): FleetRow => {
        const late = order > 1 ? lag : 0;
        return {
          id: `platform:${service}:${environment}:${cluster}`,
          unit: `platform:${service}`,
          service,
          environment,
          cluster,
          namespace: stem,
          path: `apps/${service}/overlays/${environment}`,
          artifacts: [
            anArtifact({
              name: `registry.larkspur.example/${service}`,
              version: versionOf(stem, tail, version - late),
            }),
            ...(index % 3 === 0
              ? [anArtifact({ name: 'envoy', version: '1.31.2' })]
              : []),
          ],
          repository: repositoryOf(stem),
          entityRef: owned ? `component:default/${service}` : undefined,
          owner: owned
            ? `group:default/${owners[s % owners.length]}`
            : undefined,
          changedAt: daysAgo(next() * next() * 200 * (order + 0.4)),
          live: fleetLive(service, cluster, `v${version - late}`, next()),
          behindState: stateOf(order, differs, late),
          behindCount: differs ? undefined : late || undefined,
          behindSince:
            late && !differs ? daysAgo(late * 3 + next() * 9) : undefined,
        };
      });
    }),
  );
}

/** One in eight is not as it should be; one cluster is not read at all. */
function fleetLive(
  service: string,
  cluster: string,
  version: string,
  chance: number,
): TargetLive | undefined {
  const stories: LiveStory[] = [
    'drifted',
    'degraded',
    'olderVersion',
    'stale',
    'orphaned',
    'uncertain',
    'progressing',
    'unobserved',
    'degradedAndDrifted',
  ];
  const story =
    chance < 0.125 ? stories[Math.floor(chance * 8 * stories.length)] : 'fine';
  const artifacts = [
    anArtifact({ name: `registry.larkspur.example/${service}`, version }),
  ];
  return liveOf(aTarget({ service, cluster, artifacts }), story);
}

const all = rowsOf();

/** Answers as the server does: filters, sorts, pages by a cursor. */
export function answerFleet(query: FleetQuery): FleetResponse {
  const limit = Number(query.limit ?? 50);
  const offset = Number(query.cursor ?? 0);
  const rows = all.filter(row => selects(query, row)).sort(comparator(query));
  return {
    items: rows.slice(offset, offset + limit),
    total: rows.length,
    nextCursor:
      offset + limit < rows.length ? String(offset + limit) : undefined,
    counts: {
      services: new Set(rows.map(({ service }) => service)).size,
      behind: rows.filter(row => row.behindState === 'behind').length,
      differs: rows.filter(row => row.behindState === 'differs').length,
      drifted: rows.filter(row => inState('drifted', row)).length,
      unhealthy: rows.filter(row => inState('unhealthy', row)).length,
      stuck: rows.filter(row => isStuck('any', row)).length,
    },
    facets: {
      environments: ['development', 'staging', 'production'],
      repositories: fleetRepositories.map(({ id }) => id),
      owners: owners.map(owner => `group:default/${owner}`),
      engines: [{ kind: 'builtin' }],
    },
    repositories: fleetRepositories,
  };
}

function inState(state: string, { live }: FleetRow): boolean {
  if (state === 'drifted') return drifts(live) > 0;
  return (live ? liveStateOf(live) : 'unknown') === state;
}

function isStuck(
  at: NonNullable<FleetQuery['stuck']>,
  { live }: FleetRow,
): boolean {
  if (live?.state !== 'observed' || live.stale) return false;
  const kind = targetTrouble(live)?.kind;
  const unwell = liveStateOf(live) === 'unhealthy';
  if (at !== 'any') return kind === at || (at === 'degraded' && unwell);
  const gravity = kind && troubleGravity(kind);
  return unwell || gravity === 'broken' || gravity === 'held';
}

function drifts(live: TargetLive | undefined): number {
  return live?.state === 'observed' ? driftCount(live) : 0;
}

const worst: LiveState[] = [
  'fine',
  'progressing',
  'unknown',
  'outOfSync',
  'drifted',
  'unhealthy',
];

function selects(query: FleetQuery, row: FleetRow): boolean {
  const text = JSON.stringify([row.service, row.cluster, row.artifacts]);
  const age = row.changedAt ? Date.now() - Date.parse(row.changedAt) : 0;
  return (
    (!query.text || text.includes(query.text)) &&
    (!query.service || row.service === query.service) &&
    (!query.environment || row.environment === query.environment) &&
    (!query.repository || row.repository === query.repository) &&
    (!query.owner || row.owner === query.owner) &&
    (!query.state || inState(query.state, row)) &&
    (!query.engine ||
      (row.live?.state === 'observed' && row.live.engine === query.engine)) &&
    (!query.stuck || isStuck(query.stuck, row)) &&
    (!query.minBehind || (row.behindCount ?? 0) >= Number(query.minBehind)) &&
    (!query.olderThanDays ||
      age >= Number(query.olderThanDays) * 24 * 3_600_000)
  );
}

function comparator(query: FleetQuery): (a: FleetRow, b: FleetRow) => number {
  const key = (row: FleetRow): string | number =>
    ({
      service: row.service,
      environment: row.environment,
      repository: row.repository,
      owner: row.owner ?? '',
      changed: row.changedAt ?? '',
      behind: row.behindCount ?? 0,
      drift: drifts(row.live),
      state: row.live ? worst.indexOf(liveStateOf(row.live)) : 0,
    }[query.sort ?? 'service']);
  const sign = query.order === 'desc' ? -1 : 1;
  return (a, b) => {
    const [x, y] = [key(a), key(b)];
    if (x === y) return all.indexOf(a) - all.indexOf(b);
    return x < y ? -sign : sign;
  };
}
