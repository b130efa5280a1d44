import { Resource } from '../manifests/Resource';
import { builtInSchemas } from './schemas/builtInSchemas';
import { schemasFromDefinitions } from './schemas/schemasFromDefinitions';
import { compare, container, deployment, found, object } from './testing/pair';

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
