import { UnitObservation } from '@backstage-gitops/plugin-gitops-common';
import { ArgoCdUnit } from '../match/ArgoCdUnit';

/** Of a unit whose Application the ApplicationSet can't make. */
export function observeUnmade(
  { unit, targets, declared }: ArgoCdUnit,
  context: {
    readonly set: {
      readonly instance: string;
      readonly namespace: string;
      readonly name: string;
    };
    readonly failure: string;
    readonly cluster: string;
    readonly now: Date;
  },
): UnitObservation {
  const { set, failure, cluster, now } = context;
  const { instance, namespace, name } = set;
  const message = `The ApplicationSet ${name} can't make its Application: ${failure}`;
  const sync = { state: 'unknown' as const, reason: message };
  const health = { state: 'unknown' as const, message };
  return {
    ...{ unit: unit.id, cluster, engine: 'argocd', comparison: 'readOnly' },
    ...{ observedAt: now.toISOString(), sync, health, message },
    delivery: {
      object: { group: 'argoproj.io', kind: 'ApplicationSet', namespace, name },
      ...{ instance, state: 'failed', message },
      ...{ waitsFor: [], conditions: [], history: [] },
      steps: [
        {
          step: 'declared',
          state: declared === undefined ? 'unknown' : 'done',
          ...(declared !== undefined && { revision: declared }),
        },
        { step: 'fetched', state: 'failed', message },
        { step: 'applied', state: 'pending' },
        { step: 'running', state: 'unknown' },
      ],
      stopped: { reason: 'failed', message },
    },
    resources: [],
    targets: targets.map(({ id }) => ({
      ...{ target: id, health, sync, artifacts: [] },
    })),
  };
}
