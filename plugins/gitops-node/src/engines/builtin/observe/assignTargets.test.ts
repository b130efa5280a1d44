import { Target } from '@backstage-gitops/plugin-gitops-common';
import { Resource } from '../../../manifests/Resource';
import { assignTargets } from './assignTargets';

function target(
  service: string,
  image: string,
  aliases: string[] = [],
): Target {
  return {
    id: service,
    unit: 'unit',
    service,
    aliases,
    environment: 'production',
    path: '',
    artifacts: [
      {
        kind: 'image',
        name: image,
        version: 'v1',
        file: 'a.yaml',
        line: 1,
        field: 'image',
        origin: 'exact',
      },
    ],
  };
}

const targets = [
  target('payments', 'registry.example.com/payments', ['pay']),
  target('payments-worker', 'registry.example.com/worker'),
];

function object(
  name: string,
  metadata: Readonly<Record<string, unknown>> = {},
  rest: Readonly<Record<string, unknown>> = {},
): Resource {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, ...metadata },
    ...rest,
  };
}

describe('assignTargets', () => {
  it.each<[string, Resource, string[]]>([
    [
      'by what names the service outright',
      object('payments', {
        annotations: { 'backstage.io/kubernetes-id': 'payments-worker' },
      }),
      ['payments-worker'],
    ],
    [
      'by the usual labels',
      object('queue', {
        labels: { 'app.kubernetes.io/name': 'payments-worker' },
      }),
      ['payments-worker'],
    ],
    ['by its name', object('payments'), ['payments']],
    ['by an alias', object('pay'), ['payments']],
    [
      'by the image that it runs',
      object(
        'x',
        {},
        {
          spec: {
            template: {
              spec: {
                containers: [{ image: 'registry.example.com/worker:v2' }],
              },
            },
          },
        },
      ),
      ['payments-worker'],
    ],
    [
      'by the longest name that it begins with',
      object('payments-worker-config'),
      ['payments-worker'],
    ],
    [
      'to all where nothing tells',
      object('registry-credentials', { labels: { app: 'other' } }),
      ['payments', 'payments-worker'],
    ],
  ])('assigns %s', (_, resource, expected) => {
    expect(assignTargets(resource, targets)).toEqual(expected);
  });

  it('assigns everything to the only one', () => {
    expect(assignTargets(object('anything'), targets.slice(0, 1))).toEqual([
      'payments',
    ]);
  });
});
