import {
  FileRule,
  HostedForge,
  integrationCredentials,
  readGitopsConfig,
} from '@backstage-gitops/plugin-gitops-node';
import {
  AuthService,
  LifecycleService,
  LoggerService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import { Config } from '@backstage/config';
import { ScmIntegrations } from '@backstage/integration';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { EventsService } from '@backstage/plugin-events-node';
import { Knex } from 'knex';
import { ConfiguredRepositories } from '../api/ConfiguredRepositories';
import { EntityStore } from '../database/EntityStore';
import { FactsStore } from '../database/FactsStore';
import { RegisteredRepositories } from '../database/RegisteredRepositories';
import { RepositoryStore } from '../database/RepositoryStore';
import { EntityDirectory } from '../entities/EntityDirectory';
import { configOf } from '../proposals/RepositoryCreator';
import { CommitOrders } from './CommitOrders';
import { ForgeListener } from './ForgeListener';
import { HistoryIndexer } from './HistoryIndexer';
import { LagUpdater } from './LagUpdater';
import { openRepositories, OpenRepository } from './openRepositories';
import { readSchedules } from './readSchedule';
import { RepositoryRegistry } from './RepositoryRegistry';
import { scheduleTasks } from './scheduleTasks';

export interface IndexingParts {
  readonly directory: EntityDirectory;
  readonly orders: CommitOrders;
  readonly registered: RegisteredRepositories;
  readonly repositories: RepositoryRegistry;
  /** How each repository and its pages are named to people. */
  readonly shown: ConfiguredRepositories;
  readonly status: RepositoryStore;
  /** Begins to read repositories and the catalog, by time and when told. */
  schedule(): Promise<void>;
}

/** Joins what reads config repositories and the catalog into one database. */
export async function createIndexing(options: {
  knex: Knex;
  auth: AuthService;
  catalog: CatalogService;
  config: Config;
  events: EventsService;
  /** Rules of modules, which are asked of every repository. */
  fileRules: readonly FileRule[];
  /** Forges of modules, whose pages are linked to. */
  forges: readonly HostedForge[];
  lifecycle: LifecycleService;
  logger: LoggerService;
  /** The folder that repositories are cloned to. */
  mirrors: string;
  openRepository: OpenRepository;
  scheduler: SchedulerService;
}): Promise<IndexingParts> {
  const { knex, config, events, logger } = options;
  const gitops = readGitopsConfig(config);
  const entities = new EntityStore(knex);
  const facts = new FactsStore(knex);
  const lag = new LagUpdater(knex);
  const status = new RepositoryStore(knex);
  const registered = new RegisteredRepositories(knex);
  const directory = new EntityDirectory({ ...options, entities, lag });
  const shown = new ConfiguredRepositories(
    [],
    ScmIntegrations.fromConfig(config),
    options.forges,
  );
  const repositories = openRepositories({
    ...{ ...options, shown, facts, entities, lag },
    environments: gitops.environments,
    credentials: integrationCredentials(config),
    repositories: status,
    history: new HistoryIndexer(knex),
    now: () => new Date(),
  });
  const made = (await registered.ready()).map(configOf);
  for (const entry of [...gitops.repositories, ...made]) {
    if (entry) await repositories.add(entry);
  }
  return {
    ...{ directory, registered, repositories, shown, status },
    orders: new CommitOrders({ repositories: repositories.entries, logger }),
    async schedule() {
      await scheduleTasks({
        ...{ ...options, repositories, facts, directory },
        schedules: readSchedules(config),
        otherRepositories: async () =>
          (await registered.ready()).map(({ id }) => id),
      });
      await new ForgeListener({ ...options, repositories }).subscribe(events);
    },
  };
}
