import {
  readSchedulerServiceTaskScheduleDefinitionFromConfig,
  SchedulerServiceTaskScheduleDefinition,
} from '@backstage/backend-plugin-api';
import { Config } from '@backstage/config';

/** How often repositories are read; the first read may take its time. */
const repositorySchedule: SchedulerServiceTaskScheduleDefinition = {
  frequency: { minutes: 1 },
  timeout: { minutes: 30 },
};

/** How often the catalog is asked whose targets are whose. */
const catalogSchedule: SchedulerServiceTaskScheduleDefinition = {
  frequency: { minutes: 2 },
  timeout: { minutes: 10 },
};

export interface GitopsSchedules {
  readonly repositories: SchedulerServiceTaskScheduleDefinition;
  readonly catalog: SchedulerServiceTaskScheduleDefinition;
}

/**
 * Reads `gitops.schedule` and `gitops.catalog.schedule`. Whatever they say of
 * scope, one replica alone does the work.
 */
export function readSchedules(config: Config): GitopsSchedules {
  const read = (
    key: string,
    otherwise: SchedulerServiceTaskScheduleDefinition,
  ): SchedulerServiceTaskScheduleDefinition => ({
    ...(config.has(key)
      ? readSchedulerServiceTaskScheduleDefinitionFromConfig(
          config.getConfig(key),
        )
      : otherwise),
    scope: 'global',
  });
  return {
    repositories: read('gitops.schedule', repositorySchedule),
    catalog: read('gitops.catalog.schedule', catalogSchedule),
  };
}
