import { gzipSync } from 'node:zlib';
import { ApiServer, describeWithKubernetes } from '@backstage-gitops/envtest';
import { ClusterClient } from '../../../clusters/ClusterClient';
import { createClusterClient } from '../../../clusters/createClusterClient';
import { desiredUnit } from '../../builtin/__testUtils__/desiredUnit';
import { configMap } from '../../builtin/__testUtils__/objects';
import { FluxHelmRelease } from '../api/FluxObject';
import { readFluxObject } from '../api/readFluxObject';
import { ReleaseManifests } from './ReleaseManifests';

const manifest = `
apiVersion: v1
kind: ConfigMap
metadata: { name: settings }
data: { mode: stored }
`;

function helmRelease(statuses: readonly string[]): FluxHelmRelease {
  const object = readFluxObject({
    apiVersion: 'helm.toolkit.fluxcd.io/v2',
    kind: 'HelmRelease',
    metadata: { name: 'shop', namespace: 'default' },
    status: {
      history: statuses.map((status, index) => ({
        ...{ name: 'shop', namespace: 'default', status },
        version: statuses.length - index,
      })),
    },
  });
  if (object?.kind !== 'HelmRelease') throw new Error('It is no HelmRelease');
  return object;
}

const declared = desiredUnit([configMap('default', 'settings')], {
  indeterminate: ['The chart is elsewhere'],
});

describeWithKubernetes('ReleaseManifests', () => {
  let server: ApiServer;
  const clients: ClusterClient[] = [];

  const releases = (user: 'admin' | 'outsider') => {
    const client = createClusterClient({
      name: 'eu-1',
      connection: { type: 'kubeconfig', file: server.kubeconfigFile(user) },
    });
    clients.push(client);
    return new ReleaseManifests(client);
  };

  beforeAll(async () => {
    server = await ApiServer.start();
    const release = {
      name: 'shop',
      namespace: 'default',
      version: 1,
      manifest,
    };
    const stored = gzipSync(JSON.stringify(release)).toString('base64');
    await server.apply(
      {
        apiVersion: 'v1',
        kind: 'Secret',
        type: 'helm.sh/release.v1',
        metadata: { name: 'sh.helm.release.v1.shop.v1', namespace: 'default' },
        data: { release: Buffer.from(stored).toString('base64') },
      },
      { fieldManager: 'helm-controller' },
    );
  });
  afterAll(async () => {
    for (const client of clients) await client.close();
    await server?.stop();
  });

  it('puts what is installed in place of what Git declares', async () => {
    const { desired, message } = await releases('admin').released(
      declared,
      helmRelease(['failed', 'deployed']),
    );
    expect(message).toBeUndefined();
    expect(desired).toMatchObject({
      namespace: 'default',
      indeterminate: [],
      resources: [{ resource: { data: { mode: 'stored' } } }],
    });
  });

  it('leaves what Git declares where nothing is installed', async () => {
    const admin = releases('admin');
    expect(await admin.released(declared, helmRelease([]))).toEqual({
      desired: declared,
    });
    expect(await admin.released(declared, helmRelease(['failed']))).toEqual({
      desired: declared,
    });
  });

  it('says so where the release is gone, or may not be read', async () => {
    const gone = await releases('admin').released(
      declared,
      helmRelease(['deployed', 'superseded']),
    );
    expect(gone).toMatchObject({
      desired: declared,
      message: expect.stringContaining(
        "shop v2 can't be read: It is not there",
      ),
    });
    const denied = await releases('outsider').released(
      declared,
      helmRelease(['deployed']),
    );
    expect(denied).toMatchObject({
      desired: declared,
      message: expect.stringMatching(/shop v1 can't be read: .*forbidden/),
    });
  });
});
