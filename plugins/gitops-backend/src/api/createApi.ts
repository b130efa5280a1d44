import {
  AuditorService,
  HttpAuthService,
  LifecycleService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { Router } from 'express';
import { Knex } from 'knex';
import { DiagnosticReader } from '../database/DiagnosticReader';
import { EngineName, EngineStore } from '../database/EngineStore';
import { EnvironmentReader } from '../database/EnvironmentReader';
import { FleetReader } from '../database/FleetReader';
import { HistoryReader } from '../database/HistoryReader';
import { LiveReader } from '../database/LiveReader';
import { ProposalReader } from '../database/ProposalReader';
import { RolloutReader } from '../database/RolloutReader';
import { RepositoryStore } from '../database/RepositoryStore';
import { TargetReader } from '../database/TargetReader';
import { UnitReader } from '../database/UnitReader';
import { UnitEngines } from '../engines/UnitEngine';
import { EntityDirectory } from '../entities/EntityDirectory';
import { CommitOrders } from '../indexing/CommitOrders';
import { DeclaredUnits } from '../live/DeclaredUnits';
import { DesiredState } from '../live/DesiredState';
import { ObservedCluster } from '../live/ObservedCluster';
import { TargetAccess } from '../permissions/TargetAccess';
import { ChangeRollouts } from './ChangeRollouts';
import { ConfiguredRepositories } from './ConfiguredRepositories';
import { createRouter } from './createRouter';
import { DriftOrigins } from './DriftOrigins';
import { EngineStates } from './EngineStates';
import { EntityTargets } from './EntityTargets';
import { Fleet } from './Fleet';
import { Histories } from './Histories';
import { LivePages } from './LivePages';
import { LiveStates } from './LiveStates';
import { NewRepositories } from './NewRepositories';
import { Proposals } from './Proposals';
import { TargetClusters } from './TargetClusters';
import { TargetEngines } from './TargetEngines';
import { TargetManifests } from './TargetManifests';
import { TargetStates } from './TargetStates';
import { TargetSync } from './TargetSync';

/** Joins the API's parts over one database. */
export function createApi(options: {
  knex: Knex;
  access: TargetAccess;
  auditor: AuditorService;
  clusters: readonly ObservedCluster[];
  desired: DesiredState;
  directory: EntityDirectory;
  engines: UnitEngines;
  engineStore: EngineStore;
  /** The engine's own pages, where it has some. */
  engineLink: (engine: EngineName) => string | undefined;
  httpAuth: HttpAuthService;
  lifecycle: LifecycleService;
  live: LiveStates;
  logger: LoggerService;
  newRepositories: NewRepositories;
  orders: CommitOrders;
  pages: LivePages;
  proposals: Proposals;
  repositories: ConfiguredRepositories;
}): Router {
  const { knex, lifecycle, repositories, live, pages } = options;
  const status = new RepositoryStore(knex);
  const targets = new TargetReader(knex);
  const history = new HistoryReader(knex);
  const reader = new LiveReader(knex);
  const proposalReader = new ProposalReader(knex);
  const now = () => new Date();
  const states = new TargetStates({
    ...{ repositories, status, history, live },
    proposals: proposalReader,
  });
  const declared = new DeclaredUnits({ ...options, status });
  lifecycle.addShutdownHook(() => declared.close());
  const clusters = new TargetClusters({ ...options, live: reader });
  const targetEngines = new TargetEngines({
    ...{ ...options, reader, targets },
    units: new UnitReader(knex),
  });
  return createRouter({
    ...options,
    status,
    targets,
    states,
    origins: new DriftOrigins({ ...options, declared }),
    manifests: new TargetManifests({
      pages,
      desired: options.desired,
      clusters,
      engines: targetEngines,
    }),
    targetEngines,
    engineStates: new EngineStates({
      ...{ store: options.engineStore, live, linkOf: options.engineLink },
    }),
    sync: new TargetSync({
      ...{ ...options, clusters, pages, targets },
      engines: targetEngines,
    }),
    diagnostics: new DiagnosticReader(knex),
    histories: new Histories({
      ...{ history, repositories, proposals: proposalReader },
      rollouts: new ChangeRollouts({
        ...{ history, live, orders: options.orders },
        rollouts: new RolloutReader(knex),
      }),
    }),
    entityTargets: new EntityTargets({
      targets,
      environments: new EnvironmentReader(knex),
      states,
      status,
      repositories,
      live,
    }),
    fleet: new Fleet({
      fleet: new FleetReader(knex),
      status,
      repositories,
      live,
      now,
    }),
  });
}
