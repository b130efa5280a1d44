import { Resource } from '../manifests/Resource';
import { compareResources, unpairedResources } from './compareResources';
import { schemasFromDefinitions } from './schemas/schemasFromDefinitions';
import { builtInSchemas } from './schemas/builtInSchemas';
import { object, options } from './testing/pair';

const map = (name: string, namespace?: string) =>
  object('ConfigMap', { data: {} }, { name, namespace });

function statuses(
  declared: readonly Resource[],
  live: readonly Resource[],
  more: Partial<typeof options> = {},
) {
  return compareResources(
    { declared: declared.map(resource => ({ resource })), live },
    { ...options, ...more },
  ).map(({ namespace, name, status, reason }) =>
    [namespace, name, status, reason].filter(Boolean).join(' '),
  );
}

it('pairs by group, kind, namespace and name, not by version', () => {
  expect(
    statuses(
      [
        object('apps/v1beta1 Deployment', {}),
        map('a', 'one'),
        map('a', 'two'),
        map('b', 'one'),
      ],
      [object('apps/v1 Deployment', {}), map('a', 'one'), map('b', 'two')],
    ),
  ).toEqual([
    'bookshop shop synced',
    'one a synced',
    'two a missing',
    'one b missing',
  ]);
});

it('takes the default namespace, or the only object of the name', () => {
  const live = [map('a', 'one'), map('b', 'one'), map('b', 'two')];
  expect(
    statuses([map('a'), map('b')], live, { defaultNamespace: 'two' }),
  ).toEqual(['two a missing', 'two b synced']);
  expect(statuses([map('a'), map('b')], live)).toEqual([
    'one a synced',
    'b indeterminate it names no namespace, and several have an object of this name',
  ]);
});

it('lets objects of the cluster have no namespace, whatever they declare', () => {
  const ofCluster = (metadata: Record<string, unknown>) =>
    object('rbac.authorization.k8s.io/v1 ClusterRole', {}, metadata);
  const custom = (metadata: Record<string, unknown>) =>
    object('example.com/v1 Planet', {}, metadata);
  expect(
    statuses(
      [ofCluster({ namespace: 'one' }), custom({ namespace: 'one' })],
      [ofCluster({ namespace: undefined }), custom({ namespace: undefined })],
      { defaultNamespace: 'one' },
    ),
  ).toEqual(['shop synced', 'shop synced']);
});

it('takes a namespace for a custom resource that only its definition tells of', () => {
  const definition: Resource = {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    spec: {
      group: 'example.com',
      scope: 'Namespaced',
      names: { kind: 'Moon' },
      versions: [{ name: 'v1', schema: { openAPIV3Schema: {} } }],
    },
  };
  const moon = (namespace?: string) =>
    object('example.com/v1 Moon', {}, { namespace });
  expect(
    statuses([moon()], [moon('one'), moon('two')], {
      schemas: schemasFromDefinitions([definition], builtInSchemas),
      defaultNamespace: 'two',
    }),
  ).toEqual(['two shop synced']);
});

it('calls nothing synced that is declared twice', () => {
  expect(
    statuses([map('a', 'one'), map('a', 'one')], [map('a', 'one')]),
  ).toEqual(['one a synced', 'one a indeterminate it is declared twice']);
});

it('hides replicas from a comparison where an autoscaler targets them', () => {
  const scaled = (replicas: number) =>
    object('apps/v1 Deployment', { spec: { replicas } });
  const autoscaler = object('autoscaling/v2 HorizontalPodAutoscaler', {
    spec: {
      scaleTargetRef: {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        name: 'shop',
      },
    },
  });
  expect(statuses([scaled(3)], [scaled(5)])).toEqual(['bookshop shop drifted']);
  expect(statuses([scaled(3)], [scaled(5), autoscaler])).toEqual([
    'bookshop shop synced',
  ]);
});

it('tells which live objects nothing declares', () => {
  const live = [map('a', 'one'), map('b', 'one')];
  expect(
    unpairedResources(
      { declared: [{ resource: map('a', 'one') }], live },
      options,
    ),
  ).toEqual([live[1]]);
});
