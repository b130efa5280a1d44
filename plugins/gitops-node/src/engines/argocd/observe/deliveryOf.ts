import {
  Delivery,
  EngineRevision,
} from '@backstage-gitops/plugin-gitops-common';
import { ArgoCdInstance } from '../ArgoCdInstance';
import { ArgoCdApplication } from '../read/ArgoCdApplication';
import { deliverySteps, StepsInput } from './deliverySteps';
import { revisionsOf } from './revisionsOf';

export interface DeliveryInput {
  readonly application: ArgoCdApplication;
  /** Which source declares the unit. */
  readonly source: number;
  readonly declared?: EngineRevision;
  readonly containsCommit?: StepsInput['containsCommit'];
  readonly declaring?: StepsInput['declaring'];
  readonly isOutdated?: boolean;
  readonly instance: ArgoCdInstance;
}

/** What Argo CD says of the way of a unit. */
export function deliveryOf(input: DeliveryInput): Delivery {
  const { application, source, instance, declared } = input;
  const { containsCommit, declaring, isOutdated } = input;
  const { name, namespace, automated, operation, sync, conditions } =
    application;
  const progress = revisionsOf(application, source);
  const { steps, stopped } = deliverySteps({
    ...{ application, progress },
    ...(declared !== undefined && { declared }),
    ...(containsCommit !== undefined && { containsCommit }),
    ...(declaring !== undefined && { declaring }),
    ...(isOutdated !== undefined && { isOutdated }),
  });
  const message = stopped?.message ?? operation?.message ?? sync.reason;
  return {
    object: { group: 'argoproj.io', kind: 'Application', namespace, name },
    instance: instance.name,
    link: linkTo(application, instance),
    state: stateOf(application),
    ...(message !== undefined && { message }),
    ...progress,
    ...(application.isSkipped && { suspended: {} }),
    ...(automated !== undefined && { automated }),
    ...(operation !== undefined && {
      operation: toldOperation(operation, source),
    }),
    waitsFor: [],
    conditions: [...conditions],
    history: historyOf(application, source),
    steps: [...steps],
    ...(stopped !== undefined && { stopped }),
  };
}

/** The Application's page; in any namespace since 2.5. */
export function linkTo(
  { name, namespace }: Pick<ArgoCdApplication, 'name' | 'namespace'>,
  { url, frontendUrl = url }: Pick<ArgoCdInstance, 'url' | 'frontendUrl'>,
): string {
  const place = [namespace, name].map(encodeURIComponent).join('/');
  return `${frontendUrl.replace(/\/+$/, '')}/applications/${place}`;
}

function toldOperation(
  {
    revisions,
    isRetried: _,
    isPartial: __,
    resources: ___,
    isUncompared: ____,
    ...operation
  }: NonNullable<ArgoCdApplication['operation']>,
  source: number,
): NonNullable<Delivery['operation']> {
  const revision = revisions[source];
  return { ...operation, ...(revision !== undefined && { revision }) };
}

function stateOf(application: ArgoCdApplication): Delivery['state'] {
  const { isSkipped, operation, sync, hydration } = application;
  if (isSkipped) return 'suspended';
  if (operation?.phase === 'running') {
    return operation.isRetried ? 'failed' : 'progressing';
  }
  if (hydration?.failure !== undefined) return 'failed';
  const hasFailed = operation?.phase === 'failed' && !operation.dryRun;
  if (hasFailed && sync.state !== 'synced') return 'failed';
  return sync.state;
}

function historyOf(
  { history }: ArgoCdApplication,
  source: number,
): Delivery['history'] {
  return history.flatMap(({ revisions, startedAt, by }) => {
    const revision = revisions[source];
    if (revision === undefined) return [];
    return [
      {
        revision,
        ...(startedAt !== undefined && { startedAt }),
        ...(by !== undefined && { by }),
      },
    ];
  });
}
