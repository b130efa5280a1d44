import { Health } from '@backstage-gitops/plugin-gitops-common';
import { Resource } from '../../../manifests/Resource';
import { fieldAt, listAt, numberAt, textAt } from '../readField';
import { conditionsOf, tellCondition } from './Condition';
import { degraded, healthy, progressing, suspended } from './health';

export function jobHealth(job: Resource): Health {
  for (const condition of conditionsOf(job, 'status', 'conditions')) {
    if (condition.status !== 'True') continue;
    if (condition.type === 'Failed') return degraded(tellCondition(condition));
    if (condition.type === 'Complete') return healthy();
  }
  if (fieldAt(job, 'spec', 'suspend') === true) {
    return suspended('The job is suspended');
  }
  const succeeded = numberAt(job, 'status', 'succeeded') ?? 0;
  const wanted = numberAt(job, 'spec', 'completions') ?? 1;
  return progressing(`${succeeded} of ${wanted} pods have completed`);
}

/**
 * A run that is over and left no newer success behind has failed: the
 * controller takes it off the active list and notes a success in one update.
 */
export function cronJobHealth(cronJob: Resource): Health {
  if (fieldAt(cronJob, 'spec', 'suspend') === true) {
    return suspended('No runs are scheduled while it is suspended');
  }
  const last = textAt(cronJob, 'status', 'lastScheduleTime');
  if (last === undefined) return healthy('It has not been due yet');
  if (listAt(cronJob, 'status', 'active').length > 0) return healthy();
  const success = textAt(cronJob, 'status', 'lastSuccessfulTime');
  return success === undefined || Date.parse(success) < Date.parse(last)
    ? degraded(`The run of ${last} did not succeed`)
    : healthy();
}
