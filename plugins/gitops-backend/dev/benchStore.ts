// Measures what pages cost: `yarn workspace @backstage-gitops/plugin-gitops-backend bench:store`.
// 5,000 targets of 1,250 services, and 100,000 changes of each of two targets.
// SQLite in memory, and PostgreSQL where
// BACKSTAGE_TEST_DATABASE_POSTGRES15_CONNECTION_STRING names one.

import { ConfigReader } from '@backstage/config';
import { ScmIntegrations } from '@backstage/integration';
import {
  fleetQuerySchema,
  historyQuerySchema,
  UnitObservation,
} from '@backstage-gitops/plugin-gitops-common';
import knexFactory, { Knex } from 'knex';
import { randomBytes } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { ChangeRollouts } from '../src/api/ChangeRollouts';
import { ConfiguredRepositories } from '../src/api/ConfiguredRepositories';
import { EntityTargets } from '../src/api/EntityTargets';
import { Fleet } from '../src/api/Fleet';
import { Histories } from '../src/api/Histories';
import { LiveStates } from '../src/api/LiveStates';
import { TargetStates } from '../src/api/TargetStates';
import { EntityStore } from '../src/database/EntityStore';
import { ClusterStore } from '../src/database/ClusterStore';
import { EnvironmentReader } from '../src/database/EnvironmentReader';
import { factRows } from '../src/database/factRows';
import { EngineStore } from '../src/database/EngineStore';
import { FactsStore } from '../src/database/FactsStore';
import { FleetReader } from '../src/database/FleetReader';
import { HistoryReader } from '../src/database/HistoryReader';
import { HistoryWriter } from '../src/database/HistoryWriter';
import { applyMigrations } from '../src/database/migrations';
import { LiveReader } from '../src/database/LiveReader';
import { ObservationStore } from '../src/database/ObservationStore';
import { ProposalReader } from '../src/database/ProposalReader';
import { RolloutReader } from '../src/database/RolloutReader';
import { RepositoryStore } from '../src/database/RepositoryStore';
import { TargetReader } from '../src/database/TargetReader';
import { knownEntity } from '../src/entities/EntitySelector';
import { LagUpdater } from '../src/indexing/LagUpdater';
import {
  declaredArtifact,
  declaredTarget,
  declaredUnit,
  landedChange,
  threeStages,
} from '../src/__testUtils__/DeclaredRepository';
import {
  MemoryCluster,
  observed,
  observedResource,
  observedTarget,
} from '../src/__testUtils__/MemoryCluster';

const services = 1_250;
const changes = 100_000;
const rounds = 200;
const clusterNames = ['dev', 'stage', 'eu-1', 'us-1'];
const connectionVariable =
  'BACKSTAGE_TEST_DATABASE_POSTGRES15_CONNECTION_STRING';

const visibility = { scope: 'all' } as const;
const serviceName = (index: number) =>
  `service-${String(index).padStart(4, '0')}`;

async function main(): Promise<void> {
  await measure(
    'SQLite',
    knexFactory({
      client: 'better-sqlite3',
      connection: ':memory:',
      useNullAsDefault: true,
    }),
  );
  const connection = process.env[connectionVariable];
  if (connection) {
    await onPostgres(connection, knex => measure('PostgreSQL', knex));
  } else {
    console.log(`PostgreSQL: skipped, ${connectionVariable} is not set`);
  }
}

async function onPostgres(
  connection: string,
  work: (knex: Knex) => Promise<void>,
): Promise<void> {
  const admin = knexFactory({ client: 'pg', connection });
  const database = `bench${randomBytes(8).toString('hex')}`;
  await admin.raw('create database ??', [database]);
  const url = new URL(connection);
  url.pathname = `/${database}`;
  try {
    await work(knexFactory({ client: 'pg', connection: url.href }));
  } finally {
    await admin.raw('drop database ??', [database]);
    await admin.destroy();
  }
}

async function measure(engine: string, knex: Knex): Promise<void> {
  try {
    await applyMigrations(knex);
    for (const [what, milliseconds] of await fill(knex)) {
      console.log(`${engine}: ${what}: ${milliseconds.toFixed(0)} ms`);
    }
    await knex.raw('analyze');
    for (const [what, work] of await pages(knex)) {
      const times: number[] = [];
      for (let round = 0; round < rounds; round++) {
        times.push(await timed(() => work(round)));
      }
      times.sort((a, b) => a - b);
      const at = (share: number) =>
        times[Math.floor((rounds - 1) * share)].toFixed(1);
      console.log(
        `${engine}: ${what}: median ${at(0.5)} ms, 95 % ${at(
          0.95,
        )} ms, worst ${at(1)} ms`,
      );
    }
  } finally {
    await knex.destroy();
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

async function fill(knex: Knex): Promise<[string, number][]> {
  const targets = Array.from({ length: services * 4 }, (_, index) =>
    declaredTarget(`platform/target-${index}`, {
      service: serviceName(Math.floor(index / 4)),
      environment: threeStages[Math.min(index % 4, 2)].name,
      cluster: clusterNames[index % 4],
      artifacts: [declaredArtifact(index % 4 < 2 ? 'v20' : 'v15')],
    }),
  );
  const rows = factRows('platform', {
    units: targets.map(({ unit }) => declaredUnit(unit)),
    targets,
    environments: threeStages,
    diagnostics: [],
  });
  const long = Array.from({ length: changes }, (_, index) =>
    landedChange(changes - index, {
      rollback: index % 100 === 99,
      ...(index % 3 === 2 && { artifacts: [] }),
    }),
  );
  const short = Array.from({ length: 20 }, (_, index) =>
    landedChange(20 - index),
  );
  const writer = new HistoryWriter(knex);
  await new RepositoryStore(knex).startAttempt('platform', new Date());
  return [
    [
      `write ${targets.length} targets`,
      await timed(() =>
        new FactsStore(knex).write('platform', rows, {
          revisions: { main: 'a'.repeat(40) },
          factsKey: '',
        }),
      ),
    ],
    [
      `write 20 changes of each`,
      await timed(() =>
        writer.write(
          'platform',
          targets.map((_, index) => ({
            targetKey: index + 1,
            definition: '',
            changes: short,
            extent: 'whole',
          })),
        ),
      ),
    ],
    [
      `write ${changes} changes of two targets`,
      await timed(() =>
        writer.write(
          'platform',
          [3, 4].map(targetKey => ({
            targetKey,
            definition: '',
            changes: long,
            extent: 'whole',
          })),
        ),
      ),
    ],
    [
      `tie ${services} entities`,
      await timed(async () => {
        const entities = new EntityStore(knex);
        await entities.save(
          Array.from({ length: services }, (_, index) =>
            knownEntity({
              apiVersion: 'backstage.io/v1alpha1',
              kind: 'Component',
              metadata: { name: serviceName(index) },
              spec: { owner: `team-${index % 40}` },
            }),
          ).flatMap(entity => entity ?? []),
        );
        await entities.tie();
      }),
    ],
    [
      `measure the lag of ${targets.length} targets`,
      await timed(() =>
        new LagUpdater(knex).update(
          Array.from({ length: services }, (_, index) => serviceName(index)),
        ),
      ),
    ],
    [
      `write what was seen of ${targets.length} units of 5 resources`,
      await timed(() => observe(knex, '2026-01-02T03:00:00.000Z')),
    ],
    [
      'write that nothing of it has changed',
      await timed(() => observe(knex, '2026-01-02T03:10:00.000Z')),
    ],
  ];
}

/** Every third unit is each engine's; of theirs every tenth is stuck. */
function broughtBy(index: number): Partial<UnitObservation> {
  if (index % 3 === 0) return {};
  const isStuck = index % 10 === 7;
  const steps = ['declared', 'fetched', 'applied', 'running'] as const;
  const message = 'Deployment/shop/cart dry-run failed: field is immutable';
  return {
    engine: index % 3 === 1 ? 'flux' : 'argocd',
    delivery: {
      ...{ waitsFor: [], conditions: [], history: [] },
      ...(index % 3 === 2 && { instance: index % 2 === 0 ? 'eu' : 'us' }),
      state: isStuck ? 'failed' : 'synced',
      message,
      steps: steps.map(step => ({
        step,
        state: isStuck && step === 'applied' ? 'failed' : 'done',
      })),
      ...(isStuck && { stopped: { reason: 'failed', message } }),
    },
  };
}

/** Every unit has five resources; of each tenth one field has drifted. */
async function observe(knex: Knex, observedAt: string): Promise<void> {
  const store = new ObservationStore(knex);
  for (let index = 0; index < services * 4; index++) {
    const id = `platform/target-${index}`;
    const differences =
      index % 10 === 0
        ? [{ field: 'spec.replicas', class: 'changed' as const, live: 3 }]
        : [];
    await store.write(
      observed(id, {
        observedAt,
        cluster: clusterNames[index % 4],
        ...broughtBy(index),
        resources: [0, 1, 2, 3, 4].map(number =>
          observedResource(`${number}`, {
            targets: [id],
            ...(number === 0 && { differences }),
          }),
        ),
        targets: [observedTarget(id)],
      }),
    );
  }
}

async function pages(
  knex: Knex,
): Promise<[string, (round: number) => Promise<unknown>][]> {
  const repositories = new ConfiguredRepositories(
    [{ id: 'platform', url: 'https://github.com/acme/platform', rules: [] }],
    ScmIntegrations.fromConfig(new ConfigReader({})),
  );
  const status = new RepositoryStore(knex);
  const targets = new TargetReader(knex);
  const history = new HistoryReader(knex);
  const proposals = new ProposalReader(knex);
  const live = new LiveStates({
    clusters: clusterNames.map(name => new MemoryCluster(name)),
    instances: [],
    engines: new EngineStore(knex),
    store: new ClusterStore(knex),
    live: new LiveReader(knex),
    now: () => new Date(),
  });
  const histories = new Histories({
    ...{ history, repositories, proposals },
    rollouts: new ChangeRollouts({
      ...{ history, live, rollouts: new RolloutReader(knex) },
      orders: { ofAll: async () => new Map() },
    }),
  });
  const entityTargets = new EntityTargets({
    targets,
    environments: new EnvironmentReader(knex),
    states: new TargetStates({
      ...{ repositories, status, history, proposals, live },
    }),
    status,
    repositories,
    live,
  });
  const entities = new EntityStore(knex);
  const fleet = new Fleet({
    fleet: new FleetReader(knex),
    status,
    repositories,
    live,
    now: () => new Date(),
  });
  const refOf = (round: number) => `component:default/${serviceName(round)}`;
  const long = await targets.byId('platform/target-2', visibility);
  const ofLong = (query: object) => async () =>
    histories.page(
      'bench',
      long ? [long] : [],
      historyQuerySchema.parse(query),
      visibility,
    );
  const ofFleet = (query: object) => async () =>
    fleet.page(fleetQuerySchema.parse(query), visibility);
  return [
    [
      'targets of an entity, the statement alone',
      round => targets.ofEntity(refOf(round), visibility),
    ],
    [
      'targets of an entity, the whole answer',
      async round =>
        entityTargets.of(await entities.find(refOf(round)), visibility),
    ],
    [`history of a target with ${changes} changes`, ofLong({})],
    ['its rollbacks', ofLong({ kind: 'rollbacks' })],
    ['its history with dependency files', ofLong({ kind: 'all', limit: 200 })],
    [
      'history of an entity of 4 targets, two of them so long',
      async () =>
        histories.page(
          'bench',
          await targets.ofEntity(refOf(0), visibility),
          historyQuerySchema.parse({}),
          visibility,
        ),
    ],
    ['fleet, first page by service', ofFleet({})],
    ['fleet by lag', ofFleet({ sort: 'behind', order: 'desc', minBehind: 1 })],
    ['fleet searched for text', ofFleet({ text: 'service-09' })],
    ['fleet by drift', ofFleet({ sort: 'drift', order: 'desc' })],
    [
      'fleet, what is stuck under one engine',
      ofFleet({ stuck: 'any', engine: 'argocd', instance: 'eu' }),
    ],
    [
      'fleet, what is stuck anywhere, the worst first',
      ofFleet({ stuck: 'any', sort: 'state', order: 'desc' }),
    ],
    ['fleet, what could not be applied', ofFleet({ stuck: 'failed' })],
    ['fleet, what has drifted', ofFleet({ state: 'drifted', sort: 'state' })],
  ];
}

main().catch(error => {
  console.error(error);
  process.exitCode = 1;
});
