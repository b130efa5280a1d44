import { fluxObject as object } from '../__testUtils__/fluxObject';
import { readFluxObject } from './readFluxObject';

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
