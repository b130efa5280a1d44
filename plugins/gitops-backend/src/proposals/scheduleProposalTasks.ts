import { LoggerService, SchedulerService } from '@backstage/backend-plugin-api';
import { Forges } from '@backstage-gitops/plugin-gitops-node';
import { ForeignProposalStore } from '../database/ForeignProposalStore';
import { ProposalStore } from '../database/ProposalStore';
import { PullRequestStore } from '../database/PullRequestStore';
import { proposalTaskId } from '../indexing/proposalTaskId';
import { RepositoryRegistry } from '../indexing/RepositoryRegistry';
import { ApproverReader } from './ApproverReader';
import { ProposalFollower } from './ProposalFollower';
import { ProposalOpener } from './ProposalOpener';
import { ProposalSettings } from './readProposalSettings';
import { RepositoryCreator } from './RepositoryCreator';
import { RolloutWatch } from './RolloutWatch';

/** The id of the task that looks for repositories made on other replicas. */
export const registrationTaskId = 'gitops:registrations';

/** How soon a replica reads what another has made. */
const registrationTurn = { seconds: 10 };

/**
 * One task for each repository's pull requests, on one replica at a time, and
 * one on every replica for repositories that were made elsewhere.
 */
export async function scheduleProposalTasks(options: {
  scheduler: SchedulerService;
  repositories: RepositoryRegistry;
  forges: Forges;
  settings: ProposalSettings;
  store: ProposalStore;
  others: ForeignProposalStore;
  pullRequests: PullRequestStore;
  opener: ProposalOpener;
  rollouts: RolloutWatch;
  creator: RepositoryCreator;
  onNews: (targets: readonly string[]) => void;
  logger: LoggerService;
  now: () => Date;
}): Promise<void> {
  const { scheduler, repositories, settings, rollouts, creator } = options;
  await repositories.each(async entry => {
    const follower = new ProposalFollower({
      ...options,
      entry,
      foreign: settings.foreign,
    });
    const approvers = new ApproverReader({
      ...options,
      entry,
      store: options.pullRequests,
    });
    await scheduler.scheduleTask({
      ...settings.schedule,
      id: proposalTaskId(entry.config.id),
      fn: async signal => {
        await follower.run(signal);
        await rollouts.check();
        if (settings.approvers) await approvers.run(signal);
      },
    });
  });
  await scheduler.scheduleTask({
    id: registrationTaskId,
    scope: 'local',
    frequency: registrationTurn,
    timeout: { minutes: 10 },
    fn: signal => creator.catchUp(signal),
  });
}
