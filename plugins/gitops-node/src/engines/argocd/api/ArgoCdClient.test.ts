import { HostileServer } from '../../../clusters/testing/HostileServer';
import { ClientsOnServer, token } from '../__testUtils__/ClientsOnServer';

describe('ArgoCdClient', () => {
  let on: ClientsOnServer;
  let server: HostileServer;

  beforeEach(async () => {
    on = await ClientsOnServer.start();
    server = on.server;
  });
  afterEach(() => on.stop());

  const clientOf: ClientsOnServer['client'] = (...args) => on.client(...args);

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

  it.each([401, 403, 404])(
    'takes a refusal (%d) for a sign that it is there',
    async status => {
      server.answer = () => ({ status, json: { message: 'no' } });

      await clientOf().answers();

      expect(server.requests[0].path).toBe('/api/v1/session/userinfo');
    },
  );

  it('knows that nobody is there, whatever else is waited for', async () => {
    server.answer = ({ path }) =>
      path.endsWith('/userinfo') ? { status: 503, json: {} } : () => undefined;
    const client = clientOf({}, { concurrentRequests: 1 });
    const stop = new AbortController();
    const waiting = client
      .applications({ signal: stop.signal })
      .catch(() => undefined);

    await expect(client.answers()).rejects.toMatchObject({
      name: 'ServiceUnavailableError',
      message: "Argo CD 'eu': asking whether it answers failed (503)",
    });
    stop.abort();
    await waiting;
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
        message: `rpc error: code = Unknown desc = can't clone https://bot:hush@git.example/x with Bearer ${token}, that is ${token}`,
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

  it('asks once only with a token that is refused', async () => {
    server.answer = () => ({ status: 401, json: {} });

    await expect(clientOf().applications()).rejects.toMatchObject({
      name: 'AuthenticationError',
    });
    expect(server.requests).toHaveLength(1);
  });

  it('asks without credentials where none are configured', async () => {
    server.answer = () => ({ json: { items: null } });

    await clientOf({ credentials: undefined }).applications();

    expect(server.requests[0].headers.authorization).toBeUndefined();
  });
});
