import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createClusterClient } from './createClusterClient';
import { failure, HostileServer } from './testing/HostileServer';

describe('A kubeconfig', () => {
  let server: HostileServer;
  let file: string;

  beforeEach(async () => {
    server = await HostileServer.start();
    const directory = await fs.mkdtemp(path.join(os.tmpdir(), 'kubeconfig-'));
    file = path.join(directory, 'kubeconfig');
  });
  afterEach(async () => {
    await server.stop();
    await fs.rm(path.dirname(file), { recursive: true });
  });

  async function write(user: object, cluster: object = {}) {
    const here = { server: server.url, 'insecure-skip-tls-verify': true };
    const other = { server: 'https://elsewhere.example.com' };
    const kubeconfig = {
      'current-context': 'here',
      contexts: [
        { name: 'here', context: { cluster: 'here', user: 'one' } },
        { name: 'elsewhere', context: { cluster: 'other', user: 'one' } },
        { name: 'nowhere', context: { cluster: 'nothing', user: 'one' } },
      ],
      clusters: [
        { name: 'here', cluster: { ...here, ...cluster } },
        { name: 'other', cluster: other },
      ],
      users: [{ name: 'one', user }],
    };
    await fs.writeFile(file, JSON.stringify(kubeconfig));
  }

  const client = (context?: string) =>
    createClusterClient({
      name: 'eu',
      connection: { type: 'kubeconfig', file, context },
    });

  it('lets in by a token, or by name and password', async () => {
    await write({ token: 'abc' });
    await client().version();
    await write({ username: 'emma', password: 'pw' });
    await client().version();

    expect(server.requests.map(({ headers }) => headers.authorization)).toEqual(
      ['Bearer abc', `Basic ${Buffer.from('emma:pw').toString('base64')}`],
    );
  });

  it('is read again when what it holds has expired', async () => {
    await write({ token: 'old' });
    server.answer = ({ headers }) =>
      headers.authorization === 'Bearer new'
        ? undefined
        : failure(401, 'Unauthorized');
    const renewed = client();
    await expect(renewed.version()).rejects.toThrow('not authenticated');

    await write({ token: 'new' });
    expect(await renewed.version()).toBe('v1.35.0');
  });

  it.each([
    ['exec', { exec: { command: 'touch', args: ['/nowhere'] } }],
    ['gcp', { 'auth-provider': { name: 'gcp', config: {} } }],
    ['azure', { 'auth-provider': { name: 'azure', config: {} } }],
  ])('runs no program for a token (%s)', async (_, user) => {
    await write(user);
    await expect(client().version()).rejects.toThrow(
      /^Cluster 'eu': .*The user 'one' of the kubeconfig .* gets its token from a program/,
    );
    expect(server.requests).toEqual([]);
  });

  it('may lack what is asked of it', async () => {
    await write({ token: 'abc' });
    await expect(client('absent').version()).rejects.toThrow(
      'has no context "absent"',
    );
    await expect(client('nowhere').version()).rejects.toThrow(
      'names no server',
    );
    await write({ 'client-certificate': 'absent.crt' });
    await expect(client().version()).rejects.toThrow('ENOENT');
    await write({}, { 'insecure-skip-tls-verify': false });
    await expect(client().version()).rejects.toThrow('asks in clear text');
    await fs.writeFile(file, 'token: [sekret');
    const error = await client()
      .version()
      .catch(reason => reason);
    expect(String(error)).toContain("can't be understood");
    expect(String(error)).not.toContain('sekret');
    await fs.rm(file);
    await expect(client().version()).rejects.toThrow("can't be read");
  });
});
