import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import https from 'node:https';
import { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { ArgoCdClient } from './ArgoCdClient';

describe('ArgoCdTransport', () => {
  let folder: string;
  let server: https.Server;
  let asked: number;

  const file = (name: string) => path.join(folder, name);

  beforeEach(async () => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gitops-tls-'));
    const names = 'subjectAltName=IP:127.0.0.1';
    execFileSync(
      'openssl',
      [
        ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1'],
        ...['-subj', '/CN=localhost', '-addext', names],
        ...['-keyout', file('key.pem'), '-out', file('ca.pem')],
      ],
      { stdio: 'ignore' },
    );
    asked = 0;
    server = https.createServer(
      {
        key: fs.readFileSync(file('key.pem')),
        cert: fs.readFileSync(file('ca.pem')),
      },
      (_, response) => {
        asked += 1;
        response.end('{"items":null}');
      },
    );
    await new Promise<void>(resolve => {
      server.listen(0, '127.0.0.1', resolve);
    });
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
    fs.rmSync(folder, { recursive: true });
  });

  async function list(caFile?: string) {
    const { port } = server.address() as AddressInfo;
    const client = new ArgoCdClient({
      ...{ name: 'eu', url: `https://127.0.0.1:${port}`, clusters: [] },
      ...(caFile !== undefined && { caFile }),
    });
    try {
      return await client.applications();
    } finally {
      client.close();
    }
  }

  it('trusts the authority that it is told', async () => {
    expect(await list(file('ca.pem'))).toEqual({ items: [] });
  });

  it('asks nothing of a server that it can not trust', async () => {
    await expect(list()).rejects.toThrow(
      "its certificate isn't trusted (DEPTH_ZERO_SELF_SIGNED_CERT)",
    );
    expect(asked).toBe(0);
  });

  it('says which authority can not be read', async () => {
    await expect(list(file('absent.pem'))).rejects.toThrow(
      /absent\.pem can't be read/,
    );
    expect(asked).toBe(0);
  });
});
