import {
  appliedFrom,
  compare,
  container,
  deployment,
  entry,
  found,
  object,
  options,
  ourManager,
  written,
} from './testing/pair';
import { compareResource } from './compareResource';

describe('classes of differences', () => {
  const declared = object('ConfigMap', { data: { a: '1', b: '2', e: '' } });

  it('tells what changed, what is missing and what waits to be removed', () => {
    const live = written(
      object('ConfigMap', { data: { a: '9', c: '3', d: '4', e: '' } }),
      entry(ourManager, { 'f:data': { 'f:a': {}, 'f:c': {} } }),
      entry('kubectl-edit', { 'f:data': { 'f:d': {} } }),
    );
    expect(compare({ declared, live })).toMatchObject({
      group: '',
      kind: 'ConfigMap',
      namespace: 'bookshop',
      name: 'shop',
      status: 'drifted',
      differences: [
        { field: 'data.a', class: 'changed', declared: '1', live: '9' },
        { field: 'data.b', class: 'missing', declared: '2' },
        { field: 'data.c', class: 'pendingRemoval', live: '3' },
      ],
    });
  });

  it('lists what others added apart, where it is asked for', () => {
    const live = written(
      object('ConfigMap', { data: { a: '1', b: '2', d: '4', e: '' } }),
      entry('kubectl-edit', { 'f:data': { 'f:d': {} } }),
      entry(
        'kubelet',
        { 'f:status': { 'f:phase': {} } },
        { subresource: 'status' },
      ),
    );
    expect(found(compare({ declared, live }))).toEqual([]);
    const drift = compare({ declared, live }, { unmanaged: true });
    expect(found(drift)).toEqual(['unmanaged data.d']);
    expect(drift.status).toBe('synced');
  });

  it('never takes marks of engines for something to remove', () => {
    const live = written(
      object(
        'ConfigMap',
        { data: { a: '1', b: '2', e: '' } },
        {
          labels: {
            'applyset.kubernetes.io/part-of': 'applyset-1',
            'kustomize.toolkit.fluxcd.io/name': 'shop',
          },
          annotations: { 'argocd.argoproj.io/tracking-id': 'shop' },
        },
      ),
      entry(ourManager, {
        'f:metadata': {
          'f:labels': {
            'f:applyset.kubernetes.io/part-of': {},
            'f:kustomize.toolkit.fluxcd.io/name': {},
          },
          'f:annotations': { 'f:argocd.argoproj.io/tracking-id': {} },
        },
      }),
    );
    expect(found(compare({ declared, live }, { unmanaged: true }))).toEqual([]);
  });

  it('takes what a client-side apply recorded for what was declared', () => {
    const before = object(
      'ConfigMap',
      { data: { a: '1', c: '3' } },
      { labels: { tier: 'web' } },
    );
    const live = appliedFrom(before, {
      ...before,
      data: { a: '1', b: '2', c: '3', e: '' },
    });
    expect(found(compare({ declared, live }))).toEqual([
      'pendingRemoval metadata.labels.tier',
      'pendingRemoval data.c',
    ]);
  });

  it('reports a value of another type, `80` is not `"80"`', () => {
    const port = (targetPort: unknown) =>
      object('Service', { spec: { ports: [{ port: 80, targetPort }] } });
    expect(found(compare({ declared: port(80), live: port('80') }))).toEqual([
      'changed spec.ports[port=80,protocol=TCP].targetPort',
    ]);
  });

  it('tells a whole resource that is missing or orphaned', () => {
    expect(compare({ declared }).status).toBe('missing');
    expect(compare({ live: declared }).status).toBe('orphaned');
    expect(compareResource({}, options)).toBeUndefined();
  });
});

describe('empty values', () => {
  const policy = (podSelector: unknown) =>
    object('networking.k8s.io/v1 NetworkPolicy', { spec: { podSelector } });

  it('differ from what narrows them', () => {
    const live = policy({ matchLabels: { app: 'shop' } });
    expect(compare({ declared: policy({}), live }).differences).toEqual([
      {
        field: 'spec.podSelector',
        class: 'changed',
        declared: {},
        live: { matchLabels: { app: 'shop' } },
      },
    ]);
  });

  it('of selectors differ from absent ones, where that selects nothing', () => {
    const rule = (peer: unknown) =>
      object('networking.k8s.io/v1 NetworkPolicy', {
        spec: { ingress: [{ from: [peer] }] },
      });
    expect(
      found(compare({ declared: rule({ podSelector: {} }), live: rule({}) })),
    ).toEqual(['missing spec.ingress[0].from[0].podSelector']);
  });

  it('of a claim ask for no class at all', () => {
    const claim = (storageClassName?: string) =>
      object('PersistentVolumeClaim', { spec: { storageClassName } });
    expect(
      found(compare({ declared: claim(''), live: claim('fast') })),
    ).toEqual(['changed spec.storageClassName']);
    expect(found(compare({ declared: claim(''), live: claim() }))).toEqual([
      'missing spec.storageClassName',
    ]);
  });

  it('of labels say something by being there', () => {
    const labelled = (labels: unknown) => object('Pod', {}, { labels });
    expect(
      found(
        compare({
          declared: labelled({ web: '' }),
          live: labelled({ a: 'b' }),
        }),
      ),
    ).toEqual(['missing metadata.labels.web']);
    expect(
      found(compare({ declared: labelled({}), live: labelled({ a: 'b' }) })),
    ).toEqual([]);
  });

  it('are what the server filled in, where nobody wrote it', () => {
    const spec = (value: unknown) =>
      object('apps/v1 ReplicaSet', { spec: { settings: value } });
    const live = written(
      spec({ kind: 'filled' }),
      entry(ourManager, { 'f:spec': { 'f:settings': {} } }),
    );
    expect(found(compare({ declared: spec({}), live }))).toEqual([]);
    const edited = written(
      spec({ kind: 'filled' }),
      entry('kubectl-edit', { 'f:spec': { 'f:settings': { 'f:kind': {} } } }),
    );
    expect(found(compare({ declared: spec({}), live: edited }))).toEqual([
      'changed spec.settings',
    ]);
  });

  it('include zeros of built-in kinds, but those that mean something', () => {
    const declared = deployment({
      hostPID: false,
      automountServiceAccountToken: false,
      containers: [
        {
          name: 'app',
          securityContext: { runAsUser: 0, privileged: false },
          livenessProbe: { initialDelaySeconds: 0 },
        },
      ],
    });
    const live = deployment({ containers: [{ name: 'app' }] });
    expect(found(compare({ declared, live }))).toEqual([
      'missing spec.template.spec.automountServiceAccountToken',
      'missing spec.template.spec.containers[name=app].securityContext.runAsUser',
    ]);
  });
});

describe('attribution', () => {
  it('names who wrote a field last, through keyed items and atomic values', () => {
    const image = (value: string, args: string[]) =>
      container({ image: value, args });
    const at = (fields: Record<string, unknown>) => ({
      'f:spec': {
        'f:template': {
          'f:spec': { 'f:containers': { 'k:{"name":"app"}': fields } },
        },
      },
    });
    const live = written(
      image('shop:v2', ['--slow']),
      entry(ourManager, at({ '.': {}, 'f:name': {} })),
      entry('kubectl-set', at({ 'f:image': {} }), {
        time: '2026-11-21T08:00:00Z',
      }),
      entry('helper', at({ 'f:args': {} }), { subresource: 'scale' }),
    );
    const { differences } = compare({
      declared: image('shop:v1', ['--fast']),
      live,
    });
    expect(differences).toMatchObject([
      {
        field: 'spec.template.spec.containers[name=app].image',
        lastWrite: {
          manager: 'kubectl-set',
          operation: 'Update',
          time: '2026-11-21T08:00:00Z',
        },
      },
      {
        field: 'spec.template.spec.containers[name=app].args[0]',
        lastWrite: { manager: 'helper', subresource: 'scale' },
      },
    ]);
  });

  it('reads no sense into managedFields that have none', () => {
    const declared = object('ConfigMap', { data: { a: '1' } });
    const live = object(
      'ConfigMap',
      { data: { a: '2' } },
      {
        managedFields: [
          null,
          'text',
          { operation: 'Apply', fieldsV1: 'x' },
          entry(ourManager, { 'k:{': {}, 'f:data': { 'k:5': {}, 'f:a': 7 } }),
        ],
      },
    );
    expect(found(compare({ declared, live }))).toEqual(['changed data.a']);
  });

  it('tells the line that declares the field', () => {
    const declared = object('Secret', { stringData: { a: 'x' } });
    const live = object('Secret', { data: { a: 'eQ==' } });
    const { differences } = compare({
      declared,
      live,
      origin: field =>
        field === 'stringData.a' ? { file: 'a.yaml', line: 7 } : undefined,
    });
    expect(differences).toMatchObject([
      { field: 'data.a', origin: { file: 'a.yaml', line: 7 } },
    ]);
  });
});

describe('exact mode', () => {
  const declared = object('apps/v1 Deployment', { spec: { paused: true } });

  it('tells what applying would change, in the words of what Git declares', () => {
    const live = object('apps/v1 Deployment', { spec: { paused: false } });
    expect(found(compare({ declared, live, predicted: declared }))).toEqual([
      'changed spec.paused',
    ]);
  });

  it('tells what applying would remove, and leaves alone what others own', () => {
    const live = written(
      object('apps/v1 Deployment', {
        spec: { paused: true, replicas: 5, minReadySeconds: 9 },
      }),
      entry(ourManager, { 'f:spec': { 'f:paused': {}, 'f:replicas': {} } }),
      entry('kubectl-edit', { 'f:spec': { 'f:minReadySeconds': {} } }),
    );
    const predicted = object('apps/v1 Deployment', {
      spec: { paused: true, replicas: 1, minReadySeconds: 9 },
    });
    expect(found(compare({ declared, live, predicted }))).toEqual([
      'pendingRemoval spec.replicas',
    ]);
    // Another applies it too: giving it up changes nothing.
    expect(found(compare({ declared, live, predicted: live }))).toEqual([]);
  });

  it('sees what was added to an item of an atomic list', () => {
    const role = (rule: Record<string, unknown>) =>
      object('rbac.authorization.k8s.io/v1 Role', {
        rules: [{ apiGroups: [''], verbs: ['get'], ...rule }],
      });
    const pair = {
      declared: role({}),
      live: role({ resourceNames: ['shop'] }),
    };
    expect(found(compare(pair))).toEqual([]);
    expect(found(compare({ ...pair, predicted: role({}) }))).toEqual([
      'changed rules[0]',
    ]);
  });

  it('takes what a webhook does to a dry-run for nothing of ours', () => {
    const live = object('apps/v1 Deployment', { spec: { paused: true } });
    const predicted = object(
      'apps/v1 Deployment',
      { spec: { paused: true } },
      { annotations: { 'webhook.example/checked': 'now' } },
    );
    expect(found(compare({ declared, live, predicted }))).toEqual([]);
  });
});

describe('what cannot be compared', () => {
  it.each([
    ['is not base64', { data: { a: '%%%secret' } }],
    ['is no map', { data: 'secret' }],
    ['is no text', { stringData: { a: { secret: true } } }],
  ])(
    'is a Secret whose content %s, and nothing of it is told',
    (_, content) => {
      const drift = compare({
        declared: object('Secret', content),
        live: object('Secret', { data: { a: 'aGk=' } }),
      });
      expect(drift).toMatchObject({ status: 'indeterminate', differences: [] });
      expect(drift.reason).toBeDefined();
      expect(JSON.stringify(drift)).not.toMatch(/%%%secret|aGk=|true/);
    },
  );

  it('is an object without a name', () => {
    const nameless = { apiVersion: 'v1', kind: 'Pod', metadata: {} };
    expect(compare({ declared: nameless, live: nameless }).status).toBe(
      'indeterminate',
    );
  });

  it('is what another version of a kind may call otherwise', () => {
    const drift = compare({
      declared: object('autoscaling/v1 HorizontalPodAutoscaler', {
        spec: { targetCPUUtilizationPercentage: 80 },
      }),
      live: object('autoscaling/v2 HorizontalPodAutoscaler', { spec: {} }),
    });
    expect(drift).toMatchObject({
      status: 'indeterminate',
      reason: expect.stringContaining('autoscaling/v1'),
    });
  });

  it.each([5_000, 200_000])(
    'is an object nested %d deep, as no server takes it',
    depth => {
      let deep: unknown = { leaf: 1 };
      let other: unknown = { leaf: 2 };
      for (let level = 0; level < depth; level++) {
        deep = { deep };
        other = { deep: other };
      }
      const fields = { 'f:data': { 'f:deep': deep } };
      expect(
        compare({
          declared: object('ConfigMap', { data: deep }, { labels: { a: 'b' } }),
          live: written(
            object('ConfigMap', { data: other }),
            entry(ourManager, fields),
          ),
        }).status,
      ).toBe('indeterminate');
    },
  );

  it('says so where no schema is known, and compares lists as a whole', () => {
    const thing = (items: unknown) =>
      object('example.com/v1 Thing', { spec: { items } });
    const drift = compare({
      declared: thing([{ name: 'a' }]),
      live: thing([{ name: 'b' }, { name: 'a' }]),
    });
    expect(found(drift)).toEqual(['changed spec.items']);
    expect(drift.reason).toMatch(/no schema/);
  });
});

it('takes keys of objects for no part of the language', () => {
  const declared = object('ConfigMap', {
    data: { constructor: 'x', ['__proto__']: 'y', toString: 'z' },
  });
  const live = object('ConfigMap', { data: { other: '1' } });
  expect(found(compare({ declared, live })).sort()).toEqual([
    'missing data.__proto__',
    'missing data.constructor',
    'missing data.toString',
  ]);
});

it('masks what the keys around it call a secret', () => {
  const env = (value: string) =>
    container({ env: [{ name: 'API_TOKEN', value }] });
  const drift = compare({ declared: env('one'), live: env('two') });
  expect(drift.differences[0].declared).toMatch(/^\*\*\*/);
  expect(drift.differences[0].live).toMatch(/^\*\*\*/);
  expect(drift.differences[0].declared).not.toBe(drift.differences[0].live);
});
