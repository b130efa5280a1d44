import { IgnoreRule } from '../model';
import { compare, entry, found, object, written } from '../testing/pair';
import { builtInIgnoreRules } from './builtInIgnoreRules';
import { rulesInForce } from './IgnoreRules';

const live = written(
  object(
    'apps/v1 Deployment',
    {
      spec: {
        replicas: 5,
        template: {
          spec: {
            containers: [
              {
                name: 'app',
                image: 'shop:v2',
                env: [{ name: 'A', value: '2' }],
              },
              { name: 'proxy', image: 'mesh:v2' },
            ],
          },
        },
      },
    },
    { annotations: { 'example.com/note': 'live' } },
  ),
  entry('kubectl', { 'f:spec': { 'f:replicas': {} } }),
  entry('mesh-controller', {
    'f:spec': {
      'f:template': {
        'f:spec': {
          'f:containers': { 'k:{"name":"proxy"}': { 'f:image': {} } },
        },
      },
    },
  }),
);
const declared = object(
  'apps/v1 Deployment',
  {
    spec: {
      replicas: 3,
      template: {
        spec: {
          containers: [
            { name: 'app', image: 'shop:v1', env: [{ name: 'A', value: '1' }] },
            { name: 'proxy', image: 'mesh:v1' },
          ],
        },
      },
    },
  },
  { annotations: { 'example.com/note': 'declared' } },
);

const pod = 'spec.template.spec';
const fields = {
  note: 'changed metadata.annotations["example.com/note"]',
  replicas: 'changed spec.replicas',
  image: `changed ${pod}.containers[name=app].image`,
  env: `changed ${pod}.containers[name=app].env[name=A].value`,
  proxy: `changed ${pod}.containers[name=proxy].image`,
};

it.each<[string, Omit<IgnoreRule, 'name'>, (keyof typeof fields)[]]>([
  ['a JSON pointer', { pointers: ['/spec/replicas'] }, ['replicas']],
  [
    'a pointer with an escaped key',
    { pointers: ['/metadata/annotations/example.com~1note'] },
    ['note'],
  ],
  [
    'a pointer with an index',
    { pointers: ['/spec/template/spec/containers/1/image'] },
    ['proxy'],
  ],
  [
    'a pointer with a star, and all below it',
    { pointers: ['/spec/template/spec/containers/*'] },
    ['image', 'env', 'proxy'],
  ],
  [
    'a path over all items',
    { paths: ['.spec.template.spec.containers[].env'] },
    ['env'],
  ],
  [
    'a path that selects an item as jq does',
    {
      paths: [
        '.spec.template.spec.containers[] | select(.name == "proxy") | .image',
      ],
    },
    ['proxy'],
  ],
  [
    'a path that names an item as we do',
    { paths: ['.spec.template.spec.containers[name=app].image'] },
    ['image'],
  ],
  [
    'a path with a quoted key',
    { paths: ['.metadata.annotations["example.com/note"]'] },
    ['note'],
  ],
  ['a manager', { managers: ['mesh-controller'] }, ['proxy']],
  [
    'a place and a manager together',
    { pointers: ['/spec'], managers: ['kubectl'] },
    ['replicas'],
  ],
  [
    'a kind of its own',
    { match: { kinds: ['StatefulSet'] }, pointers: ['/spec'] },
    [],
  ],
  [
    'names that begin so',
    {
      match: { names: ['sh*'], groups: ['apps'] },
      pointers: ['/spec/replicas'],
    },
    ['replicas'],
  ],
  [
    'targets of another service',
    { match: { targets: ['checkout'] }, pointers: ['/spec'] },
    [],
  ],
  [
    'targets of this service',
    { match: { targets: ['shop'] }, pointers: ['/spec/replicas'] },
    ['replicas'],
  ],
])('hides what %s selects, and tells it', (_, rule, hidden) => {
  const rules = [{ name: 'mine', ...rule }];
  const drift = compare({ declared, live }, { rules, targets: ['shop'] });
  const names = Object.entries(fields);
  expect(found(drift).sort()).toEqual(
    names
      .filter(([key]) => !hidden.some(each => each === key))
      .map(([, field]) => field)
      .sort(),
  );
  expect(drift.ignored ?? []).toEqual(
    hidden.length === 0
      ? []
      : [
          {
            rule: 'mine',
            fields: hidden.map(key => fields[key].replace('changed ', '')),
          },
        ],
  );
});

it.each([
  [{ pointers: ['spec/replicas'] }],
  [{ pointers: ['/spec/~2'] }],
  [{ paths: ['spec replicas'] }],
  [{ paths: [''] }],
  [{ paths: ['.spec | map(.x)'] }],
])('refuses %j with a clear error', rule => {
  expect(() => rulesInForce({ rules: [{ name: 'bad', ...rule }] })).toThrow(
    /is not a (JSON pointer|path)/,
  );
});

it('has a reason for each built-in rule, and each can be turned off', () => {
  const names = builtInIgnoreRules.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(builtInIgnoreRules.every(({ reason }) => reason)).toBe(true);
  expect(rulesInForce({ rules: [], disabledRules: names })).toEqual([]);
});

const restarted = (when: string) =>
  object('apps/v1 Deployment', {
    spec: {
      template: {
        metadata: {
          annotations: { 'kubectl.kubernetes.io/restartedAt': when },
        },
      },
    },
  });

describe('what the cluster itself writes', () => {
  const scaled = (manager: string) =>
    written(
      object('apps/v1 Deployment', { spec: { replicas: 7 } }),
      entry(
        manager,
        { 'f:spec': { 'f:replicas': {} } },
        { subresource: 'scale' },
      ),
    );
  const three = object('apps/v1 Deployment', { spec: { replicas: 3 } });

  it('is the autoscaler and not a person who scales', () => {
    expect(
      compare({ declared: three, live: scaled('kube-controller-manager') }),
    ).toMatchObject({
      status: 'synced',
      ignored: [{ rule: 'autoscaled-replicas', fields: ['spec.replicas'] }],
    });
    expect(compare({ declared: three, live: scaled('kubectl') }).status).toBe(
      'drifted',
    );
    expect(
      compare({ declared: three, live: scaled('kubectl'), autoscaled: true })
        .status,
    ).toBe('synced');
  });

  it.each([
    [
      'a Service’s addresses',
      object('Service', {
        spec: { clusterIP: '', ports: [{ port: 80, nodePort: null }] },
      }),
      object('Service', {
        spec: { clusterIP: '10.0.0.7', ports: [{ port: 80, nodePort: 30080 }] },
      }),
    ],
    [
      'the volume of a claim',
      object('PersistentVolumeClaim', { spec: { volumeName: '' } }),
      object('PersistentVolumeClaim', { spec: { volumeName: 'pv-1' } }),
    ],
    [
      'tokens of a ServiceAccount',
      object('ServiceAccount', { secrets: [] }),
      object('ServiceAccount', { secrets: [{ name: 'token' }] }),
    ],
    [
      'labels of a Job’s pods',
      object('batch/v1 Job', {
        spec: { template: { metadata: { labels: { 'job-name': 'x' } } } },
      }),
      object('batch/v1 Job', {
        spec: { template: { metadata: { labels: { 'job-name': 'shop' } } } },
      }),
    ],
    [
      'a restart',
      restarted('2026-01-01T00:00:00Z'),
      restarted('2026-11-20T00:00:00Z'),
    ],
  ])('is %s', (_, ours, theirs) => {
    expect(compare({ declared: ours, live: theirs }).status).toBe('synced');
  });

  it('is no address that Git declares', () => {
    const service = (nodePort: number) =>
      object('Service', { spec: { ports: [{ port: 80, nodePort }] } });
    expect(
      compare({ declared: service(30080), live: service(31000) }).status,
    ).toBe('drifted');
  });

  it('is the order of endpoints', () => {
    const endpoints = (...ips: string[]) =>
      object('Endpoints', {
        subsets: [
          { addresses: ips.map(ip => ({ ip })), ports: [{ port: 80 }] },
        ],
      });
    expect(
      found(
        compare({
          declared: endpoints('10.0.0.1', '10.0.0.2'),
          live: endpoints('10.0.0.2', '10.0.0.1'),
        }),
      ),
    ).toEqual([]);
  });
});
