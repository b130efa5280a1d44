import {
  Target,
  unitObservationSchema,
} from '@backstage-gitops/plugin-gitops-common';
import { applicationAnswer, commit } from '@backstage-gitops/envtest';
import {
  ManagedResource,
  managedResourcesSchema,
  resourceTreeSchema,
} from '../api/answers';
import { ArgoCdUnit } from '../match/ArgoCdUnit';
import { readApplication } from '../read/readApplication';
import { compareManaged } from './compareManaged';
import { observeApplication, observeContested } from './observeApplication';

const instance = { name: 'eu', url: 'https://argo.example', clusters: [] };
const now = new Date('2026-03-01T12:00:00Z');

function target(service: string): Target {
  return {
    ...{ id: service, unit: 'shop', service, aliases: [] },
    ...{ environment: 'production', path: 'apps/shop', artifacts: [] },
  };
}

function unit(...services: readonly string[]): ArgoCdUnit {
  return {
    unit: {
      ...{ id: 'shop', name: 'shop', kind: 'Overlay' },
      ...{ environment: 'production', path: 'apps/shop', files: [] },
      declaredBy: { file: 'kustomization.yaml', line: 1 },
    },
    targets: services.map(target),
    declared: { revision: commit(1), commit: commit(1) },
  };
}

function read(answer: Parameters<typeof applicationAnswer>[0]) {
  const application = readApplication(applicationAnswer(answer), 'eu');
  if (application === undefined) throw new Error('It was not read');
  return application;
}

function resource(kind: string, name: string, status: string, more = {}) {
  const group = kind === 'Deployment' ? { group: 'apps' } : {};
  return {
    ...group,
    version: 'v1',
    kind,
    namespace: 'shop',
    name,
    status,
    ...more,
  };
}

function managed(
  kind: string,
  name: string,
  target_: object | null,
  live: object | null,
  more = {},
): unknown {
  const group = kind === 'Deployment' ? 'apps' : '';
  const object = (fields: object | null) =>
    fields === null
      ? 'null'
      : JSON.stringify({
          apiVersion: group === '' ? 'v1' : `${group}/v1`,
          ...{ kind, metadata: { namespace: 'shop', name }, ...fields },
        });
  return {
    ...{ group, kind, namespace: 'shop', name },
    ...{ targetState: object(target_), liveState: object(live), ...more },
  };
}

function observe(
  answer: Parameters<typeof applicationAnswer>[0],
  options: {
    readonly services?: readonly string[];
    readonly items?: readonly unknown[];
    readonly nodes?: readonly unknown[];
    readonly applied?: readonly string[];
  } = {},
) {
  const application = read(answer);
  const { services = ['shop'], items, nodes, applied } = options;
  const observation = observeApplication({
    unit: unit(...services),
    claimant: { application, source: 0 },
    ...{ instance, cluster: 'eu-1', now },
    ...(items && { drift: compare(application, items) }),
    ...(applied && { applied: new Set(applied) }),
    ...(nodes && { tree: resourceTreeSchema.parse({ nodes }) }),
  });
  expect(unitObservationSchema.parse(observation)).toEqual(observation);
  return observation;
}

function compare(
  application: ReturnType<typeof read>,
  items: readonly unknown[],
) {
  const answers: readonly ManagedResource[] = managedResourcesSchema.parse({
    items,
  }).items;
  return compareManaged(answers, {
    ...{ application, targets: [], rules: [], disabledRules: [] },
    unmanaged: false,
  });
}

describe('observeApplication', () => {
  it('tells the one model of a unit that is synced and well', () => {
    expect(observe({})).toMatchObject({
      ...{ unit: 'shop', cluster: 'eu-1', engine: 'argocd', mode: 'auto' },
      observedAt: '2026-03-01T12:00:00.000Z',
      ...{ revision: commit(1), appliedRevision: commit(1) },
      ...{ sync: { state: 'synced' }, health: { state: 'healthy' } },
      resources: [
        {
          ...{ group: '', apiVersion: 'v1', kind: 'ConfigMap', name: 'shop' },
          ...{ status: 'synced', health: { state: 'healthy' } },
          targets: ['shop'],
        },
      ],
      targets: [
        {
          ...{ target: 'shop', sync: { state: 'synced' } },
          ...{ health: { state: 'healthy' }, artifacts: [] },
        },
      ],
    });
  });

  it('tells what differs, and who wrote it', () => {
    const managedFields = [
      {
        ...{ manager: 'kubectl-edit', operation: 'Update' },
        time: '2026-03-01T11:00:00Z',
        fieldsV1: { 'f:data': { 'f:mode': {} } },
      },
    ];
    const observation = observe(
      {
        status: {
          sync: { status: 'OutOfSync', revision: commit(1) },
          resources: [
            resource('ConfigMap', 'shop', 'OutOfSync'),
            resource('ConfigMap', 'gone', 'OutOfSync'),
            resource('ConfigMap', 'left', 'OutOfSync', {
              requiresPruning: true,
            }),
            resource('ConfigMap', 'fine', 'Synced'),
            resource('Job', 'migrate', 'OutOfSync', { hook: true }),
          ],
        },
      },
      {
        items: [
          managed(
            ...(['ConfigMap', 'shop', { data: { mode: 'on' } }] as const),
            {
              data: { mode: 'off' },
              metadata: { namespace: 'shop', name: 'shop', managedFields },
            },
          ),
          managed('ConfigMap', 'gone', {}, null),
          managed('ConfigMap', 'left', null, {}),
          // Argo CD calls it synced: it was told to ignore the difference.
          managed('ConfigMap', 'fine', { data: { a: '1' } }, {}),
          managed('Job', 'migrate', {}, null, { hook: true }),
        ],
      },
    );

    expect(observation.sync).toEqual({
      ...{ state: 'outOfSync', reason: '1 drifted, 1 missing, 1 orphaned' },
    });
    expect(observation.resources.map(each => [each.name, each.status])).toEqual(
      [
        ['shop', 'drifted'],
        ['gone', 'missing'],
        ['left', 'orphaned'],
        ['fine', 'synced'],
      ],
    );
    expect(observation.resources[1].health.state).toBe('missing');
    expect(observation.resources[0].differences).toEqual([
      {
        ...{ field: 'data.mode', class: 'changed' },
        ...{ declared: 'on', live: 'off' },
        lastWrite: {
          ...{ manager: 'kubectl-edit', operation: 'Update' },
          time: '2026-03-01T11:00:00Z',
        },
      },
    ]);
  });

  it.each([
    [commit(0), 'undelivered'],
    [commit(1), 'changed'],
  ])('tells where %s is applied what Argo CD wrote as %s', (applied, kind) => {
    const managedFields = [
      {
        ...{ manager: 'argocd-controller', operation: 'Update' },
        fieldsV1: { 'f:data': { 'f:mode': {} } },
      },
    ];
    const deployedAt = '2026-03-01T10:00:00Z';
    const observation = observe(
      {
        status: {
          sync: { status: 'OutOfSync', revision: commit(1) },
          history: [{ id: 0, revision: applied, deployedAt }],
          operationState: undefined,
          resources: [resource('ConfigMap', 'shop', 'OutOfSync')],
        },
      },
      {
        items: [
          managed(
            ...(['ConfigMap', 'shop', { data: { mode: 'on' } }] as const),
            {
              data: { mode: 'off' },
              metadata: { namespace: 'shop', name: 'shop', managedFields },
            },
          ),
        ],
      },
    );

    const [{ differences }] = observation.resources;
    expect(differences.map(each => each.class)).toEqual([kind]);
  });

  it.each([
    ['new', 'undelivered', 'healthy', '1 not applied yet'],
    ['gone', 'missing', 'missing', '1 missing'],
  ])(
    'calls what is not there and %s %s, and the unit %s',
    (name, status, health, reason) => {
      const observation = observe(
        {
          status: {
            sync: { status: 'OutOfSync', revision: commit(2) },
            health: { status: 'Missing' },
            resources: [
              resource('ConfigMap', 'shop', 'Synced'),
              resource('ConfigMap', name, 'OutOfSync'),
            ],
          },
        },
        {
          items: [managed('ConfigMap', name, {}, null)],
          nodes: [
            {
              version: 'v1',
              kind: 'ConfigMap',
              namespace: 'shop',
              name: 'shop',
            },
          ],
          applied: ['ConfigMap shop shop', 'ConfigMap shop gone'],
        },
      );

      expect(observation.resources[1].status).toBe(status);
      for (const each of [observation, ...observation.targets]) {
        expect(each).toMatchObject({
          ...{ sync: { state: 'outOfSync', reason } },
          health: { state: health },
        });
      }
    },
  );

  it('tells of a Secret that a value differs, and nothing of the value', () => {
    const observation = observe(
      {
        status: {
          sync: { status: 'OutOfSync', revision: commit(1) },
          resources: [resource('Secret', 'key', 'OutOfSync')],
        },
      },
      {
        items: [
          managed(
            ...(['Secret', 'key'] as const),
            { data: { same: '++++++++', other: '++++++++' } },
            { data: { same: '++++++++', other: '+++++++++' } },
          ),
        ],
      },
    );

    const [{ status, differences }] = observation.resources;
    expect(status).toBe('drifted');
    expect(differences).toMatchObject([
      { field: 'data.other', class: 'changed' },
    ]);
    expect(JSON.stringify(differences)).not.toContain('+++');
    expect(differences[0].declared).toMatch(/^\*\*\*/);
  });

  it('keeps what Argo CD is told to ignore out, by name', () => {
    const observation = observe(
      {
        spec: {
          ignoreDifferences: [
            { kind: 'ConfigMap', jsonPointers: ['/data/mode'] },
          ],
        },
        status: {
          sync: { status: 'OutOfSync', revision: commit(1) },
          resources: [resource('ConfigMap', 'shop', 'OutOfSync')],
        },
      },
      {
        items: [
          managed(
            ...([
              'ConfigMap',
              'shop',
              { data: { mode: 'a', x: '1' } },
            ] as const),
            { data: { mode: 'b', x: '2' } },
          ),
        ],
      },
    );

    expect(observation.resources).toMatchObject([
      {
        differences: [{ field: 'data.x' }],
        ignored: [{ rule: 'argocd-ignore-differences', fields: ['data.mode'] }],
      },
    ]);
  });

  it('does not call synced what Argo CD says differs, where we see nothing', () => {
    const observation = observe(
      {
        status: {
          sync: { status: 'OutOfSync', revision: commit(1) },
          resources: [resource('ConfigMap', 'shop', 'OutOfSync')],
        },
      },
      {
        items: [
          managed(
            'ConfigMap',
            'shop',
            { data: { a: '1' } },
            { data: { a: '1' } },
          ),
        ],
      },
    );

    expect(observation.resources).toMatchObject([
      {
        status: 'indeterminate',
        reason: 'Argo CD calls it out of sync, and no declared field differs',
      },
    ]);
    expect(observation.sync.state).toBe('outOfSync');
  });

  it('tells health and images of each target, by the resource tree', () => {
    const pod = (
      name: string,
      image: string,
      status: string,
      owner: string,
    ) => ({
      ...{ kind: 'Pod', name, namespace: 'shop', uid: name, images: [image] },
      ...{ createdAt: '2026-03-01T11:00:00Z', health: { status } },
      parentRefs: [{ kind: 'ReplicaSet', name: owner, uid: owner }],
    });
    const workload = (name: string, health: object) => [
      {
        ...{ group: 'apps', kind: 'Deployment', namespace: 'shop', name },
        ...{ uid: `d-${name}`, health },
      },
      {
        ...{ group: 'apps', kind: 'ReplicaSet', namespace: 'shop' },
        ...{ name: `${name}-1`, uid: `r-${name}` },
        parentRefs: [
          { group: 'apps', kind: 'Deployment', name, uid: `d-${name}` },
        ],
      },
    ];
    const observation = observe(
      {
        status: {
          health: { status: 'Degraded' },
          resources: [
            resource('Deployment', 'cart', 'Synced'),
            resource('Deployment', 'mail', 'Synced'),
          ],
        },
      },
      {
        services: ['cart', 'mail'],
        nodes: [
          ...workload('cart', { status: 'Healthy' }),
          ...workload('mail', {
            ...{ status: 'Degraded', message: 'exceeded its deadline' },
          }),
          pod('c1', 'reg.example/cart:v2', 'Healthy', 'r-cart'),
          pod('c2', 'reg.example/cart:v2', 'Progressing', 'r-cart'),
          pod('c3', 'reg.example/cart:v1', 'Healthy', 'r-cart'),
          pod('m1', 'mail@sha256:ab', 'Degraded', 'r-mail'),
          pod('loop', 'x:1', 'Healthy', 'loop'),
        ],
      },
    );

    const since = '2026-03-01T11:00:00Z';
    expect(observation.targets).toEqual([
      {
        ...{ target: 'cart', sync: { state: 'synced' } },
        health: { state: 'healthy' },
        artifacts: [
          {
            ...{ kind: 'image', name: 'reg.example/cart', version: 'v2' },
            ...{ pods: 2, ready: 1, since },
          },
          {
            ...{ kind: 'image', name: 'reg.example/cart', version: 'v1' },
            ...{ pods: 1, ready: 1, since },
          },
        ],
      },
      {
        ...{ target: 'mail', sync: { state: 'synced' } },
        health: {
          state: 'degraded',
          message: 'Deployment shop/mail: exceeded its deadline',
        },
        artifacts: [
          {
            ...{ kind: 'image', name: 'mail', version: '' },
            ...{ digest: 'sha256:ab', pods: 1, ready: 0, since },
          },
        ],
      },
    ]);
  });

  it('does not call a resource well whose health is not told', () => {
    const observation = observe({ status: { health: { status: 'Degraded' } } });

    expect(observation.resources[0].health).toEqual({
      ...{ state: 'unknown', message: 'Argo CD tells it on request only' },
    });
  });

  it('tells who else claims a unit, and nothing of either', () => {
    const observation = observeContested(
      unit('shop'),
      [
        { application: read({}), source: 0 },
        { application: read({ metadata: { name: 'b' } }), source: 0 },
      ],
      { cluster: 'eu-1', now },
    );

    expect(unitObservationSchema.parse(observation)).toEqual(observation);
    expect(observation).toMatchObject({
      sync: {
        state: 'unknown',
        reason:
          'Several Applications deploy it: argocd/shop of eu, argocd/b of eu',
      },
      delivery: { claimedBy: [{ name: 'shop' }, { name: 'b' }] },
    });
  });
});
