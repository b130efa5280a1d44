import { Resource } from '../manifests/Resource';
import { PolicyInput } from './Policy';
import { SchemaPolicy } from './SchemaPolicy';

const policy = new SchemaPolicy({
  name: 'schema',
  level: 'deny',
  levels: { staging: 'warn' },
});

const input = (resources: Resource[], more: Partial<PolicyInput> = {}) => ({
  unit: { id: 'u', environment: 'production' },
  services: [],
  resources,
  now: new Date('2026-11-20T10:00:00Z'),
  ...more,
});

const deployment = (container: object, spec: object = {}): Resource => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'shop', creationTimestamp: null },
  spec: {
    replicas: 2,
    selector: { matchLabels: { app: 'web' } },
    template: {
      metadata: { labels: { app: 'web' } },
      spec: { containers: [{ name: 'web', image: 'a:1', ...container }] },
    },
    ...spec,
  },
});

const told = async (...resources: Resource[]) =>
  (await policy.evaluate(input(resources))).map(({ message }) => message);

describe('SchemaPolicy', () => {
  it('is content with what Kubernetes takes', async () => {
    const fine = deployment({
      ports: [{ containerPort: 80 }],
      resources: { limits: { cpu: 1, memory: '64Mi' }, requests: null },
      readinessProbe: { httpGet: { path: '/', port: 'http' } },
      livenessProbe: { httpGet: { path: '/', port: 8080 } },
    });
    await expect(told(fine)).resolves.toEqual([]);
  });

  it('names object and field, and never the value', async () => {
    const wrong = deployment(
      {
        imagePolicy: 'Always',
        env: [{ name: 'TOKEN', value: 9876 }],
        ports: { http: 80 },
      },
      { replicas: 'hunter2', selector: undefined },
    );
    const results = await policy.evaluate(input([wrong]));
    expect(results.map(({ message }) => message)).toEqual([
      'spec.selector is missing',
      'spec.replicas must be a whole number, not a string',
      'spec.template.spec.containers[name=web].imagePolicy is no field that is known there',
      'spec.template.spec.containers[name=web].env[name=TOKEN].value must be a string, not a whole number',
      'spec.template.spec.containers[name=web].ports must be a list, not a mapping',
    ]);
    expect(new Set(results.map(({ resource }) => resource))).toEqual(
      new Set(['apps/Deployment/shop/web']),
    );
    expect(JSON.stringify(results)).not.toMatch(/hunter2|9876/);
  });

  it('knows free mappings from those with fields', async () => {
    const config: Resource = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'c', labels: { anything: 'goes' }, label: {} },
      data: { port: 80 },
    };
    await expect(told(config)).resolves.toEqual([
      'metadata.label is no field that is known there',
      'data.port must be a string, not a whole number',
    ]);
  });

  it('is as loud as the environment says', async () => {
    const wrong = deployment({ nmae: 'x' });
    const staging = { id: 'u', environment: 'staging' };
    for (const [unit, level] of [
      [staging, 'warn'],
      [{ id: 'u', environment: 'production' }, 'deny'],
      [{ id: 'u', environment: 'toString' }, 'deny'],
    ] as const) {
      await expect(
        policy.evaluate(input([wrong], { unit })),
      ).resolves.toMatchObject([{ level }]);
    }
  });

  it('names kinds that it does not know, and does not fail them', async () => {
    const objects: Resource[] = [
      { apiVersion: 'acme.example/v1', kind: 'Shop', spec: { wrong: true } },
      { apiVersion: 'acme.example/v1', kind: 'Shop', spec: {} },
      { apiVersion: 'v1', kind: 'constructor' },
    ];
    await expect(told(...objects)).resolves.toEqual([]);
    expect(policy.unjudged(input(objects))).toEqual([
      "Shop (acme.example/v1) isn't validated: its schema isn't known.",
      "constructor (v1) isn't validated: its schema isn't known.",
    ]);
  });

  it('takes schemas from the CRDs of the repository', async () => {
    const definition: Resource = {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: 'shops.acme.example' },
      spec: {
        group: 'acme.example',
        scope: 'Namespaced',
        names: { kind: 'Shop', plural: 'shops' },
        versions: [
          {
            name: 'v1',
            served: true,
            storage: true,
            schema: {
              openAPIV3Schema: {
                type: 'object',
                properties: {
                  spec: {
                    type: 'object',
                    required: ['size', 'kind'],
                    properties: {
                      size: { 'x-kubernetes-int-or-string': true },
                      kind: { type: 'string', default: 'corner' },
                      state: { enum: ['open', 'closed'], type: 'string' },
                      extra: {
                        type: 'object',
                        properties: { known: { type: 'boolean' } },
                        'x-kubernetes-preserve-unknown-fields': true,
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
    const shop: Resource = {
      apiVersion: 'acme.example/v1',
      kind: 'Shop',
      metadata: { name: 's' },
      spec: {
        state: 'ajar',
        colour: 'red',
        extra: { known: 'yes', other: 1 },
      },
    };
    const judged = input([shop], { definitions: [definition] });
    expect(policy.unjudged(judged)).toEqual([]);
    const results = await policy.evaluate(judged);
    expect(results.map(({ message }) => message)).toEqual([
      'spec.size is missing',
      'spec.state must be one of open, closed',
      'spec.colour is no field that is known there',
      'spec.extra.known must be a boolean, not a string',
    ]);
  });
});
