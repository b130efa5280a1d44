import { ResourceDrift } from '@backstage-gitops/plugin-gitops-common';
import { ResourceType } from '../../../clusters/ClusterClient';
import { Resource } from '../../../manifests/Resource';
import { declaredObjects } from '../declaredObjects';
import { ApplySet, partOfLabel } from '../ownership/ApplySet';
import { refKey, refOf } from '../resourceRef';
import { desiredUnit } from '../__testUtils__/desiredUnit';
import { TypeIndex } from '../TypeIndex';
import { UnitState } from '../UnitState';
import { PlanOptions, planSync } from './planSync';

const manager = 'backstage-gitops';
const applySet = new ApplySet('books/Overlay/_/shop@eu-1', 'gitops', manager);

function object(
  apiVersion: string,
  kind: string,
  name: string,
  metadata: Readonly<Record<string, unknown>> = {},
): Resource {
  return { apiVersion, kind, metadata: { name, ...metadata } };
}

const flags = object('v1', 'ConfigMap', 'flags', { namespace: 'shop' });

/** As it is once this engine has applied it. */
function applied(resource: Resource, by = manager): Resource {
  const { metadata } = applySet.member(resource);
  const labels = { [`f:${partOfLabel}`]: {} };
  return {
    ...resource,
    metadata: {
      ...Object(metadata),
      uid: `uid-of-${refOf(resource).name}`,
      managedFields: [
        {
          manager: by,
          operation: 'Apply',
          fieldsV1: { 'f:metadata': { 'f:labels': labels } },
        },
      ],
    },
  };
}

const types: readonly ResourceType[] = (
  [
    ['', 'v1', 'Namespace', false],
    ['', 'v1', 'ConfigMap', true],
    ['', 'v1', 'Service', true],
    ['apps', 'v1', 'Deployment', true],
    ['rbac.authorization.k8s.io', 'v1', 'Role', true],
    [
      'admissionregistration.k8s.io',
      'v1',
      'ValidatingWebhookConfiguration',
      false,
    ],
    ['apiextensions.k8s.io', 'v1', 'CustomResourceDefinition', false],
  ] as const
).map(([group, version, kind, namespaced]) => ({
  ...{ group, version, kind, namespaced, plural: '', verbs: [] },
}));

function stateOf(
  declared: readonly Resource[],
  live: readonly Resource[] = [],
  rest: Partial<UnitState> & { readonly indeterminate?: string[] } = {},
): UnitState {
  const desired = desiredUnit(declared, {
    namespace: 'shop',
    indeterminate: rest.indeterminate,
  });
  return {
    desired,
    declared: declaredObjects(desired, new TypeIndex(types)),
    live: new Map(live.map(each => [refKey(refOf(each)), each])),
    orphans: [],
    unreadable: new Map(),
    unsearched: new Map(),
    autoscalers: [],
    ...rest,
  };
}

function plan(state: UnitState, options: Partial<PlanOptions> = {}) {
  const drift = new Map<string, ResourceDrift>();
  for (const [key, live] of state.live) {
    drift.set(key, { ...refOf(live), status: 'synced', differences: [] });
  }
  const { steps } = planSync(state, {
    ...{ prune: true, confirm: [], applySet, drift },
    ...options,
  });
  return steps.map(({ action, ref, skip }) => ({
    action,
    name: ref.name,
    skip,
  }));
}

describe('planSync', () => {
  it('orders what others need before them, and webhooks last', () => {
    const declared = [
      object('library.example.com/v1', 'Shelf', 'shelf'),
      object(
        'admissionregistration.k8s.io/v1',
        'ValidatingWebhookConfiguration',
        'hook',
      ),
      object('apps/v1', 'Deployment', 'web'),
      object('v1', 'Service', 'service'),
      flags,
      object('rbac.authorization.k8s.io/v1', 'Role', 'role'),
      object('v1', 'Namespace', 'shop'),
      object('apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'crd'),
    ];
    expect(plan(stateOf(declared)).map(({ name }) => name)).toEqual([
      'crd',
      'shop',
      'role',
      'flags',
      'service',
      'web',
      'shelf',
      'hook',
    ]);
    const orphans = declared.slice(2, 7).map(each => applied(each));
    expect(
      plan(stateOf([], [], { orphans }), { confirm: ['Namespace/shop'] }).map(
        ({ name }) => name,
      ),
    ).toEqual(['web', 'service', 'flags', 'role', 'shop']);
  });

  it('does nothing where all is as declared and applied by this engine', () => {
    expect(plan(stateOf([flags], [applied(flags)]))).toEqual([
      { action: 'none', name: 'flags' },
    ]);
  });

  it.each<[string, Resource]>([
    ['nobody has marked', flags],
    ['another manager has given the label', applied(flags, 'kubectl')],
  ])('takes over what %s', (_, live) => {
    expect(plan(stateOf([flags], [live]))).toMatchObject([
      { action: 'update', skip: undefined },
    ]);
  });

  const otherSet = (id: string) =>
    object('v1', 'ConfigMap', 'flags', {
      namespace: 'shop',
      labels: { [partOfLabel]: id },
    });

  it('takes nothing from another unit, unless that has let go of it', () => {
    const state = stateOf([flags], [otherSet('applyset-other-v1')]);
    expect(plan(state)[0].skip).toContain('applyset-other-v1');
    expect(plan(state, { isReleased: () => true })).toMatchObject([
      { action: 'update', skip: undefined },
    ]);
  });

  it.each<[string, Resource, Partial<PlanOptions>, string]>([
    ['a namespace', object('v1', 'Namespace', 'shop'), {}, 'confirmed'],
    ['what is not asked for', flags, { prune: false }, 'not asked for'],
    [
      'what an annotation keeps',
      object('v1', 'ConfigMap', 'flags', {
        annotations: { 'helm.sh/resource-policy': 'keep' },
      }),
      {},
      'helm.sh/resource-policy',
    ],
    [
      'what is going anyway',
      object('v1', 'ConfigMap', 'flags', { deletionTimestamp: 'now' }),
      {},
      'being deleted',
    ],
  ])('does not prune %s', (_, orphan, options, reason) => {
    const orphans = [applied(orphan)];
    const [step] = plan(stateOf([], [], { orphans }), options);
    expect(step).toMatchObject({ action: 'prune' });
    expect(step.skip).toContain(reason);
  });

  it('does not prune what it did not apply', () => {
    const orphans = [applied(flags, 'kubectl')];
    expect(plan(stateOf([], [], { orphans }))[0].skip).toBe(
      'This engine did not apply it',
    );
  });

  it('touches nothing of a unit of which not all is known', () => {
    const steps = plan(
      stateOf([flags], [], {
        indeterminate: ['a base is elsewhere'],
        orphans: [applied(object('v1', 'ConfigMap', 'old'))],
      }),
    );
    expect(steps.map(({ skip }) => skip)).toEqual([
      "What is declared can't be told: a base is elsewhere",
      "What is declared can't be told: a base is elsewhere",
    ]);
  });

  it('leaves out one object that can not be told, and declared twice', () => {
    const state = stateOf([flags, flags]);
    expect(plan(state).map(({ skip }) => skip)).toEqual([
      undefined,
      'It is declared twice',
    ]);
  });

  it('applies to what it was asked for alone', () => {
    const web = object('apps/v1', 'Deployment', 'web');
    const steps = plan(
      stateOf([flags, web], [], {
        orphans: [applied(object('v1', 'ConfigMap', 'old'))],
      }),
      {
        resources: [
          { group: '', kind: 'ConfigMap', namespace: 'shop', name: 'flags' },
        ],
      },
    );
    expect(steps).toEqual([
      { action: 'create', name: 'flags', skip: undefined },
    ]);
  });
});
