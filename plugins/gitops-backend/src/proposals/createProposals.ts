import { Change } from '@backstage-gitops/plugin-gitops-common';
import { Forges, Policy } from '@backstage-gitops/plugin-gitops-node';
import {
  AuditorService,
  AuthService,
  HttpAuthService,
  LoggerService,
  PermissionsService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { Knex } from 'knex';
import { randomUUID } from 'node:crypto';
import { ConfiguredRepositories } from '../api/ConfiguredRepositories';
import { LivePages } from '../api/LivePages';
import { LiveStates } from '../api/LiveStates';
import { NewRepositories } from '../api/NewRepositories';
import { Proposals } from '../api/Proposals';
import { EnvironmentReader } from '../database/EnvironmentReader';
import { ForeignProposalStore } from '../database/ForeignProposalStore';
import { HistoryReader } from '../database/HistoryReader';
import { ProposalReader } from '../database/ProposalReader';
import { ProposalStore } from '../database/ProposalStore';
import { PullRequestStore } from '../database/PullRequestStore';
import { RegisteredRepositories } from '../database/RegisteredRepositories';
import { RepositoryStore } from '../database/RepositoryStore';
import { TargetReader } from '../database/TargetReader';
import { EntityDirectory } from '../entities/EntityDirectory';
import { CommitOrders } from '../indexing/CommitOrders';
import { repositoryTaskId } from '../indexing/repositoryTaskId';
import { RepositoryRegistry } from '../indexing/RepositoryRegistry';
import { safeHref } from '../links/ForgeLinks';
import { RenderUnit } from '../live/DesiredState';
import { ProposalAccess } from '../permissions/ProposalAccess';
import { TargetAccess } from '../permissions/TargetAccess';
import { ForgePeople } from './ForgePeople';
import { ProposalOpener } from './ProposalOpener';
import { ProposalPlanner } from './ProposalPlanner';
import { ProposalSettings } from './readProposalSettings';
import { RepositoryCreator } from './RepositoryCreator';
import { RolloutWatch } from './RolloutWatch';
import { scheduleProposalTasks } from './scheduleProposalTasks';

export interface ProposalParts {
  readonly proposals: Proposals;
  readonly newRepositories: NewRepositories;
  readonly rollouts: RolloutWatch;
  /** Begins to follow pull requests. */
  schedule(): Promise<void>;
}

/** Joins what makes, follows and tells of proposals over one database. */
export function createProposals(options: {
  knex: Knex;
  access: TargetAccess;
  auditor: AuditorService;
  auth: AuthService;
  catalog: CatalogService;
  directory: EntityDirectory;
  forges: Forges;
  httpAuth: HttpAuthService;
  live: LiveStates;
  logger: LoggerService;
  onNews: (targets: readonly string[]) => void;
  orders: CommitOrders;
  pages: LivePages;
  permissions: PermissionsService;
  policies: readonly Policy[];
  registered: RegisteredRepositories;
  render: RenderUnit;
  repositories: RepositoryRegistry;
  scheduler: SchedulerService;
  settings: ProposalSettings;
  shown: ConfiguredRepositories;
}): ProposalParts {
  const { knex, repositories, pages, shown, scheduler } = options;
  const now = () => new Date();
  const holder = randomUUID();
  const store = new ProposalStore(knex);
  const targets = new TargetReader(knex);
  const status = new RepositoryStore(knex);
  const common = { ...options, now, holder, store, targets, status };
  const planner = new ProposalPlanner({
    ...common,
    repositoryOf: async id =>
      (await targets.byIds([id])).get(id)?.repository_id,
    driftOf: async id => {
      const target = await targets.byId(id, { scope: 'all' });
      return target ? (await pages.drift(target)).resources : [];
    },
  });
  const opener = new ProposalOpener({
    ...common,
    planner,
    people: new ForgePeople(options),
    changeUrl: (repository, change) =>
      changeUrl(change, shown.links(repository)),
  });
  const rollouts = new RolloutWatch({
    ...common,
    history: new HistoryReader(knex),
  });
  const creator = new RepositoryCreator({
    ...common,
    read: id => readSoon(id, options),
  });
  const proposalAccess = new ProposalAccess({
    ...common,
    environments: new EnvironmentReader(knex),
    isKnownRepository: id => repositories.entries.has(id),
  });
  return {
    rollouts,
    proposals: new Proposals({
      ...{ ...common, opener, planner, proposalAccess, rollouts },
      reader: new ProposalReader(knex),
    }),
    newRepositories: new NewRepositories({ ...options, creator }),
    schedule: () =>
      scheduleProposalTasks({
        ...{ ...common, opener, rollouts, creator, scheduler },
        others: new ForeignProposalStore(knex),
        pullRequests: new PullRequestStore(knex),
      }),
  };
}

function changeUrl(
  { pullRequest, landedBy }: Change,
  pages: ReturnType<ConfiguredRepositories['links']>,
): string | undefined {
  return pullRequest
    ? safeHref(pullRequest.url) ?? pages.pullRequest(pullRequest.number)
    : pages.commit(landedBy);
}

/** A new repository should be there before its first turn. */
async function readSoon(
  id: string,
  { scheduler, logger }: { scheduler: SchedulerService; logger: LoggerService },
): Promise<void> {
  try {
    await scheduler.triggerTask(repositoryTaskId(id));
  } catch (error) {
    logger.debug('A new repository is being read already', {
      repository: id,
      reason: String(error),
    });
  }
}
