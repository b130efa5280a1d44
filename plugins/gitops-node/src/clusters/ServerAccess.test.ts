import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { AuthenticationError, InputError } from '@backstage/errors';
import { createClusterClient } from './createClusterClient';
import {
  configMap,
  failure,
  HostileServer,
  line,
  listOf,
} from './testing/HostileServer';
import { ManualTime } from './testing/ManualTime';

describe('A token file', () => {
  let server: HostileServer;
  let directory: string;
  let tokenFile: string;
  let valid: string;
  const time = new ManualTime();

  beforeEach(async () => {
    valid = 'first';
    server = await HostileServer.start();
    directory = await fs.mkdtemp(path.join(os.tmpdir(), 'access-'));
    tokenFile = path.join(directory, 'token');
    await fs.writeFile(tokenFile, 'first\n');
    server.answer = ({ headers }) =>
      headers.authorization === `Bearer ${valid}`
        ? undefined
        : failure(401, 'Unauthorized');
  });
  afterEach(async () => {
    await server.stop();
    await fs.rm(directory, { recursive: true });
  });

  const client = () =>
    createClusterClient(
      { name: 'eu', connection: { ...server.connection, tokenFile } },
      { time },
    );

  it('is read again when its token has expired', async () => {
    const rotated = client();
    expect(await rotated.version()).toBe('v1.35.0');

    valid = 'second';
    await fs.writeFile(tokenFile, 'second');
    expect(await rotated.version()).toBe('v1.35.0');
    expect(server.requests).toHaveLength(3);
  });

  it('is read once more and no oftener when the token stays expired', async () => {
    valid = 'another';
    await expect(client().version()).rejects.toThrow(AuthenticationError);
    expect(server.requests).toHaveLength(2);
  });

  it('is read again every minute', async () => {
    const rotated = client();
    await rotated.version();
    await fs.writeFile(tokenFile, 'second');
    await rotated.version();
    time.advance(60_000);
    valid = 'second';
    await rotated.version();
    expect(server.requests).toHaveLength(3);
  });

  it('may be absent, hold nothing, or hold what is no token', async () => {
    await fs.rm(tokenFile);
    await expect(client().version()).rejects.toThrow(InputError);
    for (const text of ['', '\n', 'a\r\nHost: other', 'é']) {
      await fs.writeFile(tokenFile, text);
      await expect(client().version()).rejects.toThrow(AuthenticationError);
    }
    expect(server.requests).toEqual([]);
  });

  it('leaves a watch alone while other requests renew the token', async () => {
    const type = {
      ...{ group: '', version: 'v1', kind: 'ConfigMap', plural: 'configmaps' },
      ...{ namespaced: true, verbs: ['list', 'watch'] },
    };
    let tell = (_: string) => {};
    server.answer = ({ headers, path: asked, query }) => {
      if (headers.authorization !== `Bearer ${valid}`) {
        return failure(401, 'Unauthorized');
      }
      if (asked !== '/api/v1/configmaps') return undefined;
      if (!query.has('watch')) return listOf([]);
      return response => {
        response.flushHeaders();
        tell = text => response.write(text);
      };
    };
    const rotated = client();
    const { signal } = new AbortController();
    const events = rotated.watch(type, {}, { signal });
    const iterator = events[Symbol.asyncIterator]();
    await iterator.next();
    await iterator.next();
    const next = iterator.next();
    while (server.countOf('/api/v1/configmaps') < 2) {
      await new Promise(setImmediate);
    }

    valid = 'second';
    await fs.writeFile(tokenFile, 'second');
    await rotated.version();
    tell(line('ADDED', configMap('a', '11')));
    expect((await next).value).toMatchObject({ type: 'upserted' });
    expect(server.countOf('/api/v1/configmaps')).toBe(2);
    await iterator.return?.();
  });
});
