import { fluxObject as object } from '../__testUtils__/fluxObject';
import { readFluxObject } from './readFluxObject';

const commit = '4f1c09ab'.padEnd(40, '0');

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
