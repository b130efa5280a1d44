import {
  LifecycleService,
  LoggerService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import { EventsService } from '@backstage/plugin-events-node';
import { Knex } from 'knex';
import { randomUUID } from 'node:crypto';
import { ClusterStore } from '../database/ClusterStore';
import { EngineStore } from '../database/EngineStore';
import { ObservationStore } from '../database/ObservationStore';
import { indexedTopic } from '../indexing/indexedTopic';
import { Bell } from './Bell';
import { scheduleClusterTasks } from './clusterTasks';
import { DesiredState } from './DesiredState';
import { ObservedCluster } from './ObservedCluster';
import { SessionTimes } from './SessionTimes';

/** Resolved drifts are kept so long. */
const resolvedMilliseconds = 90 * 24 * 60 * 60_000;

/**
 * Watches the configured clusters until the plugin shuts down, and forgets
 * those that are configured no more.
 */
export async function watchClusters(options: {
  knex: Knex;
  clusters: readonly ObservedCluster[];
  desired: DesiredState;
  events: EventsService;
  lifecycle: LifecycleService;
  logger: LoggerService;
  scheduler: SchedulerService;
  /** Told of targets that have news. */
  onNews: (targets: readonly string[]) => void;
  times: SessionTimes;
}): Promise<void> {
  const { knex, clusters, events, lifecycle, logger } = options;
  const observations = new ObservationStore(knex);
  await observations.retain(clusters.map(({ name }) => name));
  const names = clusters.map(({ name }) => name);
  await new EngineStore(knex).retain('flux', names);
  await options.scheduler.scheduleTask({
    ...{ id: 'gitops:resolved-drifts', frequency: { hours: 24 } },
    timeout: { minutes: 10 },
    fn: () => observations.prune(new Date(Date.now() - resolvedMilliseconds)),
  });
  if (clusters.length === 0) return;

  const declared = new Bell();
  const tasks = await scheduleClusterTasks({
    ...options,
    observed: clusters,
    holder: randomUUID(),
    clusters: new ClusterStore(knex),
    observations,
    declared,
    now: () => new Date(),
  });
  lifecycle.addShutdownHook(async () => {
    await tasks.stop();
    for (const cluster of clusters) {
      try {
        await cluster.close();
      } catch (error) {
        logger.debug('A cluster could not be closed', {
          cluster: cluster.name,
          reason: String(error),
        });
      }
    }
  });
  await events.subscribe({
    id: 'declared',
    topics: [indexedTopic],
    onEvent: async () => declared.ring(),
  });
}
