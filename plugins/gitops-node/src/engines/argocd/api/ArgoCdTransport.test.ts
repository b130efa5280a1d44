import { getEventListeners } from 'node:events';
import fs from 'node:fs/promises';
import { TlsServer } from '../../../clusters/testing/TlsServer';
import { ArgoCdClient } from './ArgoCdClient';

describe('ArgoCdTransport', () => {
  let server: TlsServer;

  beforeEach(async () => {
    server = await TlsServer.start('{"items":null}');
  });
  afterEach(async () => {
    await server.stop();
  });

  const clientOf = (caFile?: string) =>
    new ArgoCdClient({
      ...{ name: 'eu', url: server.url, clusters: [] },
      ...(caFile !== undefined && { caFile }),
    });

  async function list(caFile?: string) {
    const client = clientOf(caFile);
    try {
      return await client.applications();
    } finally {
      client.close();
    }
  }

  it('trusts the authority that it is told', async () => {
    expect(await list(server.file('ca.pem'))).toEqual({ items: [] });
  });

  it('leaves nothing behind with who asked, once it was answered', async () => {
    const { signal } = new AbortController();
    const listen = jest.spyOn(signal, 'addEventListener');
    const client = clientOf(server.file('ca.pem'));

    await client.applications({ signal });
    expect(listen).toHaveBeenCalled();
    expect(getEventListeners(signal, 'abort')).toEqual([]);
    client.close();
  });

  it('asks nothing of a server that it can not trust', async () => {
    await expect(list()).rejects.toThrow(
      "its certificate isn't trusted (DEPTH_ZERO_SELF_SIGNED_CERT)",
    );
    expect(server.asked).toEqual([]);
  });

  it('says which authority can not be read', async () => {
    await expect(list(server.file('absent.pem'))).rejects.toThrow(
      /absent\.pem can't be read/,
    );
    expect(server.asked).toEqual([]);
  });

  it('reads the authority anew once it signs no more', async () => {
    const caFile = server.file('mounted.pem');
    await fs.writeFile(caFile, server.authority);
    const client = clientOf(caFile);
    await client.applications();

    server.rotate();
    await expect(client.applications()).rejects.toThrow();
    await fs.writeFile(caFile, server.authority);
    await client.applications().catch(() => undefined);

    expect(await client.applications()).toEqual({ items: [] });
    client.close();
  });
});
