import {
  compare,
  entry,
  found,
  object,
  ourManager,
  written,
} from './testing/pair';

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
