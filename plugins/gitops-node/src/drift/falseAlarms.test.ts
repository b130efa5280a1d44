import { Resource } from '../manifests/Resource';
import { schemasFromDefinitions } from './schemas/schemasFromDefinitions';
import { builtInSchemas } from './schemas/builtInSchemas';
import {
  appliedFrom,
  compare,
  container,
  deployment,
  entry,
  found,
  object,
  ourManager,
  written,
} from './testing/pair';

/** False alarms that others shipped, by the number of their report. */
describe('what others took for drift', () => {
  const shelfDefinition: Resource = {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    spec: {
      group: 'bookshop.example',
      names: { kind: 'Shelf' },
      scope: 'Namespaced',
      versions: [
        {
          name: 'v1',
          schema: {
            openAPIV3Schema: {
              type: 'object',
              properties: {
                spec: {
                  type: 'object',
                  properties: {
                    lock: {
                      type: 'object',
                      properties: {
                        kind: { type: 'string', default: 'key' },
                      },
                    },
                    doors: {
                      type: 'array',
                      'x-kubernetes-list-type': 'map',
                      'x-kubernetes-list-map-keys': ['side', 'level'],
                      items: {
                        type: 'object',
                        properties: {
                          side: { type: 'string' },
                          level: { type: 'integer', default: 1 },
                        },
                      },
                    },
                    labels: {
                      type: 'array',
                      items: {
                        type: 'object',
                        properties: {
                          colour: { type: 'string', default: 'grey' },
                        },
                      },
                    },
                  },
                },
              },
            },
          },
        },
      ],
    },
  };
  const schemas = schemasFromDefinitions([shelfDefinition], builtInSchemas);
  const shelf = (spec: Record<string, unknown>) =>
    object('bookshop.example/v1 Shelf', { spec });

  it.each([
    [
      'a default of a CRD in a map, argo-cd#11074',
      { lock: {} },
      { lock: { kind: 'key' } },
    ],
    [
      'a default of a CRD that is a list key, argo-cd#28724',
      { doors: [{ side: 'left' }] },
      { doors: [{ side: 'left', level: 1 }] },
    ],
    [
      'a default of a CRD in an atomic list, argo-cd#28724',
      { labels: [{ text: 'new' }] },
      { labels: [{ text: 'new', colour: 'grey' }] },
    ],
  ])('is not %s', (_, declared, live) => {
    expect(
      compare({ declared: shelf(declared), live: shelf(live) }, { schemas }),
    ).toMatchObject({ status: 'synced', differences: [] });
  });

  it('is not an omitted `resources: {}`, argo-cd#13004', () => {
    const bare = container({ image: 'shop' });
    const empty = container({ image: 'shop', resources: {} });
    expect(compare({ declared: bare, live: empty }).status).toBe('synced');
    expect(compare({ declared: empty, live: bare }).status).toBe('synced');
  });

  it('is not an empty value that the server drops, argo-cd#15898', () => {
    const declared = deployment({
      containers: [{ name: 'app', env: [], args: null, command: [] }],
      nodeSelector: {},
      tolerations: null,
      hostNetwork: false,
      subdomain: '',
    });
    const live = deployment({ containers: [{ name: 'app' }] });
    expect(found(compare({ declared, live }))).toEqual([]);
  });

  it('is not a quantity written otherwise, argo-cd#21135', () => {
    const resources = (cpu: unknown, memory: unknown) =>
      container({ resources: { limits: { cpu, memory } } });
    expect(
      compare({
        declared: resources('1000m', '1.5Gi'),
        live: resources('1', '1536Mi'),
      }).status,
    ).toBe('synced');
    expect(
      compare({ declared: resources(0.5, 1e9), live: resources('500m', '1G') })
        .status,
    ).toBe('synced');
    expect(
      found(
        compare({
          declared: resources('1', '1Gi'),
          live: resources('1', '1G'),
        }),
      ),
    ).toEqual([
      'changed spec.template.spec.containers[name=app].resources.limits.memory',
    ]);
  });

  it.each([
    [
      'kind and apiVersion, argo-cd#11143',
      { apiVersion: 'v1', kind: 'PersistentVolumeClaim' },
      {},
    ],
    [
      'an empty creationTimestamp, argo-cd#4126',
      { metadata: { name: 'data', creationTimestamp: null } },
      {},
    ],
    ['status, argo-cd#16707', {}, { status: { phase: 'Pending' } }],
  ])('is not a volumeClaimTemplate with %s', (_, declared, live) => {
    const set = (content: Record<string, unknown>) =>
      object('apps/v1 StatefulSet', {
        spec: {
          volumeClaimTemplates: [
            {
              metadata: { name: 'data' },
              spec: { resources: { requests: { storage: '1024Mi' } } },
              ...content,
            },
          ],
        },
      });
    const kept = {
      spec: {
        volumeMode: 'Filesystem',
        resources: { requests: { storage: '1Gi' } },
      },
    };
    expect(
      found(
        compare({ declared: set(declared), live: set({ ...kept, ...live }) }),
      ),
    ).toEqual([]);
  });

  it('is not a port without its protocol, structured-merge-diff#130', () => {
    const ports = (...list: unknown[]) => container({ ports: list });
    const live = ports(
      { containerPort: 53, protocol: 'UDP', name: 'dns' },
      { containerPort: 53, protocol: 'TCP', name: 'dns-tcp' },
    );
    expect(
      found(
        compare({
          declared: ports(
            { containerPort: 53, name: 'dns-tcp' },
            { containerPort: 53, protocol: 'UDP', name: 'dns' },
          ),
          live,
        }),
      ),
    ).toEqual([]);
    expect(
      found(
        compare({ declared: ports({ containerPort: 53, name: 'dns' }), live }),
      ),
    ).toEqual([
      'changed spec.template.spec.containers[name=app].ports[containerPort=53,protocol=TCP].name',
    ]);
  });

  it('is the removal of an item alone, not of its neighbours, argo-cd#20792', () => {
    const ports = (...names: string[]) =>
      names.map((name, index) => ({ port: 80 + index, name }));
    const service = (...names: string[]) =>
      object('Service', { spec: { ports: ports(...names) } });
    const owned = (port: number) => ({
      [`k:{"port":${port},"protocol":"TCP"}`]: {
        '.': {},
        'f:name': {},
        'f:port': {},
      },
    });
    const live = written(
      service('web', 'metrics', 'admin'),
      entry(ourManager, {
        'f:spec': { 'f:ports': { ...owned(80), ...owned(81), ...owned(82) } },
      }),
    );
    const declared = object('Service', {
      spec: { ports: [ports('web')[0], { port: 82, name: 'admin' }] },
    });
    const drift = compare({ declared, live });
    expect(found(drift)).toEqual([
      'pendingRemoval spec.ports[port=81,protocol=TCP]',
    ]);
    expect(drift.differences[0].live).toEqual({ port: 81, name: 'metrics' });
  });

  it('is nothing that can be told of duplicate env keys, argo-cd#4071', () => {
    const env = (...values: string[]) =>
      container({ env: values.map(value => ({ name: 'REGION', value })) });
    expect(
      compare({ declared: env('north', 'south'), live: env('south') }),
    ).toMatchObject({
      status: 'indeterminate',
      reason: expect.stringMatching(/env\[name=REGION\].*same name/),
    });
    expect(
      compare({ declared: env('north'), live: env('north', 'south') }).status,
    ).toBe('indeterminate');
  });

  it('is a renamed item where its merge key changed, argo-cd#24704', () => {
    const named = (name: string) =>
      deployment({ containers: [{ name, image: 'shop' }] });
    const live = written(
      named('old'),
      entry(ourManager, {
        'f:spec': {
          'f:template': {
            'f:spec': {
              'f:containers': {
                'k:{"name":"old"}': { '.': {}, 'f:name': {}, 'f:image': {} },
              },
            },
          },
        },
      }),
    );
    expect(found(compare({ declared: named('new'), live }))).toEqual([
      'missing spec.template.spec.containers[name=new]',
      'pendingRemoval spec.template.spec.containers[name=old]',
    ]);
  });

  it('is not what a mutating policy adds, argo-cd#17572', () => {
    const declared = container({ image: 'shop:v1' });
    const live = deployment({
      containers: [
        {
          name: 'app',
          image: 'shop:v1',
          securityContext: { runAsNonRoot: true },
        },
        { name: 'proxy', image: 'mesh:v9' },
      ],
      tolerations: [{ key: 'spot' }],
    });
    expect(found(compare({ declared, live }))).toEqual([]);
  });

  it('is not what a mutating policy rewrites, where a dry-run predicts it, argo-cd#17572', () => {
    const declared = container({ image: 'shop:v1' });
    const live = container({ image: 'mirror.example/shop:v1' });
    expect(found(compare({ declared, live }))).toHaveLength(1);
    expect(found(compare({ declared, live, predicted: live }))).toEqual([]);
  });

  it('is not an injected caBundle, argo-cd#1487', () => {
    const webhook = (caBundle: string) =>
      object('admissionregistration.k8s.io/v1 ValidatingWebhookConfiguration', {
        webhooks: [{ name: 'a.example', clientConfig: { caBundle } }],
      });
    const pair = { declared: webhook('Cg=='), live: webhook('Q0E=') };
    const drift = compare(pair);
    expect(drift).toMatchObject({
      status: 'synced',
      ignored: [
        {
          rule: 'injected-ca-bundle',
          fields: ['webhooks[name=a.example].clientConfig.caBundle'],
        },
      ],
    });
    expect(
      compare(pair, { disabledRules: ['injected-ca-bundle'] }).status,
    ).toBe('drifted');
  });

  it('is not a status that Git declares, argo-cd#17394', () => {
    const shown = (status: unknown) =>
      object('bookshop.example/v1 Shelf', { spec: { rows: 1 }, status });
    expect(
      compare({ declared: shown({}), live: shown({ full: true }) }, { schemas })
        .status,
    ).toBe('synced');
    expect(
      compare({ declared: shown({ full: false }), live: shown(undefined) })
        .status,
    ).toBe('synced');
  });

  it('is not the order of metrics, kubernetes#74099 and #118293', () => {
    const metrics = (...list: unknown[]) =>
      object('autoscaling/v2 HorizontalPodAutoscaler', {
        spec: { metrics: list },
      });
    const cpu = {
      type: 'Resource',
      resource: { name: 'cpu', target: { averageUtilization: 80 } },
    };
    const queue = (averageValue: string) => ({
      type: 'External',
      external: { metric: { name: 'queue' }, target: { averageValue } },
    });
    expect(
      found(
        compare({
          declared: metrics(cpu, queue('1000m')),
          live: metrics(queue('1'), cpu),
        }),
      ),
    ).toEqual([]);
    expect(
      found(
        compare({
          declared: metrics(cpu, queue('1')),
          live: metrics(queue('2'), cpu),
        }),
      ),
    ).toEqual(['changed spec.metrics[1].external.target.averageValue']);
  });

  it('is not a role whose rules aggregation fills, kustomize-controller#1041', () => {
    const role = (rules: unknown, aggregated = true) =>
      object('rbac.authorization.k8s.io/v1 ClusterRole', {
        ...(aggregated && {
          aggregationRule: {
            clusterRoleSelectors: [{ matchLabels: { a: 'b' } }],
          },
        }),
        rules,
      });
    const rules = [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }];
    expect(compare({ declared: role([]), live: role(rules) }).status).toBe(
      'synced',
    );
    expect(
      compare({ declared: role([], false), live: role(rules, false) }).status,
    ).toBe('drifted');
  });

  it('is not what another manager keeps after a client-side apply became server-side, kubernetes#99003', () => {
    const declared = container({ image: 'shop' });
    const live = written(
      deployment({
        containers: [{ name: 'app', image: 'shop' }],
        hostNetwork: true,
      }),
      entry('before-first-apply', {
        'f:spec': { 'f:template': { 'f:spec': { 'f:hostNetwork': {} } } },
      }),
      entry(ourManager, {
        'f:spec': {
          'f:template': {
            'f:spec': {
              'f:containers': {
                'k:{"name":"app"}': { '.': {}, 'f:name': {}, 'f:image': {} },
              },
            },
          },
        },
      }),
    );
    expect(found(compare({ declared, live }))).toEqual([]);
  });

  it('is what a client-side apply left behind and Git took back, kubernetes#107828', () => {
    const declared = object('ConfigMap', { data: { a: '1' } });
    const before = object('ConfigMap', { data: { a: '1', b: '2' } });
    const live = written(
      appliedFrom(before, before),
      entry('kubectl-client-side-apply', {
        'f:data': { 'f:a': {}, 'f:b': {} },
      }),
      entry(ourManager, { 'f:data': { 'f:a': {} } }),
    );
    expect(found(compare({ declared, live }))).toEqual([
      'pendingRemoval data.b',
    ]);
  });

  it('is nothing right after a sync, argo-cd#18153', () => {
    const declared = deployment(
      {
        containers: [
          {
            name: 'app',
            image: 'shop',
            ports: [{ containerPort: 80 }],
            resources: { requests: { cpu: '0.1' } },
            imagePullPolicy: null,
          },
        ],
        securityContext: {},
        volumes: [{ name: 'cache', emptyDir: {} }],
      },
      { strategy: {}, replicas: null },
    );
    const live = deployment(
      {
        containers: [
          {
            name: 'app',
            image: 'shop',
            ports: [{ containerPort: 80, protocol: 'TCP' }],
            resources: { requests: { cpu: '100m' } },
            imagePullPolicy: 'Always',
          },
        ],
        securityContext: {},
        volumes: [{ name: 'cache', emptyDir: {} }],
        restartPolicy: 'Always',
      },
      {
        strategy: {
          type: 'RollingUpdate',
          rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' },
        },
        replicas: 1,
      },
    );
    expect(found(compare({ declared, live }))).toEqual([]);
  });
});

describe('Secrets that others took for drift', () => {
  const secret = (content: Record<string, unknown>) =>
    object('Secret', { type: 'Opaque', ...content });

  it.each([
    [
      'null for an empty value, argo-cd#943',
      { data: { a: null } },
      { data: { a: '' } },
    ],
    [
      'stringData folded into data, argo-cd#21434',
      { stringData: { a: 'hi' } },
      { data: { a: 'aGk=' } },
    ],
    [
      'stringData that wins over data, kubernetes#108008',
      { data: { a: 'Ynll' }, stringData: { a: 'hi' } },
      { data: { a: 'aGk=' } },
    ],
    [
      'base64 on several lines',
      { data: { a: 'aG\nk=\n' } },
      { data: { a: 'aGk=' } },
    ],
  ])('are not %s', (_, declared, live) => {
    expect(
      compare({ declared: secret(declared), live: secret(live) }),
    ).toMatchObject({ status: 'synced', differences: [] });
  });

  it('are compared before they are masked, in a dry-run too, argo-cd#29740', () => {
    const live = secret({ data: { a: 'aGk=', b: 'b2xk' } });
    const declared = secret({ stringData: { a: 'hi', b: 'new' } });
    const drift = compare({
      declared,
      live,
      predicted: secret({ data: { a: 'aGk=', b: 'bmV3' } }),
    });
    expect(found(drift)).toEqual(['changed data.b']);
    const text = JSON.stringify(drift);
    for (const secretText of ['b2xk', 'bmV3', 'new', 'old']) {
      expect(text).not.toContain(secretText);
    }
  });
});
