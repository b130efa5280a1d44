import { SchedulerService } from '@backstage/backend-plugin-api';
import { untilAny } from '../scheduling/untilAny';
import { ObservedCluster } from './ObservedCluster';
import { ClusterSession, ClusterSessionOptions } from './ClusterSession';

/** The id of the task that watches a cluster. */
export function clusterTaskId(cluster: string): string {
  return `gitops:cluster:${cluster}`;
}

/** How often a replica tries to watch a cluster that no other watches. */
const turn = { seconds: 10 };

/** Longer than any session, which ends itself. */
const timeout = { minutes: 20 };

/**
 * One task for each cluster on every replica; a claim in the database lets one
 * replica do the work. The scheduler's own lock would be free only when a whole
 * session's time has passed, however early its holder has died.
 *
 * Resolves `stopped` once no session runs any more.
 */
export async function scheduleClusterTasks(
  options: Omit<ClusterSessionOptions, 'cluster'> & {
    readonly scheduler: SchedulerService;
    readonly observed: readonly ObservedCluster[];
  },
): Promise<{ stop(): Promise<void> }> {
  const stopped = new AbortController();
  const running = new Set<Promise<unknown>>();
  for (const cluster of options.observed) {
    await options.scheduler.scheduleTask({
      id: clusterTaskId(cluster.name),
      scope: 'local',
      frequency: turn,
      timeout,
      fn: async signal => {
        const session = new ClusterSession({ ...options, cluster });
        const run = untilAny([signal, stopped.signal], either =>
          session.run(either),
        );
        running.add(run);
        try {
          await run;
        } finally {
          running.delete(run);
        }
      },
    });
  }
  return {
    async stop() {
      stopped.abort();
      await Promise.allSettled(running);
    },
  };
}
