import { fluxObject as object } from '../__testUtils__/fluxObject';
import { readFluxObject } from './readFluxObject';

const commit = '4f1c09ab'.padEnd(40, '0');

const ready = (message = 'Applied revision') => [
  {
    type: 'Ready',
    status: 'True',
    reason: 'ReconciliationSucceeded',
    message,
    lastTransitionTime: '2026-11-01T10:00:00Z',
    observedGeneration: 2,
  },
];

describe('a Kustomization', () => {
  const v1 = 'kustomize.toolkit.fluxcd.io/v1';

  it('is read as v1 tells it', () => {
    const read = readFluxObject(
      object('Kustomization', v1, {
        metadata: {
          name: 'shop',
          namespace: 'apps',
          generation: 2,
          labels: {
            'kustomize.toolkit.fluxcd.io/name': 'root',
            'kustomize.toolkit.fluxcd.io/namespace': 'flux-system',
          },
          annotations: { 'reconcile.fluxcd.io/requestedAt': 'a' },
        },
        spec: {
          path: './apps/shop/',
          sourceRef: {
            kind: 'GitRepository',
            name: 'config',
            namespace: 'flux-system',
          },
          dependsOn: [
            { name: 'cert-manager', namespace: 'infrastructure' },
            { name: 'database' },
          ],
          targetNamespace: 'shop',
          kubeConfig: { secretRef: { name: 'eu-1' } },
        },
        status: {
          conditions: ready(),
          observedGeneration: 2,
          lastHandledReconcileAt: 'a',
          lastAttemptedRevision: `main@sha1:${commit}`,
          lastAppliedRevision: `main@sha1:${commit}`,
          inventory: {
            entries: [
              { id: 'shop_web_apps_Deployment', v: 'v1' },
              { id: '_shop__view_rbac.authorization.k8s.io_ClusterRole' },
              { id: 'shop_settings__ConfigMap', v: 'v1' },
              { id: 'nonsense' },
            ],
          },
          history: [
            {
              digest: 'sha256:1',
              firstReconciled: '2026-11-01T09:00:00Z',
              lastReconciled: '2026-11-01T10:00:00Z',
              lastReconciledStatus: 'ReconciliationSucceeded',
              metadata: { revision: `main@sha1:${commit}` },
            },
          ],
        },
      }),
    );
    const kustomization = {
      group: 'kustomize.toolkit.fluxcd.io',
      kind: 'Kustomization',
    };
    const revision = { revision: `main@sha1:${commit}`, commit };
    expect(read).toMatchObject({
      ref: { ...kustomization, namespace: 'apps', name: 'shop' },
      readiness: { state: 'ready', message: 'Applied revision' },
      appliedBy: { namespace: 'flux-system', name: 'root' },
      path: 'apps/shop',
      source: {
        group: 'source.toolkit.fluxcd.io',
        kind: 'GitRepository',
        namespace: 'flux-system',
        name: 'config',
      },
      dependsOn: [
        { ...kustomization, namespace: 'infrastructure', name: 'cert-manager' },
        { ...kustomization, namespace: 'apps', name: 'database' },
      ],
      targetNamespace: 'shop',
      isRemote: true,
      attempted: revision,
      applied: revision,
      requestedAt: 'a',
      handledAt: 'a',
      inventory: [
        { group: 'apps', kind: 'Deployment', namespace: 'shop', name: 'web' },
        {
          group: 'rbac.authorization.k8s.io',
          kind: 'ClusterRole',
          name: 'shop:view',
        },
        { group: '', kind: 'ConfigMap', namespace: 'shop', name: 'settings' },
      ],
      history: [
        {
          revision: { ...revision, at: '2026-11-01T10:00:00Z' },
          status: 'ReconciliationSucceeded',
        },
      ],
    });
  });

  it('is read as v1beta1 and v1beta2 tell it', () => {
    for (const version of ['v1beta1', 'v1beta2']) {
      expect(
        readFluxObject(
          object('Kustomization', `kustomize.toolkit.fluxcd.io/${version}`, {
            spec: { path: '.', sourceRef: { kind: 'Bucket', name: 'config' } },
            status: { lastAppliedRevision: `main/${commit}` },
          }),
        ),
      ).toMatchObject({
        path: '',
        source: { kind: 'Bucket', namespace: 'apps' },
        applied: { revision: `main/${commit}`, commit },
        isRemote: false,
        history: [],
      });
    }
  });

  it('knows the commit that an OCI artifact was made of', () => {
    const read = readFluxObject(
      object('Kustomization', v1, {
        status: {
          lastAppliedRevision: `latest@sha256:${'b'.repeat(64)}`,
          lastAppliedOriginRevision: `main@sha1:${commit}`,
        },
      }),
    );
    expect(read).toMatchObject({
      applied: { revision: `latest@sha256:${'b'.repeat(64)}`, commit },
    });
  });

  it('is unknown before its controller has looked at it', () => {
    const read = readFluxObject(object('Kustomization', v1));
    expect(read).toMatchObject({
      readiness: {
        state: 'unknown',
        message: 'No controller has looked at it yet',
      },
      dependsOn: [],
    });
    expect(read).not.toHaveProperty('inventory');
    expect(read).not.toHaveProperty('applied');
  });

  it('keeps what can be read where the rest is of another shape', () => {
    expect(
      readFluxObject(
        object('Kustomization', v1, {
          spec: {
            path: 7,
            sourceRef: 'config',
            dependsOn: [{}, { name: 'a' }],
          },
          status: {
            conditions: [null, 'x', { type: 'Ready', status: 'perhaps' }],
            inventory: { entries: [4] },
            history: 'none',
            observedGeneration: '2',
            lastAttemptedRevision: `main@sha1:${commit}`,
          },
        }),
      ),
    ).toMatchObject({
      path: '',
      dependsOn: [{ name: 'a' }],
      readiness: { state: 'progressing' },
      attempted: { commit },
      inventory: [],
      history: [],
    });
  });

  it('is read where whole parts are of another shape', () => {
    const parts = { spec: ['x'], status: 'ready' };
    expect(readFluxObject(object('Kustomization', v1, parts))).toMatchObject({
      path: '',
      readiness: { state: 'unknown' },
    });
  });

  it('tells that it is suspended, by whom and why', () => {
    const suspended = object('Kustomization', v1, {
      metadata: {
        name: 'shop',
        namespace: 'apps',
        annotations: {
          'gitops.backstage.io/suspended-by': 'user:default/dana',
          'gitops.backstage.io/suspended-reason': 'Black Friday',
        },
      },
      spec: { suspend: true },
    });
    expect(readFluxObject(suspended)?.suspended).toEqual({
      by: 'user:default/dana',
      reason: 'Black Friday',
    });
    const resumed = { ...suspended, spec: { suspend: false } };
    expect(readFluxObject(resumed)?.suspended).toBeUndefined();
  });
});
