import { deliverySchema } from '@backstage-gitops/plugin-gitops-common';
import { applicationAnswer, commit } from '@backstage-gitops/envtest';
import { readApplication } from '../read/readApplication';
import { DeliveryInput, deliveryOf } from './deliveryOf';

const instance = {
  ...{ name: 'eu', url: 'https://api.argo.example', clusters: [] },
  frontendUrl: 'https://argo.example/ui/',
};

function deliver(
  answer: Parameters<typeof applicationAnswer>[0],
  more: Partial<Pick<DeliveryInput, 'source' | 'containsCommit'>> & {
    readonly declared?: string;
  } = {},
) {
  const { declared = commit(1), source = 0, containsCommit } = more;
  const application = readApplication(applicationAnswer(answer), 'eu');
  if (application === undefined) throw new Error('It was not read');
  const delivery = deliveryOf({
    ...{ application, source, instance },
    declared: { revision: declared, commit: declared },
    ...(containsCommit && { containsCommit }),
  });
  // What is told is what the API may say.
  expect(deliverySchema.parse(delivery)).toEqual(delivery);
  return delivery;
}

const states = ({ steps }: ReturnType<typeof deliver>) =>
  steps.map(({ state }) => state).join(' ');

describe('deliveryOf', () => {
  it('goes all the way for what is synced and well', () => {
    const delivery = deliver({});

    expect(states(delivery)).toBe('done done done done');
    expect(delivery).toMatchObject({
      object: { kind: 'Application', namespace: 'argocd', name: 'shop' },
      link: 'https://argo.example/ui/applications/argocd/shop',
      ...{ instance: 'eu', state: 'synced' },
      automated: { prune: true, selfHeal: true },
      applied: { commit: commit(1), at: '2026-03-01T10:00:00Z' },
      history: [
        {
          revision: { commit: commit(1), at: '2026-03-01T10:00:00Z' },
          startedAt: '2026-03-01T09:59:50Z',
        },
      ],
    });
    expect(delivery.stopped).toBeUndefined();
  });

  it('has not fetched what was merged', () => {
    const delivery = deliver({}, { declared: commit(2) });

    expect(states(delivery)).toBe('done pending pending pending');
    expect(delivery.stopped).toEqual({
      reason: 'notFetched',
      message: 'Argo CD has seen 11111111, and not yet 22222222',
    });
  });

  it('takes a commit that changes nothing here for applied', () => {
    const delivery = deliver(
      { status: { sync: { status: 'Synced', revision: commit(2) } } },
      { declared: commit(2) },
    );

    expect(states(delivery)).toBe('done done done done');
    expect(delivery.applied).toEqual({
      ...{ revision: commit(2), commit: commit(2) },
    });
  });

  it('waits for a person where it does not sync by itself', () => {
    const delivery = deliver(
      {
        spec: { syncPolicy: undefined },
        status: { sync: { status: 'OutOfSync', revision: commit(2) } },
      },
      { declared: commit(2) },
    );

    expect(states(delivery)).toBe('done done pending pending');
    expect(delivery.automated).toBeUndefined();
    expect(delivery.stopped).toEqual({
      reason: 'waiting',
      message: 'It waits for a person to sync it',
    });
  });

  it('keeps what the cluster was told apart from what someone changed there', () => {
    const delivery = deliver({
      status: { sync: { status: 'OutOfSync', revision: commit(1) } },
    });

    expect(states(delivery)).toBe('done done done done');
    expect(delivery.state).toBe('outOfSync');
  });

  it('is being synced, by whom', () => {
    const delivery = deliver(
      {
        status: {
          sync: { status: 'OutOfSync', revision: commit(2) },
          operationState: {
            ...{ phase: 'Running', message: 'waiting for hook migrate' },
            operation: { initiatedBy: { username: 'amara' } },
            syncResult: { revision: commit(2) },
          },
        },
      },
      { declared: commit(2) },
    );

    expect(delivery).toMatchObject({
      state: 'progressing',
      attempted: { commit: commit(2) },
      applied: { commit: commit(1) },
      operation: { phase: 'running', by: 'amara', automated: false },
      stopped: { reason: 'rollingOut', message: 'waiting for hook migrate' },
    });
  });

  it('has come as far as a commit that holds the declared one', () => {
    const where = (held: boolean | undefined) =>
      states(deliver({}, { declared: commit(2), containsCommit: () => held }));

    expect(where(true)).toBe('done done done done');
    expect(where(false)).toBe('done pending pending pending');
    expect(where(undefined)).toBe('done unknown unknown unknown');
  });

  it('is applied where what was declared is, though something else drifts', () => {
    const delivery = deliver(
      {
        status: {
          // Another commit of the repository, which changed nothing of it.
          sync: { status: 'OutOfSync', revision: commit(3) },
          operationState: undefined,
        },
        spec: { syncPolicy: {} },
      },
      { declared: commit(1), containsCommit: () => true },
    );

    expect(states(delivery)).toBe('done done done done');
    expect(delivery).not.toHaveProperty('stopped');
    expect(delivery.state).toBe('outOfSync');
  });

  it('fails while it waits to be tried again', () => {
    const delivery = deliver({
      status: {
        sync: { status: 'OutOfSync', revision: commit(1) },
        operationState: {
          ...{ phase: 'Running', retryCount: 2 },
          message:
            'one or more objects failed to apply, reason: error when patching "/dev/shm/1181012887": refused. Retrying attempt #3',
          syncResult: { revision: commit(1) },
        },
      },
    });

    expect(delivery).toMatchObject({
      state: 'failed',
      stopped: {
        reason: 'failed',
        message:
          'one or more objects failed to apply, reason: error when patching: refused. Retrying attempt #3 (retried 2 times)',
      },
    });
    expect(deliverySchema.parse(delivery)).toEqual(delivery);
  });

  it('failed, with what was said and how often it was tried', () => {
    const delivery = deliver({
      status: {
        sync: { status: 'OutOfSync', revision: commit(1) },
        operationState: {
          ...{ phase: 'Failed', retryCount: 5 },
          message: 'one or more objects failed to apply',
          syncResult: { revision: commit(1) },
        },
      },
    });

    expect(delivery.state).toBe('failed');
    expect(delivery.stopped).toEqual({
      reason: 'failed',
      message: 'one or more objects failed to apply (retried 5 times)',
    });
  });

  it('does not take a dry run for a sync', () => {
    const delivery = deliver({
      status: {
        sync: { status: 'OutOfSync', revision: commit(2) },
        operationState: {
          ...{ phase: 'Succeeded', message: 'would be' },
          operation: { sync: { dryRun: true } },
          syncResult: { revision: commit(2) },
        },
      },
    });

    expect(delivery.applied?.commit).toBe(commit(1));
    expect(delivery.operation?.dryRun).toBe(true);
  });

  it('can not make the manifests', () => {
    const delivery = deliver({
      status: {
        sync: { status: 'Unknown', revision: commit(1) },
        conditions: [{ type: 'ComparisonError', message: 'no such path' }],
      },
    });

    expect(states(delivery)).toBe('done failed pending pending');
    expect(delivery).toMatchObject({
      ...{ state: 'unknown', message: 'no such path' },
      stopped: { reason: 'failed', message: 'no such path' },
    });
  });

  it.each([
    ['Progressing', 'rollingOut', 'pending'],
    ['Degraded', 'degraded', 'failed'],
    ['Suspended', 'suspended', 'pending'],
    ['Missing', 'rollingOut', 'pending'],
  ])('stops where it is %s', (status, reason, state) => {
    const delivery = deliver({
      status: { health: { status, message: 'as told' } },
    });

    expect(delivery.steps.at(-1)).toEqual({
      ...{ step: 'running', state, message: 'as told' },
    });
    expect(delivery.stopped).toEqual({ reason, message: 'as told' });
  });

  it('does not call well what it knows nothing of', () => {
    expect(states(deliver({ status: { health: {} } }))).toBe(
      'done done done unknown',
    );
  });

  it('is left alone', () => {
    const delivery = deliver({
      metadata: {
        annotations: { 'argocd.argoproj.io/skip-reconcile': 'true' },
      },
    });

    expect(delivery).toMatchObject({
      ...{ state: 'suspended', suspended: {} },
      stopped: { reason: 'suspended' },
    });
  });

  it('follows the source that declares the unit', () => {
    const delivery = deliver(
      {
        spec: {
          sources: [
            { repoURL: 'https://charts.example', chart: 'shop' },
            { repoURL: 'https://git.example/acme/config.git' },
          ],
        },
        status: {
          sync: { status: 'Synced', revisions: ['1.4.2', commit(2)] },
          history: [{ revisions: ['1.4.1', commit(1)] }],
          operationState: {
            phase: 'Succeeded',
            syncResult: { revisions: ['1.4.2', commit(2)] },
          },
        },
      },
      { declared: commit(2), source: 1 },
    );

    expect(delivery.fetched?.commit).toBe(commit(2));
    expect(delivery.history).toEqual([
      { revision: { revision: commit(1), commit: commit(1) } },
    ]);
  });

  it('tells the dry revision of hydrated manifests', () => {
    const hydrator = (phase: string, deployed: string) => ({
      spec: {
        sourceHydrator: {
          drySource: { repoURL: 'https://git.example/acme/config.git' },
        },
      },
      status: {
        sync: { status: 'Synced', revision: deployed },
        history: [],
        operationState: undefined,
        sourceHydrator: {
          currentOperation: {
            ...{ phase, drySHA: commit(2), hydratedSHA: commit(3) },
            message: 'no such path',
          },
        },
      },
    });
    const options = { declared: commit(2) };

    const live = deliver(hydrator('Hydrated', commit(3)), options);
    const failed = deliver(hydrator('Failed', commit(9)), options);

    expect(live).toMatchObject({
      fetched: { commit: commit(2) },
      applied: { commit: commit(2) },
    });
    expect(failed).toMatchObject({
      state: 'failed',
      stopped: { reason: 'failed', message: 'no such path' },
    });
    expect(failed.applied).toBeUndefined();
  });

  it('makes no other address of a hostile name', () => {
    const { link } = deliver({
      metadata: { name: '../../login?x=#', namespace: 'a/b' },
    });

    expect(link).toBe(
      'https://argo.example/ui/applications/a%2Fb/..%2F..%2Flogin%3Fx%3D%23',
    );
  });
});
