import { Resource } from '../../../manifests/Resource';
import { readFluxObject } from './readFluxObject';

const commit = '4f1c09ab'.padEnd(40, '0');

/** An object as the API answers with it, in a version of the group's API. */
function object(
  kind: string,
  apiVersion: string,
  parts: Readonly<Record<string, unknown>> = {},
): Resource {
  return {
    apiVersion,
    kind,
    metadata: { name: 'shop', namespace: 'apps', generation: 2 },
    ...parts,
  };
}

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

describe('a HelmRelease', () => {
  it('is read as v2 tells it, its newest release first', () => {
    const release = (version: number, status: string) => ({
      name: 'shop',
      namespace: 'shop',
      version,
      chartName: 'shop',
      chartVersion: `1.${version}.0`,
      appVersion: 'v9',
      status,
      firstDeployed: '2026-11-01T09:00:00Z',
      lastDeployed: '2026-11-01T10:00:00Z',
      configDigest: 'sha256:1',
      digest: 'sha256:2',
    });
    const read = readFluxObject(
      object('HelmRelease', 'helm.toolkit.fluxcd.io/v2', {
        spec: {
          chart: {
            spec: {
              chart: './charts/shop',
              sourceRef: { kind: 'GitRepository', name: 'config' },
            },
          },
          targetNamespace: 'shop',
          releaseName: 'shop',
          driftDetection: { mode: 'warn' },
        },
        status: {
          helmChart: 'apps/apps-shop',
          storageNamespace: 'apps',
          lastAttemptedRevision: '1.3.0',
          history: [release(2, 'superseded'), release(3, 'failed')],
          conditions: [
            {
              type: 'Ready',
              status: 'False',
              reason: 'RollbackSucceeded',
              message: 'Helm rollback to shop/shop.v2 succeeded',
            },
            {
              type: 'Released',
              status: 'False',
              reason: 'UpgradeFailed',
              message: 'Helm upgrade failed',
            },
            { type: 'Remediated', status: 'True', reason: 'RollbackSucceeded' },
            { type: 'TestSuccess', status: 'True', reason: 'TestSucceeded' },
            { type: 'Drifted', status: 'True', reason: 'DriftDetected' },
          ],
        },
      }),
    );
    expect(read).toMatchObject({
      readiness: { state: 'failed', reason: 'RollbackSucceeded' },
      chart: { kind: 'HelmChart', namespace: 'apps', name: 'apps-shop' },
      source: { kind: 'GitRepository', namespace: 'apps', name: 'config' },
      chartPath: 'charts/shop',
      releaseName: 'shop',
      storageNamespace: 'apps',
      detectsDrift: true,
      attempted: { revision: '1.3.0' },
      history: [
        { version: 3, status: 'failed', chartVersion: '1.3.0' },
        { version: 2, status: 'superseded', chartVersion: '1.2.0' },
      ],
    });
    expect(read?.conditions.map(({ type }) => type)).toEqual([
      'Ready',
      'Released',
      'Remediated',
      'TestSuccess',
      'Drifted',
    ]);
  });

  it('tells why it failed, where Flux has given up', () => {
    const read = readFluxObject(
      object('HelmRelease', 'helm.toolkit.fluxcd.io/v2', {
        status: {
          conditions: [
            {
              type: 'Stalled',
              status: 'True',
              reason: 'RetriesExceeded',
              message: 'Failed to install after 1 attempt(s)',
            },
            {
              type: 'Released',
              status: 'False',
              reason: 'InstallFailed',
              message: 'Service "shop" is invalid',
            },
          ],
        },
      }),
    );
    expect(read?.readiness).toEqual({
      state: 'failed',
      isStalled: true,
      reason: 'RetriesExceeded',
      message: 'Service "shop" is invalid',
    });
  });

  it('has the one release that v2beta1 tells of', () => {
    const read = readFluxObject(
      object('HelmRelease', 'helm.toolkit.fluxcd.io/v2beta1', {
        spec: { targetNamespace: 'shop' },
        status: { lastAppliedRevision: '1.2.0', lastReleaseRevision: 7 },
      }),
    );
    expect(read).toMatchObject({
      releaseName: 'shop-shop',
      storageNamespace: 'apps',
      history: [
        {
          name: 'shop-shop',
          namespace: 'shop',
          version: 7,
          chartVersion: '1.2.0',
        },
      ],
    });
  });

  it('has no history before it was first released, and takes a chart by reference', () => {
    expect(
      readFluxObject(
        object('HelmRelease', 'helm.toolkit.fluxcd.io/v2beta2', {
          spec: { chartRef: { kind: 'OCIRepository', name: 'shop' } },
        }),
      ),
    ).toMatchObject({
      releaseName: 'shop',
      chart: { kind: 'OCIRepository', namespace: 'apps', name: 'shop' },
      history: [],
    });
  });

  it('shortens a name that a release may not have', () => {
    const read = readFluxObject({
      ...object('HelmRelease', 'helm.toolkit.fluxcd.io/v2'),
      metadata: { name: 'a'.repeat(60), namespace: 'apps' },
    });
    // The digest is that of the whole name.
    expect(read).toMatchObject({
      releaseName: `${'a'.repeat(40)}-11ee391211c6`,
    });
  });
});

describe('a source', () => {
  it('tells what it has fetched', () => {
    expect(
      readFluxObject(
        object('GitRepository', 'source.toolkit.fluxcd.io/v1', {
          spec: {
            url: 'https://token:secret@git.example.com/acme/config.git',
            ref: { branch: 'main' },
          },
          status: {
            artifact: {
              revision: `main@sha1:${commit}`,
              digest: 'sha256:1',
              lastUpdateTime: '2026-11-01T10:00:00Z',
            },
          },
        }),
      ),
    ).toMatchObject({
      url: 'https://git.example.com/acme/config.git',
      branch: 'main',
      fetched: {
        revision: `main@sha1:${commit}`,
        commit,
        at: '2026-11-01T10:00:00Z',
      },
    });
  });

  it('tells of v1beta2 artifacts, and of none', () => {
    const repository = (status: unknown) =>
      readFluxObject(
        object('GitRepository', 'source.toolkit.fluxcd.io/v1beta2', { status }),
      );
    expect(
      repository({ artifact: { revision: `main/${commit}`, checksum: 'x' } }),
    ).toMatchObject({ fetched: { commit } });
    expect(repository({ artifact: null })).not.toHaveProperty('fetched');
  });

  it('knows the commit of an artifact that says what it was made of', () => {
    expect(
      readFluxObject(
        object('OCIRepository', 'source.toolkit.fluxcd.io/v1beta2', {
          status: {
            artifact: {
              revision: `latest@sha256:${'b'.repeat(64)}`,
              metadata: {
                'org.opencontainers.image.revision': `main@sha1:${commit}`,
              },
            },
          },
        }),
      ),
    ).toMatchObject({ fetched: { commit } });
    expect(
      readFluxObject(
        object('HelmChart', 'source.toolkit.fluxcd.io/v1', {
          spec: { sourceRef: { kind: 'GitRepository', name: 'config' } },
          status: {
            artifact: { revision: '0.1.0' },
            observedSourceArtifactRevision: `main@sha1:${commit}`,
          },
        }),
      ),
    ).toMatchObject({
      source: { kind: 'GitRepository', name: 'config' },
      fetched: { revision: '0.1.0', commit },
    });
  });
});

describe('image automation and sets', () => {
  it('tells the newest image, as v1 and as v1beta1 write it', () => {
    const policy = (status: unknown) =>
      readFluxObject(
        object('ImagePolicy', 'image.toolkit.fluxcd.io/v1', { status }),
      );
    expect(
      policy({ latestRef: { name: 'ghcr.io/acme/shop', tag: 'v2' } }),
    ).toMatchObject({ latest: { name: 'ghcr.io/acme/shop', tag: 'v2' } });
    expect(policy({ latestImage: 'ghcr.io/acme/shop:v2' })).toMatchObject({
      latest: { name: 'ghcr.io/acme/shop', tag: 'v2' },
    });
    expect(policy({})).not.toHaveProperty('latest');
  });

  it('tells what was scanned, pushed and applied', () => {
    const group = 'image.toolkit.fluxcd.io/v1beta2';
    expect(
      readFluxObject(
        object('ImageRepository', group, { spec: { image: 'ghcr.io/a/b' } }),
      ),
    ).toMatchObject({ image: 'ghcr.io/a/b' });
    expect(
      readFluxObject(
        object('ImageUpdateAutomation', group, {
          status: { lastPushCommit: commit, lastPushTime: '2026-11-01' },
        }),
      ),
    ).toMatchObject({ pushed: { commit, at: '2026-11-01' } });
    expect(
      readFluxObject(
        object('ResourceSet', 'fluxcd.controlplane.io/v1', {
          status: {
            inventory: { entries: [{ id: 'apps_web_apps_Deployment' }] },
          },
        }),
      ),
    ).toMatchObject({ inventory: [{ name: 'web' }] });
  });

  it('takes nothing else for an object of Flux', () => {
    const kinds = [
      object('Kustomization', 'kustomize.config.k8s.io/v1beta1'),
      object('Deployment', 'apps/v1'),
      { ...object('Bucket', 'source.toolkit.fluxcd.io/v1'), metadata: {} },
    ];
    expect(kinds.map(readFluxObject)).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});
