import fs from 'node:fs/promises';
import { createClusterClient } from './createClusterClient';
import { TlsServer } from './testing/TlsServer';

const version = '{"gitVersion":"v1.35.0"}';

/** The library that reads a kubeconfig takes its time to be loaded. */
const patient = { limits: { requestMs: 300_000 } };

describe('What lets in to a cluster', () => {
  const servers: TlsServer[] = [];

  afterEach(async () => {
    await Promise.all(servers.splice(0).map(server => server.stop()));
  });

  async function serve(): Promise<TlsServer> {
    const server = await TlsServer.start(version);
    servers.push(server);
    return server;
  }

  async function writeKubeconfig(file: string, server: TlsServer) {
    const authority = Buffer.from(server.authority).toString('base64');
    const cluster = {
      ...{ server: server.url, 'certificate-authority-data': authority },
    };
    await fs.writeFile(
      file,
      JSON.stringify({
        'current-context': 'eu',
        contexts: [{ name: 'eu', context: { cluster: 'eu', user: 'portal' } }],
        clusters: [{ name: 'eu', cluster }],
        users: [{ name: 'portal', user: { token: 'abc' } }],
      }),
    );
  }

  it('is an authority that is read anew once it signs no more', async () => {
    const server = await serve();
    const caFile = server.file('mounted.pem');
    await fs.writeFile(caFile, server.authority);
    const connection = {
      ...({ type: 'server', url: server.url, caFile, token: 'abc' } as const),
      skipTLSVerify: false,
    };
    const client = createClusterClient({ name: 'eu', connection }, patient);
    expect(await client.version()).toBe('v1.35.0');

    server.rotate();
    await expect(client.version()).rejects.toThrow();
    await fs.writeFile(caFile, server.authority);
    await client.version().catch(() => undefined);

    expect(await client.version()).toBe('v1.35.0');
    await client.close();
  });

  it('is a kubeconfig that is read anew once its cluster has moved', async () => {
    const [before, after] = [await serve(), await serve()];
    const file = before.file('kubeconfig');
    await writeKubeconfig(file, before);
    const connection = { type: 'kubeconfig', file } as const;
    const client = createClusterClient({ name: 'eu', connection }, patient);
    expect(await client.version()).toBe('v1.35.0');

    before.rotate();
    await expect(client.version()).rejects.toThrow();
    await writeKubeconfig(file, after);
    await client.version().catch(() => undefined);

    expect(await client.version()).toBe('v1.35.0');
    expect(after.asked).toContain('/version');
    await client.close();
  });
});
