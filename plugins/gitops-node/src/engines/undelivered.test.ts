import {
  Delivery,
  DeliveryStep,
  Difference,
  Health,
  ResourceObservation,
} from '@backstage-gitops/plugin-gitops-common';
import { healthOfDelivered, markUndelivered } from './undelivered';

const image = 'spec.template.spec.containers[name=app].image';

function difference(fields: Partial<Difference> = {}): Difference {
  return {
    ...{ field: image, class: 'changed', declared: 'shop:v2', live: 'shop:v1' },
    lastWrite: { manager: 'kustomize-controller', operation: 'Apply' },
    ...fields,
  };
}

function resource(
  name: string,
  status: ResourceObservation['status'],
  health: Health['state'] = 'healthy',
): ResourceObservation {
  return {
    ...{ group: 'apps', kind: 'Deployment', name, status },
    ...{ health: { state: health }, targets: [], differences: [] },
  };
}

function delivery(
  applied: DeliveryStep['state'],
  stopped?: NonNullable<Delivery['stopped']>['reason'],
): Delivery {
  return {
    ...{ state: 'outOfSync', waitsFor: [], conditions: [], history: [] },
    steps: [{ step: 'applied', state: applied }],
    ...(stopped && { stopped: { reason: stopped, message: '' } }),
  };
}

const managers = ['kustomize-controller'];

function classesAfter(
  differences: readonly Difference[],
  applied: DeliveryStep['state'],
): readonly string[] {
  const [marked] = markUndelivered(
    [{ ...resource('shop', 'drifted'), differences: [...differences] }],
    { delivery: delivery(applied), managers },
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

  const applied = new Set(['Deployment.apps  old']);

  it.each<
    [
      string,
      ResourceObservation,
      DeliveryStep['state'],
      ReadonlySet<string> | undefined,
      ResourceObservation['status'],
    ]
  >([
    [
      'undelivered that was never applied, while something is to be applied',
      ...([resource('new', 'missing'), 'pending', applied] as const),
      'undelivered',
    ],
    [
      'undelivered where nothing was ever applied',
      ...([resource('new', 'missing'), 'failed', new Set<string>()] as const),
      'undelivered',
    ],
    [
      'missing that was applied once',
      ...([resource('old', 'missing'), 'pending', applied] as const),
      'missing',
    ],
    [
      'missing once what is declared has been applied',
      ...([resource('new', 'missing'), 'done', applied] as const),
      'missing',
    ],
    [
      'missing where it is not known what was applied',
      ...([resource('new', 'missing'), 'pending', undefined] as const),
      'missing',
    ],
    [
      'drifted that is there, whoever made it',
      ...([resource('new', 'drifted'), 'pending', applied] as const),
      'drifted',
    ],
    [
      'not comparable that is',
      ...([resource('new', 'indeterminate'), 'pending', applied] as const),
      'indeterminate',
    ],
  ])('calls %s', (_, seen, step, known, status) => {
    const [marked] = markUndelivered([seen], {
      ...{ delivery: delivery(step), managers },
      ...(known && { applied: known }),
    });
    expect(marked.status).toBe(status);
  });

  it.each([
    ['rollingOut', 'progressing'],
    ['notFetched', 'progressing'],
    ['waiting', 'unknown'],
    ['suspended', 'unknown'],
    ['failed', 'unknown'],
    [undefined, 'unknown'],
  ] as const)('tells of it where %s that it is %s', (reason, state) => {
    const [marked] = markUndelivered([resource('new', 'missing', 'missing')], {
      ...{ delivery: delivery('pending', reason), managers, applied },
    });
    expect(marked.health).toEqual({
      ...{ state, message: 'It has not been applied yet' },
    });
  });
});

describe('healthOfDelivered', () => {
  it.each<[string, readonly ResourceObservation[], Health['state']]>([
    [
      'that of what was applied',
      [resource('old', 'synced'), resource('new', 'undelivered', 'unknown')],
      'healthy',
    ],
    [
      'missing where something that was applied is',
      [
        resource('old', 'missing', 'missing'),
        resource('new', 'undelivered', 'progressing'),
      ],
      'missing',
    ],
    [
      'not known where nothing can be told of what was applied',
      [
        resource('old', 'indeterminate', 'unknown'),
        resource('new', 'undelivered', 'progressing'),
      ],
      'unknown',
    ],
    [
      'that of what is to come where nothing was applied',
      [
        resource('new', 'undelivered', 'progressing'),
        resource('left', 'orphaned', 'degraded'),
      ],
      'progressing',
    ],
    ['unknown of nothing', [], 'unknown'],
  ])('is %s', (_, resources, state) => {
    expect(healthOfDelivered(resources).state).toBe(state);
  });
});
