import {
  appliedFrom,
  compare,
  container,
  deployment,
  entry,
  found,
  object,
  ourManager,
  written,
} from './testing/pair';

/** False alarms that others shipped, by the number of their report. */
describe('writers that others took for drift', () => {
  it('is not what a mutating policy adds, argo-cd#17572', () => {
    const declared = container({ image: 'shop:v1' });
    const live = deployment({
      containers: [
        {
          name: 'app',
          image: 'shop:v1',
          securityContext: { runAsNonRoot: true },
        },
        { name: 'proxy', image: 'mesh:v9' },
      ],
      tolerations: [{ key: 'spot' }],
    });
    expect(found(compare({ declared, live }))).toEqual([]);
  });

  it('is not what a mutating policy rewrites, where a dry-run predicts it, argo-cd#17572', () => {
    const declared = container({ image: 'shop:v1' });
    const live = container({ image: 'mirror.example/shop:v1' });
    expect(found(compare({ declared, live }))).toHaveLength(1);
    expect(found(compare({ declared, live, predicted: live }))).toEqual([]);
  });

  it('is not what the server fills into an object that was applied empty, as Flux does', () => {
    const declared = container({ image: 'shop:v1' });
    const live = (fields: Readonly<Record<string, unknown>>) =>
      written(
        deployment(
          { containers: [{ name: 'app', image: 'shop:v1' }] },
          {
            selector: { matchLabels: { app: 'shop' } },
            strategy: { type: 'RollingUpdate' },
          },
        ),
        entry(ourManager, { 'f:spec': fields }),
      );
    const strategy = { properties: { type: { type: 'string' } } } as const;
    const selector = { ...strategy, atomicMap: true };
    const spec = { properties: { strategy, selector } };
    const schemas = { schemaOf: () => ({ root: { properties: { spec } } }) };
    const findings = (fields: Readonly<Record<string, unknown>>) =>
      found(compare({ declared, live: live(fields) }, { schemas }));
    expect(findings({ 'f:strategy': {} })).toEqual([]);
    // One of its fields was ours, and what is one value is ours as a whole.
    expect(
      findings({ 'f:strategy': { 'f:type': {} }, 'f:selector': {} }),
    ).toEqual([
      'pendingRemoval spec.strategy.type',
      'pendingRemoval spec.selector',
    ]);
  });

  it('is not an injected caBundle, argo-cd#1487', () => {
    const webhook = (caBundle: string) =>
      object('admissionregistration.k8s.io/v1 ValidatingWebhookConfiguration', {
        webhooks: [{ name: 'a.example', clientConfig: { caBundle } }],
      });
    const pair = { declared: webhook('Cg=='), live: webhook('Q0E=') };
    const drift = compare(pair);
    expect(drift).toMatchObject({
      status: 'synced',
      ignored: [
        {
          rule: 'injected-ca-bundle',
          fields: ['webhooks[name=a.example].clientConfig.caBundle'],
        },
      ],
    });
    expect(
      compare(pair, { disabledRules: ['injected-ca-bundle'] }).status,
    ).toBe('drifted');
  });

  it('is not a role whose rules aggregation fills, kustomize-controller#1041', () => {
    const role = (rules: unknown, aggregated = true) =>
      object('rbac.authorization.k8s.io/v1 ClusterRole', {
        ...(aggregated && {
          aggregationRule: {
            clusterRoleSelectors: [{ matchLabels: { a: 'b' } }],
          },
        }),
        rules,
      });
    const rules = [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }];
    expect(compare({ declared: role([]), live: role(rules) }).status).toBe(
      'synced',
    );
    expect(
      compare({ declared: role([], false), live: role(rules, false) }).status,
    ).toBe('drifted');
  });

  it('is not what another manager keeps after a client-side apply became server-side, kubernetes#99003', () => {
    const declared = container({ image: 'shop' });
    const live = written(
      deployment({
        containers: [{ name: 'app', image: 'shop' }],
        hostNetwork: true,
      }),
      entry('before-first-apply', {
        'f:spec': { 'f:template': { 'f:spec': { 'f:hostNetwork': {} } } },
      }),
      entry(ourManager, {
        'f:spec': {
          'f:template': {
            'f:spec': {
              'f:containers': {
                'k:{"name":"app"}': { '.': {}, 'f:name': {}, 'f:image': {} },
              },
            },
          },
        },
      }),
    );
    expect(found(compare({ declared, live }))).toEqual([]);
  });

  it('is what a client-side apply left behind and Git took back, kubernetes#107828', () => {
    const declared = object('ConfigMap', { data: { a: '1' } });
    const before = object('ConfigMap', { data: { a: '1', b: '2' } });
    const live = written(
      appliedFrom(before, before),
      entry('kubectl-client-side-apply', {
        'f:data': { 'f:a': {}, 'f:b': {} },
      }),
      entry(ourManager, { 'f:data': { 'f:a': {} } }),
    );
    expect(found(compare({ declared, live }))).toEqual([
      'pendingRemoval data.b',
    ]);
  });
});
