import {
  compare,
  deployment,
  entry,
  found,
  object,
  ourManager,
  written,
} from './testing/pair';

describe('empty values', () => {
  const policy = (podSelector: unknown) =>
    object('networking.k8s.io/v1 NetworkPolicy', { spec: { podSelector } });

  it('differ from what narrows them', () => {
    const live = policy({ matchLabels: { app: 'shop' } });
    expect(compare({ declared: policy({}), live }).differences).toEqual([
      {
        field: 'spec.podSelector',
        class: 'changed',
        declared: {},
        live: { matchLabels: { app: 'shop' } },
      },
    ]);
  });

  it('of selectors differ from absent ones, where that selects nothing', () => {
    const rule = (peer: unknown) =>
      object('networking.k8s.io/v1 NetworkPolicy', {
        spec: { ingress: [{ from: [peer] }] },
      });
    expect(
      found(compare({ declared: rule({ podSelector: {} }), live: rule({}) })),
    ).toEqual(['missing spec.ingress[0].from[0].podSelector']);
  });

  it('of a claim ask for no class at all', () => {
    const claim = (storageClassName?: string) =>
      object('PersistentVolumeClaim', { spec: { storageClassName } });
    expect(
      found(compare({ declared: claim(''), live: claim('fast') })),
    ).toEqual(['changed spec.storageClassName']);
    expect(found(compare({ declared: claim(''), live: claim() }))).toEqual([
      'missing spec.storageClassName',
    ]);
  });

  it('of labels say something by being there', () => {
    const labelled = (labels: unknown) => object('Pod', {}, { labels });
    expect(
      found(
        compare({
          declared: labelled({ web: '' }),
          live: labelled({ a: 'b' }),
        }),
      ),
    ).toEqual(['missing metadata.labels.web']);
    expect(
      found(compare({ declared: labelled({}), live: labelled({ a: 'b' }) })),
    ).toEqual([]);
  });

  it('are what the server filled in, where nobody wrote it', () => {
    const spec = (value: unknown) =>
      object('apps/v1 ReplicaSet', { spec: { settings: value } });
    const live = written(
      spec({ kind: 'filled' }),
      entry(ourManager, { 'f:spec': { 'f:settings': {} } }),
    );
    expect(found(compare({ declared: spec({}), live }))).toEqual([]);
    const edited = written(
      spec({ kind: 'filled' }),
      entry('kubectl-edit', { 'f:spec': { 'f:settings': { 'f:kind': {} } } }),
    );
    expect(found(compare({ declared: spec({}), live: edited }))).toEqual([
      'changed spec.settings',
    ]);
  });

  it('include zeros of built-in kinds, but those that mean something', () => {
    const declared = deployment({
      hostPID: false,
      automountServiceAccountToken: false,
      containers: [
        {
          name: 'app',
          securityContext: { runAsUser: 0, privileged: false },
          livenessProbe: { initialDelaySeconds: 0 },
        },
      ],
    });
    const live = deployment({ containers: [{ name: 'app' }] });
    expect(found(compare({ declared, live }))).toEqual([
      'missing spec.template.spec.automountServiceAccountToken',
      'missing spec.template.spec.containers[name=app].securityContext.runAsUser',
    ]);
  });
});
