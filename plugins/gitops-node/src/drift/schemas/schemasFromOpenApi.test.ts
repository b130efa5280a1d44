import {
  compare,
  entry,
  found,
  object,
  ourManager,
  written,
} from '../testing/pair';
import { schemasFromOpenApi } from './schemasFromOpenApi';

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const kind = (group: string, version: string, name: string) => ({
  'x-kubernetes-group-version-kind': [{ group, version, kind: name }],
});

/** As a server writes of its own kinds. */
const apps = {
  paths: {
    '/apis/apps/v1/namespaces/{namespace}/deployments/{name}': {
      get: {
        'x-kubernetes-group-version-kind': {
          group: 'apps',
          version: 'v1',
          kind: 'Deployment',
        },
      },
    },
  },
  components: {
    schemas: {
      'io.k8s.api.apps.v1.Deployment': {
        ...kind('apps', 'v1', 'Deployment'),
        properties: {
          spec: { allOf: [ref('io.k8s.api.core.v1.PodSpec')], default: {} },
        },
      },
      'io.k8s.api.core.v1.PodSpec': {
        properties: {
          containers: {
            type: 'array',
            'x-kubernetes-patch-strategy': 'merge',
            'x-kubernetes-patch-merge-key': 'name',
            items: {
              allOf: [ref('io.k8s.api.core.v1.Container')],
              default: {},
            },
          },
          // A type that no built-in table knows of.
          budget: ref('io.k8s.apimachinery.pkg.api.resource.Quantity'),
          nested: ref('io.k8s.api.core.v1.PodSpec'),
        },
      },
      'io.k8s.api.core.v1.Container': {
        properties: {
          ports: {
            type: 'array',
            'x-kubernetes-list-type': 'map',
            'x-kubernetes-list-map-keys': ['containerPort', 'protocol'],
            'x-kubernetes-patch-merge-key': 'containerPort',
            'x-kubernetes-patch-strategy': 'merge',
            items: {
              properties: {
                containerPort: { type: 'integer', default: 0 },
                protocol: { type: 'string', default: 'TCP' },
              },
            },
          },
        },
      },
    },
  },
};

const planets = {
  components: {
    schemas: {
      'com.example.v1.Planet': {
        ...kind('example.com', 'v1', 'Planet'),
        properties: {
          spec: {
            type: 'object',
            properties: {
              moons: { type: 'array', 'x-kubernetes-list-type': 'set' },
              mass: {
                anyOf: [{ type: 'integer' }, { type: 'string' }],
                'x-kubernetes-int-or-string': true,
                pattern:
                  '^(\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))))?$',
              },
              orbit: {
                type: 'object',
                'x-kubernetes-map-type': 'atomic',
                additionalProperties: { type: 'string' },
              },
              anything: {
                type: 'object',
                'x-kubernetes-preserve-unknown-fields': true,
              },
            },
          },
        },
      },
    },
  },
};

const schemas = schemasFromOpenApi(
  new Map<string, unknown>([
    ['apps/v1', apps],
    ['example.com/v1', planets],
    ['broken/v1', 'no document'],
  ]),
);

const planet = (spec: unknown) => object('example.com/v1 Planet', { spec });
const differences = (declared: unknown, live: unknown) =>
  found(
    compare({ declared: planet(declared), live: planet(live) }, { schemas }),
  );

it('reads list keys with their defaults, and circles of types', () => {
  const app = (containers: unknown, budget: string) =>
    object('apps/v1 Deployment', {
      spec: { containers, budget, nested: { nested: { budget } } },
    });
  expect(
    found(
      compare(
        {
          declared: app(
            [{ name: 'b' }, { name: 'a', ports: [{ containerPort: 80 }] }],
            '1000m',
          ),
          live: app(
            [
              {
                name: 'a',
                ports: [
                  { containerPort: 80, protocol: 'UDP' },
                  { containerPort: 80, protocol: 'TCP' },
                ],
              },
              { name: 'b' },
            ],
            '1',
          ),
        },
        { schemas },
      ),
    ),
  ).toEqual([]);
  expect(schemas.schemaOf('apps/v1', 'Deployment')?.namespaced).toBe(true);
});

it('reads sets, quantities and atomic maps of custom resources', () => {
  expect(
    differences(
      { moons: ['a', 'b'], mass: '0.5', orbit: { of: 'sun' } },
      { moons: ['c', 'b', 'a'], mass: '500m', orbit: { of: 'sun' } },
    ),
  ).toEqual([]);
  expect(
    differences(
      { moons: ['a', 'z'], mass: '1Gi', orbit: { of: 'sun' } },
      { moons: ['a'], mass: '1G', orbit: { of: 'sun', speed: 'fast' } },
    ),
  ).toEqual([
    'missing spec.moons[1]',
    'changed spec.mass',
    'changed spec.orbit',
  ]);
});

it('compares unknown fields by key, and lists among them as a whole', () => {
  expect(
    differences(
      { anything: { a: { b: [1, 2] } } },
      { anything: { a: { b: [1, 2], c: 3 } } },
    ),
  ).toEqual([]);
  expect(
    differences(
      { anything: { a: { b: [1, 2] } } },
      { anything: { a: { b: [2, 1] } } },
    ),
  ).toEqual(['changed spec.anything.a.b[0]', 'changed spec.anything.a.b[1]']);
});

it('tells what our manager still owns of a set', () => {
  const live = written(
    planet({ moons: ['a', 'b'] }),
    entry(ourManager, {
      'f:spec': { 'f:moons': { 'v:"a"': {}, 'v:"b"': {} } },
    }),
  );
  expect(
    found(compare({ declared: planet({ moons: ['a'] }), live }, { schemas })),
  ).toEqual(['pendingRemoval spec.moons[1]']);
});

it('falls back on the built-in table, and knows nothing of other kinds', () => {
  expect(schemas.schemaOf('v1', 'Namespace')?.namespaced).toBe(false);
  expect(schemas.schemaOf('apps/v1', 'StatefulSet')).toBeDefined();
  expect(schemas.schemaOf('broken/v1', 'Thing')).toBeUndefined();
  expect(schemas.schemaOf('example.com/v1', 'Star')).toBeUndefined();
});
