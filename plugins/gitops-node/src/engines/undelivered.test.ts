import {
  DeliveryStep,
  Difference,
  ResourceObservation,
} from '@backstage-gitops/plugin-gitops-common';
import { markUndelivered } from './undelivered';

const image = 'spec.template.spec.containers[name=app].image';

function difference(fields: Partial<Difference> = {}): Difference {
  return {
    ...{ field: image, class: 'changed', declared: 'shop:v2', live: 'shop:v1' },
    lastWrite: { manager: 'kustomize-controller', operation: 'Apply' },
    ...fields,
  };
}

function classesAfter(
  differences: readonly Difference[],
  applied: DeliveryStep['state'],
): readonly string[] {
  const resource: ResourceObservation = {
    ...{ group: 'apps', kind: 'Deployment', name: 'shop' },
    ...{ status: 'drifted', health: { state: 'healthy' }, targets: [] },
    differences: [...differences],
  };
  const [marked] = markUndelivered(
    [resource],
    { steps: [{ step: 'applied', state: applied }] },
    ['kustomize-controller'],
  );
  return marked.differences.map(each => each.class);
}

describe('markUndelivered', () => {
  it.each(['pending', 'failed', 'unknown'] as const)(
    'calls what the engine wrote before undelivered while applying is %s',
    state => {
      expect(classesAfter([difference()], state)).toEqual(['undelivered']);
      expect(
        classesAfter([difference({ class: 'pendingRemoval' })], state),
      ).toEqual(['undelivered']);
    },
  );

  it('leaves it drift once what is declared has been applied', () => {
    expect(classesAfter([difference()], 'done')).toEqual(['changed']);
  });

  it('leaves drift what somebody else wrote, or nobody is known to have', () => {
    const byHand = difference({
      field: 'spec.replicas',
      lastWrite: { manager: 'kubectl-edit', operation: 'Update' },
    });
    const unknown = difference({ lastWrite: undefined });

    expect(classesAfter([byHand, unknown, difference()], 'pending')).toEqual([
      ...['changed', 'changed', 'undelivered'],
    ]);
  });

  it('leaves alone what was never counted', () => {
    expect(
      classesAfter([difference({ class: 'unmanaged' })], 'pending'),
    ).toEqual(['unmanaged']);
  });
});
