import {
  LoggerService,
  SchedulerService,
  SchedulerServiceTaskScheduleDefinition,
} from '@backstage/backend-plugin-api';
import { durationToMilliseconds } from '@backstage/types';
import limitConcurrency from 'p-limit';
import { FactsStore } from '../database/FactsStore';
import { EntityDirectory } from '../entities/EntityDirectory';
import { GitopsSchedules } from './readSchedule';
import { RepositoryRegistry } from './RepositoryRegistry';
import { repositoryTaskId } from './repositoryTaskId';

const catalogTaskId = 'gitops:catalog';

/** A first read may fill a core and some hundred megabytes. */
const repositoriesAtOnce = 2;

/** A run ends itself before the scheduler gives its lock to another. */
const shareOfTimeout = 0.95;

/**
 * One task for each repository and one for the catalog, each on one replica
 * at a time.
 */
export async function scheduleTasks(options: {
  logger: LoggerService;
  scheduler: SchedulerService;
  schedules: GitopsSchedules;
  repositories: RepositoryRegistry;
  /** Ids of repositories that another replica may know of alone. */
  otherRepositories: () => Promise<readonly string[]>;
  facts: FactsStore;
  directory: EntityDirectory;
}): Promise<void> {
  const { scheduler, schedules, repositories, facts, directory } = options;
  const limit = limitConcurrency(repositoriesAtOnce);
  const timeout = milliseconds(schedules.repositories) * shareOfTimeout;

  await scheduler.scheduleTask({
    ...schedules.catalog,
    id: catalogTaskId,
    fn: async signal => {
      const gone = await facts.retain([
        ...repositories.entries.keys(),
        ...(await options.otherRepositories()),
      ]);
      if (gone.length > 0) await directory.tie();
      await directory.refresh(signal);
    },
  });
  await repositories.each(({ config, indexer }) =>
    scheduler.scheduleTask({
      ...schedules.repositories,
      id: repositoryTaskId(config.id),
      fn: signal =>
        limit(async () => {
          const ended = AbortSignal.timeout(timeout);
          const outcome = await indexer.run(AbortSignal.any([signal, ended]));
          if (outcome === 'indexed') await readCatalog(options);
        }),
    }),
  );
}

/** New targets should have their owners before the catalog's next turn. */
async function readCatalog({
  scheduler,
  logger,
}: {
  scheduler: SchedulerService;
  logger: LoggerService;
}): Promise<void> {
  try {
    await scheduler.triggerTask(catalogTaskId);
  } catch (error) {
    logger.debug('The catalog is being read already', {
      reason: String(error),
    });
  }
}

function milliseconds({
  timeout,
}: SchedulerServiceTaskScheduleDefinition): number {
  return 'toMillis' in timeout
    ? timeout.toMillis()
    : durationToMilliseconds(timeout);
}
