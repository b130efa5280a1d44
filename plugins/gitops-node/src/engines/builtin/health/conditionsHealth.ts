import { Health } from '@backstage-gitops/plugin-gitops-common';
import { Resource } from '../../../manifests/Resource';
import { fieldAt, listAt } from '../readField';
import { Condition, conditionsOf, tellCondition } from './Condition';
import { degraded, healthy, progressing, suspended, unknown } from './health';

/** True is good. In the order in which they are believed. */
const goodTypes = [
  'Ready',
  'Available',
  'Healthy',
  'Succeeded',
  'Synced',
  'Programmed',
  'Accepted',
  'ResolvedRefs',
  'Established',
];

/** True is on its way. */
const busyTypes = ['Reconciling', 'Progressing', 'Issuing'];

/** True is bad. */
const badTypes = ['Stalled', 'Degraded', 'Failed'];

/** Reasons with which controllers say "not yet" where they mean no failure. */
const busyReason =
  /^(?:.*(?:Progress|Progressing|InProgress|Reconciling|Creating|Provisioning|Initiali[sz]ing|Pending|Waiting|Issuing|Starting|Updating))$/;

/**
 * Health of a custom resource, by the conditions that controllers of the field
 * have come to agree on. What says nothing of the kind is unknown.
 */
export function conditionsHealth(object: Resource): Health {
  if (fieldAt(object, 'spec', 'suspend') === true) {
    return suspended('It is suspended');
  }
  const conditions = [
    ...conditionsOf(object, 'status', 'conditions'),
    // Routes of the Gateway API tell it once for each gateway.
    ...listAt(object, 'status', 'parents').flatMap(parent =>
      conditionsOf(parent, 'conditions'),
    ),
  ];
  return (
    badHealth(conditions) ??
    staleHealth(object, conditions) ??
    busyHealth(conditions) ??
    goodHealth(conditions) ??
    unknown('It tells nothing of its health that is understood')
  );
}

function badHealth(conditions: readonly Condition[]): Health | undefined {
  const bad = conditions.find(
    ({ type, status }) => status === 'True' && badTypes.includes(type),
  );
  return bad && degraded(tellCondition(bad));
}

/** Conditions of an older generation say nothing of this one. */
function staleHealth(
  object: Resource,
  conditions: readonly Condition[],
): Health | undefined {
  const generation = fieldAt(object, 'metadata', 'generation');
  if (typeof generation !== 'number') return undefined;
  const stale = conditions.find(
    ({ type, observedGeneration }) =>
      goodTypes.includes(type) &&
      observedGeneration !== undefined &&
      observedGeneration < generation,
  );
  return stale && progressing('Its controller has not seen the newest state');
}

function busyHealth(conditions: readonly Condition[]): Health | undefined {
  const busy = conditions.find(
    ({ type, status }) => status === 'True' && busyTypes.includes(type),
  );
  if (busy === undefined) return undefined;
  // `Progressing` stays True beside Available in the manner of Deployments.
  const isDone = goodHealth(conditions)?.state === 'healthy';
  return busy.type === 'Progressing' && isDone
    ? undefined
    : progressing(tellCondition(busy));
}

function goodHealth(conditions: readonly Condition[]): Health | undefined {
  const told = goodTypes.flatMap(type =>
    conditions.filter(condition => condition.type === type),
  );
  if (told.length === 0) return undefined;
  const not = told.find(({ status }) => status !== 'True');
  if (not === undefined) return healthy();
  const isBusy =
    not.status === 'Unknown' ||
    (not.reason !== undefined && busyReason.test(not.reason));
  return isBusy
    ? progressing(tellCondition(not))
    : degraded(tellCondition(not));
}
