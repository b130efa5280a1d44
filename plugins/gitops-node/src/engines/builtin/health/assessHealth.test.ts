import { Health } from '@backstage-gitops/plugin-gitops-common';
import { Resource } from '../../../manifests/Resource';
import { assessHealth, HealthContext } from './assessHealth';

const object = (
  apiVersion: string,
  kind: string,
  rest: Readonly<Record<string, unknown>> = {},
): Resource => ({ apiVersion, kind, ...rest });

const condition = (
  type: string,
  status: string,
  rest: Readonly<Record<string, unknown>> = {},
) => ({ type, status, ...rest });

const conditions = (...list: unknown[]) => ({ status: { conditions: list } });

const deployment = (
  status: Readonly<Record<string, unknown>>,
  spec: Readonly<Record<string, unknown>> = {},
) =>
  object('apps/v1', 'Deployment', {
    metadata: { generation: 2 },
    spec: { replicas: 3, ...spec },
    status: { observedGeneration: 2, ...status },
  });

const rolledOut = { replicas: 3, updatedReplicas: 3, availableReplicas: 3 };

const custom = (rest: Readonly<Record<string, unknown>>) =>
  object('library.example.com/v1', 'Shelf', rest);

type Case = readonly [string, Resource, Health['state'], (string | RegExp)?];

const cases: readonly Case[] = [
  ['Deployment, rolled out', deployment(rolledOut), 'healthy'],
  [
    'Deployment, not seen by its controller',
    deployment({ ...rolledOut, observedGeneration: 1 }),
    'progressing',
    'Its controller has not seen the newest state',
  ],
  [
    'Deployment, without status',
    object('apps/v1', 'Deployment', { metadata: { generation: 1 }, spec: {} }),
    'progressing',
  ],
  [
    'Deployment, being updated',
    deployment({ ...rolledOut, updatedReplicas: 1 }),
    'progressing',
    '1 of 3 pods are updated',
  ],
  [
    'Deployment, with old pods left',
    deployment({ ...rolledOut, replicas: 4 }),
    'progressing',
    '1 old pods are still there',
  ],
  [
    'Deployment, with pods that are not available',
    deployment({ ...rolledOut, availableReplicas: 2 }),
    'progressing',
    '2 of 3 pods are available',
  ],
  [
    'Deployment, past its deadline',
    deployment({
      ...rolledOut,
      ...conditions(
        condition('Progressing', 'False', {
          reason: 'ProgressDeadlineExceeded',
          message: 'timed out progressing',
        }),
      ).status,
    }),
    'degraded',
    'timed out progressing',
  ],
  ['Deployment, paused', deployment(rolledOut, { paused: true }), 'suspended'],
  ['Deployment, scaled to zero', deployment({}, { replicas: 0 }), 'healthy'],
  [
    'Deployment, refused by a quota',
    deployment({
      conditions: [
        condition('ReplicaFailure', 'True', { message: 'exceeded quota' }),
      ],
    }),
    'degraded',
    'exceeded quota',
  ],
  [
    'StatefulSet, ready',
    object('apps/v1', 'StatefulSet', {
      spec: { replicas: 2 },
      status: { observedGeneration: 1, readyReplicas: 2, updatedReplicas: 2 },
    }),
    'healthy',
  ],
  [
    'StatefulSet, being updated',
    object('apps/v1', 'StatefulSet', {
      spec: { replicas: 2 },
      status: {
        readyReplicas: 2,
        updatedReplicas: 1,
        currentRevision: 'a',
        updateRevision: 'b',
      },
    }),
    'progressing',
    '1 of 2 pods are updated',
  ],
  [
    'StatefulSet, updated as far as its partition lets it',
    object('apps/v1', 'StatefulSet', {
      spec: {
        replicas: 2,
        updateStrategy: { rollingUpdate: { partition: 1 } },
      },
      status: {
        readyReplicas: 2,
        updatedReplicas: 1,
        currentRevision: 'a',
        updateRevision: 'b',
      },
    }),
    'healthy',
  ],
  [
    'DaemonSet, on each node',
    object('apps/v1', 'DaemonSet', {
      status: {
        desiredNumberScheduled: 2,
        updatedNumberScheduled: 2,
        numberAvailable: 2,
      },
    }),
    'healthy',
  ],
  [
    'DaemonSet, on no node',
    object('apps/v1', 'DaemonSet', { status: { desiredNumberScheduled: 0 } }),
    'healthy',
  ],
  [
    'DaemonSet, missing on a node',
    object('apps/v1', 'DaemonSet', {
      status: {
        desiredNumberScheduled: 2,
        updatedNumberScheduled: 2,
        numberAvailable: 1,
      },
    }),
    'progressing',
    '1 of 2 pods are available',
  ],
  [
    'ReplicaSet, with pods missing',
    object('apps/v1', 'ReplicaSet', {
      spec: { replicas: 1 },
      status: { replicas: 1 },
    }),
    'progressing',
  ],
  [
    'Pod, ready',
    object('v1', 'Pod', {
      status: { phase: 'Running', conditions: [condition('Ready', 'True')] },
    }),
    'healthy',
  ],
  [
    'Pod, that crashes',
    object('v1', 'Pod', {
      status: {
        phase: 'Running',
        containerStatuses: [
          {
            name: 'app',
            state: { waiting: { reason: 'CrashLoopBackOff' } },
            lastState: { terminated: { exitCode: 137 } },
          },
        ],
      },
    }),
    'degraded',
    'app: CrashLoopBackOff, exit code 137',
  ],
  [
    'Pod, that fits on no node',
    object('v1', 'Pod', {
      status: {
        phase: 'Pending',
        conditions: [
          condition('PodScheduled', 'False', {
            message: '0/3 nodes are available',
          }),
        ],
      },
    }),
    'progressing',
    '0/3 nodes are available',
  ],
  [
    'Pod, evicted',
    object('v1', 'Pod', { status: { phase: 'Failed', reason: 'Evicted' } }),
    'degraded',
    'Evicted',
  ],
  [
    'Pod, on a lost node',
    object('v1', 'Pod', { status: { phase: 'Unknown' } }),
    'unknown',
  ],
  [
    'Job, complete',
    object('batch/v1', 'Job', conditions(condition('Complete', 'True'))),
    'healthy',
  ],
  [
    'Job, failed',
    object(
      'batch/v1',
      'Job',
      conditions(
        condition('Failed', 'True', { message: 'backoff limit reached' }),
      ),
    ),
    'degraded',
    'backoff limit reached',
  ],
  [
    'Job, under way',
    object('batch/v1', 'Job', { spec: {}, status: { active: 1 } }),
    'progressing',
    '0 of 1 pods have completed',
  ],
  [
    'Job, suspended',
    object('batch/v1', 'Job', { spec: { suspend: true } }),
    'suspended',
  ],
  ['CronJob, not due yet', object('batch/v1', 'CronJob'), 'healthy'],
  [
    'CronJob, suspended',
    object('batch/v1', 'CronJob', { spec: { suspend: true } }),
    'suspended',
  ],
  [
    'CronJob, whose last run failed',
    object('batch/v1', 'CronJob', {
      status: {
        lastScheduleTime: '2026-11-21T10:00:00Z',
        lastSuccessfulTime: '2026-11-20T10:00:05Z',
      },
    }),
    'degraded',
    /2026-11-21T10:00:00Z/,
  ],
  [
    'CronJob, whose run is under way',
    object('batch/v1', 'CronJob', {
      status: { lastScheduleTime: '2026-11-21T10:00:00Z', active: [{}] },
    }),
    'healthy',
  ],
  [
    'PersistentVolumeClaim, bound',
    object('v1', 'PersistentVolumeClaim', { status: { phase: 'Bound' } }),
    'healthy',
  ],
  [
    'PersistentVolumeClaim, lost',
    object('v1', 'PersistentVolumeClaim', { status: { phase: 'Lost' } }),
    'degraded',
  ],
  [
    'PersistentVolumeClaim, waiting',
    object('v1', 'PersistentVolumeClaim', { status: { phase: 'Pending' } }),
    'progressing',
  ],
  ['Service', object('v1', 'Service', { spec: {} }), 'healthy'],
  [
    'Service, waiting for its load balancer',
    object('v1', 'Service', {
      spec: { type: 'LoadBalancer' },
      status: { loadBalancer: {} },
    }),
    'progressing',
  ],
  [
    'Service, with its load balancer',
    object('v1', 'Service', {
      spec: { type: 'LoadBalancer' },
      status: { loadBalancer: { ingress: [{ ip: '192.0.2.1' }] } },
    }),
    'healthy',
  ],
  [
    'Ingress, without an address',
    object('networking.k8s.io/v1', 'Ingress', { status: {} }),
    'progressing',
  ],
  [
    'HorizontalPodAutoscaler, that can scale',
    object(
      'autoscaling/v2',
      'HorizontalPodAutoscaler',
      conditions(
        condition('AbleToScale', 'True'),
        condition('ScalingActive', 'True'),
        condition('ScalingLimited', 'True'),
      ),
    ),
    'healthy',
  ],
  [
    'HorizontalPodAutoscaler, without metrics',
    object(
      'autoscaling/v2',
      'HorizontalPodAutoscaler',
      conditions(
        condition('ScalingActive', 'False', {
          reason: 'FailedGetResourceMetric',
          message: 'no metrics',
        }),
      ),
    ),
    'degraded',
    'no metrics',
  ],
  [
    'HorizontalPodAutoscaler, of what is scaled to zero',
    object(
      'autoscaling/v2',
      'HorizontalPodAutoscaler',
      conditions(
        condition('ScalingActive', 'False', { reason: 'ScalingDisabled' }),
      ),
    ),
    'healthy',
  ],
  [
    'Namespace, active',
    object('v1', 'Namespace', { status: { phase: 'Active' } }),
    'healthy',
  ],
  [
    'Namespace, going',
    object('v1', 'Namespace', { status: { phase: 'Terminating' } }),
    'progressing',
  ],
  [
    'APIService, away',
    object(
      'apiregistration.k8s.io/v1',
      'APIService',
      conditions(condition('Available', 'False', { message: 'no response' })),
    ),
    'degraded',
    'no response',
  ],
  [
    'CustomResourceDefinition, served',
    object(
      'apiextensions.k8s.io/v1',
      'CustomResourceDefinition',
      conditions(condition('Established', 'True')),
    ),
    'healthy',
  ],
  [
    'CustomResourceDefinition, whose name is taken',
    object(
      'apiextensions.k8s.io/v1',
      'CustomResourceDefinition',
      conditions(
        condition('NamesAccepted', 'False', { message: 'already in use' }),
      ),
    ),
    'degraded',
    'already in use',
  ],
  ['ConfigMap', object('v1', 'ConfigMap'), 'healthy'],
  [
    'ServiceMonitor, of which nobody tells',
    object('monitoring.coreos.com/v1', 'ServiceMonitor'),
    'healthy',
  ],
  [
    'custom resource, ready',
    custom(conditions(condition('Ready', 'True'))),
    'healthy',
  ],
  [
    'custom resource, not ready',
    custom(conditions(condition('Ready', 'False', { message: 'no disk' }))),
    'degraded',
    'no disk',
  ],
  [
    'custom resource, not ready yet',
    custom(conditions(condition('Ready', 'False', { reason: 'Pending' }))),
    'progressing',
  ],
  [
    'custom resource, that does not know',
    custom(conditions(condition('Ready', 'Unknown'))),
    'progressing',
  ],
  [
    'custom resource, ready but reconciling',
    custom(
      conditions(
        condition('Ready', 'True'),
        condition('Reconciling', 'True', { message: 'applying v2' }),
      ),
    ),
    'progressing',
    'applying v2',
  ],
  [
    'custom resource, stalled',
    custom(
      conditions(
        condition('Ready', 'False'),
        condition('Reconciling', 'True'),
        condition('Stalled', 'True', { message: 'bad credentials' }),
      ),
    ),
    'degraded',
    'bad credentials',
  ],
  [
    'custom resource, available and always progressing',
    custom(
      conditions(
        condition('Progressing', 'True'),
        condition('Available', 'True'),
      ),
    ),
    'healthy',
  ],
  [
    'custom resource, behind its generation',
    custom({
      metadata: { generation: 3 },
      status: {
        observedGeneration: 2,
        conditions: [condition('Ready', 'True')],
      },
    }),
    'progressing',
  ],
  [
    'custom resource, whose condition is of an older generation',
    custom({
      metadata: { generation: 3 },
      ...conditions(condition('Ready', 'True', { observedGeneration: 2 })),
    }),
    'progressing',
  ],
  [
    'custom resource, suspended',
    custom({ spec: { suspend: true } }),
    'suspended',
  ],
  [
    'route that one of its gateways does not accept',
    object('gateway.networking.k8s.io/v1', 'HTTPRoute', {
      status: {
        parents: [
          { conditions: [condition('Accepted', 'True')] },
          {
            conditions: [
              condition('Accepted', 'False', { message: 'no such listener' }),
            ],
          },
        ],
      },
    }),
    'degraded',
    'no such listener',
  ],
  ['custom resource, that tells nothing', custom({}), 'unknown'],
  [
    'custom resource, that tells something else',
    custom(conditions(condition('Painted', 'True'))),
    'unknown',
  ],
  ['status that is no object', custom({ status: 'fine' }), 'unknown'],
  [
    'anything that is being deleted',
    object('v1', 'ConfigMap', {
      metadata: { deletionTimestamp: '2026-11-21T10:00:00Z' },
    }),
    'progressing',
    'It is being deleted',
  ],
];

describe('assessHealth', () => {
  const rows = cases.map(([name, live, state, message = '']) => ({
    ...{ name, live, state, message },
  }));

  it.each(rows)('$name: $state', ({ live, state, message }) => {
    const health = assessHealth(live);
    expect(health.state).toBe(state);
    expect(health.message ?? '').toMatch(message);
  });

  const waiting = deployment({ ...rolledOut, availableReplicas: 0 });
  const failing = (metadata = {}): Resource =>
    object('v1', 'Pod', {
      metadata,
      status: {
        phase: 'Pending',
        containerStatuses: [
          { name: 'app', state: { waiting: { reason: 'ImagePullBackOff' } } },
        ],
      },
    });

  it.each<[string, HealthContext, Health]>([
    [
      'a workload that waits for pods that can not run',
      { pods: [failing()] },
      {
        state: 'degraded',
        message: '0 of 3 pods are available; app: ImagePullBackOff',
      },
    ],
    [
      'failing pods that are going anyway',
      { pods: [failing({ deletionTimestamp: '2026-11-21T10:00:00Z' })] },
      { state: 'progressing', message: '0 of 3 pods are available' },
    ],
  ])('explains %s', (_, context, health) => {
    expect(assessHealth(waiting, context)).toEqual(health);
  });

  it('takes being there for healthy where the kind has no status at all', () => {
    expect(assessHealth(custom({}), { hasStatus: false })).toEqual({
      state: 'healthy',
    });
    expect(assessHealth(custom({}), { hasStatus: true }).state).toBe('unknown');
  });
});
