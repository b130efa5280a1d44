import {
  AuthService,
  DiscoveryService,
  LifecycleService,
  LoggerService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import { Config } from '@backstage/config';
import { EventsService } from '@backstage/plugin-events-node';
import { Knex } from 'knex';
import { LivePages } from '../api/LivePages';
import { LiveStates } from '../api/LiveStates';
import { ArgoCdObservations } from '../database/ArgoCdObservations';
import { ClusterStore } from '../database/ClusterStore';
import { DeliveredUnits } from '../database/DeliveredUnits';
import { EngineName, EngineStore } from '../database/EngineStore';
import { LiveReader } from '../database/LiveReader';
import { UnitReader } from '../database/UnitReader';
import { ArgoCdUnitEngine } from '../engines/ArgoCdUnitEngine';
import { FluxUnitEngine } from '../engines/FluxUnitEngine';
import { UnitEngines } from '../engines/UnitEngine';
import { IndexingParts } from '../indexing/createIndexing';
import { ArgoCdUnits } from './argocd/ArgoCdUnits';
import { followArgoCd } from './argocd/followArgoCd';
import { OpenArgoCd } from './argocd/openArgoCd';
import { DesiredState } from './DesiredState';
import { FluxSurveys } from './FluxSurveys';
import { ObservedCluster, OpenClusters } from './ObservedCluster';
import { OpenRenderer } from './openRenderer';
import { SessionTimes } from './SessionTimes';
import { UnitSources } from './UnitSources';
import { watchClusters } from './watchClusters';

/** The rooms of the core that tell what runs. */
export interface LiveRooms {
  readonly openClusters: OpenClusters;
  readonly openArgoCd: OpenArgoCd;
  readonly openRenderer: OpenRenderer;
  readonly times: SessionTimes;
}

export interface LiveParts {
  readonly clusters: readonly ObservedCluster[];
  readonly desired: DesiredState;
  readonly engines: UnitEngines;
  readonly engineStore: EngineStore;
  /** The engine's own pages, where it has some. */
  engineLink(engine: EngineName): string | undefined;
  readonly live: LiveStates;
  readonly pages: LivePages;
  readonly render: Awaited<ReturnType<OpenRenderer>>;
  /** Begins to watch; `onNews` is told of targets that have some. */
  follow(onNews: (targets: readonly string[]) => void): Promise<void>;
}

/** Joins what watches clusters and engines, and tells of them. */
export async function createLive(
  options: LiveRooms & {
    knex: Knex;
    auth: AuthService;
    config: Config;
    discovery: DiscoveryService;
    events: EventsService;
    indexing: IndexingParts;
    lifecycle: LifecycleService;
    logger: LoggerService;
    scheduler: SchedulerService;
    /** Where programs and charts are kept. */
    workingDirectory: string;
  },
): Promise<LiveParts> {
  const { knex, config, indexing, lifecycle, logger } = options;
  const { orders, shown, status } = indexing;
  const repositories = indexing.repositories.entries;
  const units = new UnitReader(knex);
  const reader = new LiveReader(knex);
  const engineStore = new EngineStore(knex);
  const sources = new UnitSources(repositories);
  const surveys = new FluxSurveys({ store: engineStore, logger });
  lifecycle.addShutdownHook(() => surveys.settled());
  const clusters = options.openClusters({ ...options, sources, surveys });
  const argoCd = options.openArgoCd(config);
  const render = await options.openRenderer(options);
  const desired = new DesiredState({
    ...{ clusters, sources, status, render, logger, repositories, units },
    delivered: new ArgoCdObservations(knex),
  });
  const live = new LiveStates({
    ...{ clusters, live: reader, engines: engineStore },
    instances: argoCd.instances.map(({ name }) => name),
    store: new ClusterStore(knex),
    now: () => new Date(),
  });
  const engines = [
    new FluxUnitEngine({ clusters }),
    new ArgoCdUnitEngine({ engine: argoCd, engines: engineStore }),
  ];
  return {
    ...{ clusters, desired, engineStore, live, render },
    pages: new LivePages({ states: live, live: reader, repositories: shown }),
    engines: new Map(engines.map(each => [each.kind, each])),
    engineLink: ({ kind, name }) =>
      kind === 'argocd'
        ? argoCd.instances.find(each => each.name === name)?.link
        : undefined,
    async follow(onNews) {
      await watchClusters({ ...options, clusters, desired, onNews });
      await followArgoCd({
        ...{ ...options, engine: argoCd, onNews },
        units: new ArgoCdUnits({
          ...{ status, orders, repositories, units },
          contexts: new DeliveredUnits(knex),
        }),
      });
    },
  };
}
