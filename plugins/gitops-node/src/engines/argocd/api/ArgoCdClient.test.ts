import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { HostileServer } from '../../../clusters/testing/HostileServer';
import { ManualTime } from '../../../clusters/testing/ManualTime';
import { ArgoCdInstance } from '../ArgoCdInstance';
import { ArgoCdClient } from './ArgoCdClient';
import { ArgoCdLimits } from './ArgoCdLimits';

const token = 'token-of-the-portal';

describe('ArgoCdClient', () => {
  let server: HostileServer;
  const clients: ArgoCdClient[] = [];

  beforeEach(async () => {
    server = await HostileServer.start();
  });
  afterEach(async () => {
    clients.splice(0).forEach(client => client.close());
    await server.stop();
  });

  function clientOf(
    instance: Partial<ArgoCdInstance> = {},
    limits: Partial<ArgoCdLimits> = {},
    time = new ManualTime(),
  ) {
    const client = new ArgoCdClient(
      {
        ...{ name: 'eu', url: server.url, clusters: [] },
        credentials: { type: 'token', token },
        ...instance,
      },
      limits,
      time,
    );
    clients.push(client);
    return client;
  }

  it('asks for the fields it reads, below the path of its address', async () => {
    server.answer = () => ({
      json: { metadata: { resourceVersion: '7' }, items: [{ a: 1 }] },
    });

    const list = await clientOf({ url: `${server.url}/argo/` }).applications();

    expect(list).toEqual({ resourceVersion: '7', items: [{ a: 1 }] });
    const [request] = server.requests;
    expect(request.path).toBe('/argo/api/v1/applications');
    expect(request.query.get('fields')).toContain('items.status.sync.status');
    expect(request.headers.authorization).toBe(`Bearer ${token}`);
  });

  it('reads a list without applications, which is null', async () => {
    server.answer = () => ({ json: { metadata: {}, items: null } });

    expect(await clientOf().applications()).toEqual({ items: [] });
  });

  it('names the application, its namespace and project', async () => {
    server.answer = () => ({ json: {} });
    const ref = { name: 'shop', namespace: 'teams', project: 'a&b' };

    await clientOf().managedResources(ref);
    await clientOf().revisionMetadata(ref, '1.0.0+build', { sourceIndex: 1 });

    expect(server.requests.map(({ url }) => url)).toEqual([
      '/api/v1/applications/shop/managed-resources?appNamespace=teams&project=a%26b',
      '/api/v1/applications/shop/revisions/1.0.0%2Bbuild/metadata?appNamespace=teams&project=a%26b&sourceIndex=1',
    ]);
  });

  it.each([
    '../clusters',
    '..',
    '.',
    '',
    'a/b',
    'a\\b',
    '%2e%2e',
    '..%2fclusters',
    'a\nb',
    '\ud800',
    'x'.repeat(501),
  ])('never asks another path for the name %j', async name => {
    const client = clientOf();
    const asked = [
      () => client.application({ name }),
      () => client.managedResources({ name }),
      () => client.resourceTree({ name }),
      () => client.syncWindows({ name }),
      () => client.manifests({ name }, 'main'),
      () => client.revisionMetadata({ name: 'shop' }, name),
      () => client.sync({ name }, { prune: false, dryRun: true }),
      () => client.terminate({ name }),
    ];

    for (const ask of asked) {
      await expect(ask()).rejects.toMatchObject({ name: 'InputError' });
    }
    expect(server.requests).toEqual([]);
  });

  it.each([
    [{ appNamespace: '../x', project: '&admin=1#' }],
    [{ appNamespace: '%2e%2e', project: 'a/b' }],
  ])('keeps %j within the query', async ({ appNamespace, project }) => {
    server.answer = () => ({ json: {} });

    await clientOf().application({
      ...{ name: 'shop', namespace: appNamespace, project },
    });

    const [{ path: asked, query }] = server.requests;
    expect(asked).toBe('/api/v1/applications/shop');
    expect(Object.fromEntries(query)).toEqual({ appNamespace, project });
  });

  it('gives up a server that never answers', async () => {
    server.answer = () => () => undefined;

    const asked = clientOf({}, { requestMs: 50 }).managedResources({
      name: 'shop',
    });

    await expect(asked).rejects.toMatchObject({
      name: 'ServiceUnavailableError',
      message:
        "Argo CD 'eu': reading the resources of the application shop failed: no answer within 50 ms",
    });
  });

  it('gives up an answer that never ends', async () => {
    server.answer = () => response => {
      response.writeHead(200);
      response.write('{"items":[');
    };

    const asked = clientOf({ timeoutMs: 50 }).applications();

    await expect(asked).rejects.toThrow('no answer within 50 ms');
  });

  it('gives up an answer without end in size', async () => {
    server.answer = () => ({ text: `{"items":["${'x'.repeat(5000)}"]}` });

    const asked = clientOf({}, { answerBytes: 1000 }).applications();

    await expect(asked).rejects.toThrow(
      "Argo CD 'eu': listing applications failed: the answer is larger than 1000 bytes",
    );
  });

  it.each([
    ['<html>', "the answer isn't JSON"],
    ['[]', "the answer isn't Argo CD's"],
    ['{"items": {}}', "the answer isn't Argo CD's: items invalid_type"],
  ])('refuses garbage: %s', async (text, message) => {
    server.answer = () => ({ text });

    await expect(clientOf().applications()).rejects.toThrow(message);
  });

  it('leaves out parts of an answer that are not as they should be', async () => {
    server.answer = () => ({
      json: {
        items: [
          { kind: 'ConfigMap', name: 'a', liveState: 'null', group: null },
          { kind: 'ConfigMap', name: 'b', liveState: '{"no":"object"}' },
          { name: 'without a kind' },
          7,
        ],
      },
    });

    expect(await clientOf().managedResources({ name: 'shop' })).toEqual([
      { group: '', kind: 'ConfigMap', name: 'a', hook: false },
      { group: '', kind: 'ConfigMap', name: 'b', hook: false },
    ]);
  });

  it.each([
    [400, { code: 3, message: 'bad revision' }, 'InputError', 'bad revision'],
    [401, { code: 16, message: 'no session' }, 'AuthenticationError', '401'],
    [403, { code: 7, error: 'permission denied' }, 'NotAllowedError', 'denied'],
    [404, { code: 5, message: 'not found' }, 'NotFoundError', 'found nothing'],
    [409, { code: 10 }, 'ConflictError', 'conflict'],
    [
      400,
      { code: 9, message: 'another operation is already in progress' },
      'ConflictError',
      'already in progress',
    ],
    [502, '<html>secret page</html>', 'ServiceUnavailableError', '(502)'],
  ])(
    'tells a refusal with %s as what it is',
    async (status, said, name, text) => {
      server.answer = () =>
        typeof said === 'string'
          ? { status, text: said }
          : { status, json: said };

      const refusal = clientOf().syncWindows({ name: 'shop' });

      await expect(refusal).rejects.toMatchObject({
        name,
        message: expect.stringContaining(text),
      });
      await expect(refusal).rejects.not.toThrow('secret page');
    },
  );

  it('follows no redirect, so that the token goes nowhere else', async () => {
    const other = await HostileServer.start();
    server.answer = () => ({
      status: 307,
      headers: { Location: `${other.url}/api/v1/applications` },
    });

    const asked = clientOf().applications();

    await expect(asked).rejects.toThrow(
      'was redirected, and credentials go to no other address (307)',
    );
    expect(other.requests).toEqual([]);
    await other.stop();
  });

  it('repeats no token and no password of a message', async () => {
    server.answer = () => ({
      status: 400,
      json: {
        message: `rpc error: code = Unknown desc = can't clone https://bot:hush@git.example/x with Bearer ${token}`,
      },
    });

    const error = await clientOf()
      .applications()
      .then(
        () => new Error('It was answered'),
        (failure: Error) => failure,
      );

    expect(error.message).toContain("can't clone https://git.example/x");
    expect(JSON.stringify([error.message, error.stack, error])).not.toMatch(
      /hush|token-of-the-portal/,
    );
  });

  it('says what it writes, in the form that Argo CD takes', async () => {
    server.answer = () => ({ json: {} });
    const ref = { name: 'shop', namespace: 'teams', project: 'p' };
    const resources = [
      { group: 'apps', kind: 'Deployment', namespace: 'shop', name: 'api' },
    ];

    await clientOf().sync(ref, { prune: true, dryRun: false, resources });
    await clientOf().terminate(ref);
    await clientOf().application(ref, { refresh: 'hard' });

    const [sync, terminate, refresh] = server.requests;
    expect([sync.method, sync.url]).toEqual([
      'POST',
      '/api/v1/applications/shop/sync',
    ]);
    expect(sync.headers['content-type']).toBe('application/json');
    expect(JSON.parse(sync.body)).toEqual({
      ...{ name: 'shop', appNamespace: 'teams', project: 'p' },
      ...{ prune: true, dryRun: false, resources },
    });
    expect([terminate.method, terminate.url]).toEqual([
      'DELETE',
      '/api/v1/applications/shop/operation?appNamespace=teams&project=p',
    ]);
    expect(terminate.headers['content-type']).toBe('application/json');
    expect(refresh.query.get('refresh')).toBe('hard');
  });

  describe('with a user', () => {
    const credentials = {
      ...{ type: 'user' as const, username: 'portal', password: 'hush' },
    };

    function serveSessions(lifeMs: number, time: ManualTime) {
      let logins = 0;
      server.answer = request => {
        if (request.path !== '/api/v1/session') return { json: {} };
        logins += 1;
        const exp = Math.floor((time.now() + lifeMs) / 1000);
        const claims = Buffer.from(JSON.stringify({ exp })).toString(
          'base64url',
        );
        return { json: { token: `header.${claims}.session-${logins}` } };
      };
      return () => logins;
    }

    it('logs in once for all, until the session ends', async () => {
      const time = new ManualTime();
      const logins = serveSessions(3_600_000, time);
      const client = clientOf({ credentials }, {}, time);
      const ask = () => client.resourceTree({ name: 'shop' });

      await Promise.all([ask(), ask(), ask()]);
      expect(logins()).toBe(1);
      expect(server.requests[0]).toMatchObject({
        ...{ method: 'POST', path: '/api/v1/session' },
        body: '{"username":"portal","password":"hush"}',
      });
      expect(server.requests[0].headers.authorization).toBeUndefined();
      time.advance(3_500_000);
      await ask();
      expect(logins()).toBe(1);
      time.advance(50_000);
      await ask();
      expect(logins()).toBe(2);
      expect(server.requests.at(-1)?.headers.authorization).toMatch(
        /session-2$/,
      );
    });

    it('logs in anew, once, where a session is refused', async () => {
      const time = new ManualTime();
      const logins = serveSessions(3_600_000, time);
      const sessions = server.answer;
      server.answer = request =>
        request.headers.authorization?.endsWith('session-1')
          ? { status: 401, json: { code: 16, message: 'invalid session' } }
          : sessions(request);
      const client = clientOf({ credentials }, {}, time);
      const ask = () => client.resourceTree({ name: 'shop' });

      await Promise.all([ask(), ask()]);
      expect(logins()).toBe(2);

      server.answer = request =>
        request.path === '/api/v1/session'
          ? sessions(request)
          : { status: 401, json: { message: 'never' } };
      await expect(ask()).rejects.toMatchObject({
        name: 'AuthenticationError',
      });
      expect(logins()).toBe(3);
    });

    it('asks no more with a refused password, so as not to lock the account', async () => {
      const time = new ManualTime();
      server.answer = () => ({
        status: 401,
        json: { message: 'Invalid username or password' },
      });
      const client = clientOf({ credentials }, { refusedMs: 1000 }, time);
      const ask = () => client.resourceTree({ name: 'shop' });

      for (let times = 0; times < 3; times += 1) {
        await expect(ask()).rejects.toThrow(
          "Argo CD 'eu': logging in was refused: not authenticated (401): Invalid username or password",
        );
      }
      expect(server.requests).toHaveLength(1);
      time.advance(1000);
      await expect(ask()).rejects.toThrow('not authenticated');
      expect(server.requests).toHaveLength(2);
    });
  });

  it('asks once only with a token that is refused', async () => {
    server.answer = () => ({ status: 401, json: {} });

    await expect(clientOf().applications()).rejects.toMatchObject({
      name: 'AuthenticationError',
    });
    expect(server.requests).toHaveLength(1);
  });

  it('asks without credentials where none are configured', async () => {
    server.answer = () => ({ json: {} });

    await clientOf({ credentials: undefined }).applications();

    expect(server.requests[0].headers.authorization).toBeUndefined();
  });

  describe('over TLS', () => {
    it('trusts the authority it is told, and no other', async () => {
      const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gitops-tls-'));
      const file = (name: string) => path.join(folder, name);
      execFileSync(
        'openssl',
        [
          ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1'],
          ...[
            '-subj',
            '/CN=localhost',
            '-addext',
            'subjectAltName=IP:127.0.0.1',
          ],
          ...['-keyout', file('key.pem'), '-out', file('ca.pem')],
        ],
        { stdio: 'ignore' },
      );
      let asked = 0;
      const secure = https.createServer(
        {
          key: fs.readFileSync(file('key.pem')),
          cert: fs.readFileSync(file('ca.pem')),
        },
        (_, response) => {
          asked += 1;
          response.end('{"items":null}');
        },
      );
      await listen(secure);
      const { port } = secure.address() as AddressInfo;
      const url = `https://127.0.0.1:${port}`;

      await expect(clientOf({ url }).applications()).rejects.toThrow(
        "its certificate isn't trusted (DEPTH_ZERO_SELF_SIGNED_CERT)",
      );
      expect(asked).toBe(0);
      await expect(
        clientOf({ url, caFile: file('absent.pem') }).applications(),
      ).rejects.toThrow("can't be read");
      await clientOf({ url, caFile: file('ca.pem') }).applications();
      expect(asked).toBe(1);

      clients.forEach(client => client.close());
      secure.closeAllConnections();
      secure.close();
      fs.rmSync(folder, { recursive: true });
    });
  });

  describe('stream', () => {
    const event = (type: string, name: string) =>
      `data: ${JSON.stringify({
        result: { type, application: { metadata: { name } } },
      })}\n\n`;

    async function read(client: ArgoCdClient, opened = () => undefined) {
      const seen: string[] = [];
      for await (const { type, application } of client.stream({
        ...{ resourceVersion: '7', onOpen: opened },
        signal: new AbortController().signal,
      })) {
        seen.push(`${type} ${JSON.stringify(application)}`);
      }
      return seen;
    }

    it('tells events as they come, over comments and cuts', async () => {
      server.answer = () => response => {
        response.writeHead(200);
        response.write(`:\n\n${event('ADDED', 'a')}event: x\r\n`);
        const text = event('DELETED', 'ü').replaceAll('\n', '\r\n');
        response.write(text.slice(0, 20));
        response.write(text.slice(20));
        response.end(event('MODIFIED', 'cut').slice(0, -2));
      };
      let opened = 0;

      const seen = await read(clientOf(), () => {
        opened += 1;
        return undefined;
      });

      expect(seen).toEqual([
        'ADDED {"metadata":{"name":"a"}}',
        'DELETED {"metadata":{"name":"ü"}}',
      ]);
      expect(opened).toBe(1);
      const [{ path: asked, query, headers }] = server.requests;
      expect(asked).toBe('/api/v1/stream/applications');
      expect(query.get('resourceVersion')).toBe('7');
      expect(query.get('fields')).toContain('result.application.spec');
      expect(headers.accept).toBe('text/event-stream');
    });

    it('ends after a silence', async () => {
      server.answer = () => response => {
        response.writeHead(200);
        response.write(event('ADDED', 'a'));
      };

      const seen = await read(clientOf({}, { streamIdleMs: 50 }));

      expect(seen).toHaveLength(1);
    });

    it('fails where no head comes', async () => {
      server.answer = () => () => undefined;

      await expect(read(clientOf({}, { streamIdleMs: 50 }))).rejects.toThrow(
        "Argo CD 'eu': following applications failed: no answer within 50 ms",
      );
    });

    it('says which instance broke off', async () => {
      server.answer = () => response => {
        response.writeHead(200);
        response.write(event('ADDED', 'a'), () => response.destroy());
      };

      await expect(read(clientOf())).rejects.toThrow(
        "Argo CD 'eu': following applications failed",
      );
    });

    it.each([
      ['data: {"result":{"type":"ADDED"}}\n\n', "can't be read"],
      ['data: <html>\n\n', "can't be read"],
      [
        'data: {"error":{"grpc_code":7,"message":"permission denied"}}\n\n',
        'failed: permission denied',
      ],
    ])('fails on %j', async (text, message) => {
      server.answer = () => ({ text });

      await expect(read(clientOf())).rejects.toThrow(message);
    });

    it('fails on an event without end', async () => {
      server.answer = () => response => {
        response.writeHead(200);
        response.write(`data: ${'x'.repeat(5000)}`);
      };

      await expect(read(clientOf({}, { eventBytes: 1000 }))).rejects.toThrow(
        'larger than 1000 bytes',
      );
    });
  });
});

function listen(server: http.Server | https.Server): Promise<void> {
  return new Promise(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
}
