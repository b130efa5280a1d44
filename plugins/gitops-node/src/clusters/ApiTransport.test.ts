import {
  AuthenticationError,
  ConflictError,
  InputError,
  NotAllowedError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import { ClusterClient } from './ClusterClient';
import { createClusterClient } from './createClusterClient';
import { ClusterLimits } from './ClusterLimits';
import {
  configMap,
  failure,
  HostileAnswer,
  HostileServer,
} from './testing/HostileServer';
import { ManualTime } from './testing/ManualTime';

const ref = { group: '', kind: 'ConfigMap', namespace: 'shop', name: 'web' };
const path = '/api/v1/namespaces/shop/configmaps/web';
const object = {
  ...{ apiVersion: 'v1', kind: 'ConfigMap' },
  metadata: { name: 'web', namespace: 'shop' },
};
const manager = { fieldManager: 'test' };
const token = 'sekret-token';

const immediately = () =>
  new Promise(resolve => {
    setImmediate(resolve);
  });

describe('A client of a server that fails', () => {
  let server: HostileServer;
  let time: ManualTime;

  beforeEach(async () => {
    server = await HostileServer.start();
    time = new ManualTime();
  });
  afterEach(() => server.stop());

  function client(limits: Partial<ClusterLimits> = {}) {
    const connection = { ...server.connection, token };
    return createClusterClient({ name: 'eu', connection }, { limits, time });
  }

  /** Answers requests for the object one after the other, the last for ever. */
  function answering(...answers: HostileAnswer[]) {
    server.answer = request => {
      if (request.path !== path) return undefined;
      return answers.length > 1 ? answers.shift() : answers[0];
    };
  }

  /** However little time it has for it, on a machine that is busy. */
  async function discovered(impatient: ClusterClient): Promise<void> {
    const types = await impatient.resourceTypes().catch(() => undefined);
    if (types === undefined) await discovered(impatient);
  }

  const good = { json: configMap('web') };

  it.each([429, 500, 502, 503, 504])(
    'comes through a storm of %d',
    async code => {
      const bad = failure(code, 'Storm');
      answering(bad, bad, bad, good);

      expect(await client().get(ref)).toMatchObject({
        metadata: { name: 'web' },
      });
      expect(time.waits).toEqual([187.5, 375, 750]);
    },
  );

  it('waits for a server that has just started to admit anything', async () => {
    const starting = {
      ...{ kind: 'Status', code: 403, reason: 'Forbidden' },
      message: 'configmaps "web" is forbidden: not yet ready to handle request',
    };
    answering({ status: 403, json: starting }, good);

    await client().apply(object, manager);
    expect(server.countOf(path)).toBe(2);
  });

  it('gives up on a storm that lasts, and says what it was', async () => {
    answering(failure(503, 'Storm'));

    const asking = client().get(ref);
    await expect(asking).rejects.toThrow(ServiceUnavailableError);
    await expect(asking).rejects.toThrow(
      "Cluster 'eu': reading ConfigMap shop/web failed (503): Storm it is",
    );
    expect(server.countOf(path)).toBe(5);
  });

  it('waits as long as the server asks for', async () => {
    const later = { status: 429, headers: { 'Retry-After': '7' } };
    answering(later, good);

    await client().get(ref);
    expect(time.waits).toEqual([7000]);
  });

  it('does not wait for longer than a call may take', async () => {
    answering({ status: 429, headers: { 'Retry-After': '3600' } }, good);

    await expect(client().get(ref)).rejects.toThrow(ServiceUnavailableError);
    expect(time.waits).toEqual([]);
  });

  it('repeats an apply, which is the same twice', async () => {
    const bad = failure(500, 'Storm');
    answering(bad, response => response.destroy(), bad, good);

    await client().apply(object, manager);
    expect(server.countOf(path)).toBe(4);
  });

  it.each([
    ['a patch', () => client().patch(ref, {}, manager)],
    ['a deletion', () => client().delete(ref)],
  ])('never repeats %s', async (_, write) => {
    for (const answer of [
      failure(500, 'Storm'),
      failure(429, 'Storm'),
      (response: { destroy(): void }) => response.destroy(),
    ]) {
      server.requests.length = 0;
      answering(answer);
      await expect(write()).rejects.toThrow(ServiceUnavailableError);
      expect(server.countOf(path)).toBe(1);
    }
  });

  it.each([
    [400, InputError],
    [401, AuthenticationError],
    [403, NotAllowedError],
    [404, NotFoundError],
    [409, ConflictError],
    [413, InputError],
    [422, InputError],
    [302, ServiceUnavailableError],
    [507, ServiceUnavailableError],
  ])('tells apart what %d means', async (code, type) => {
    answering(failure(code, 'No'));
    await expect(client().apply(object, manager)).rejects.toThrow(type);
    expect(server.countOf(path)).toBe(code === 401 ? 2 : 1);
  });

  it('follows no redirect, which would take the token along', async () => {
    const elsewhere = await HostileServer.start();
    try {
      answering({ status: 307, headers: { Location: elsewhere.url } });
      await expect(client().get(ref)).rejects.toThrow('(307)');
      expect(elsewhere.requests).toEqual([]);
    } finally {
      await elsewhere.stop();
    }
  });

  it.each([
    ['a page of somebody else', { status: 404, text: '<html>Not found' }],
    ['a proxy', { status: 404, json: { error: { name: 'NotFoundError' } } }],
    ['a kind that vanished', failure(404, 'NotFound')],
    ['another object', failure(404, 'NotFound', { name: 'other' })],
  ])('does not take a 404 of %s for an absent object', async (_, answer) => {
    answering(answer);
    await expect(client().get(ref)).rejects.toThrow(NotFoundError);
    await expect(client().delete(ref)).rejects.toThrow(NotFoundError);

    answering(failure(404, 'NotFound', { name: 'web' }));
    expect(await client().get(ref)).toBeUndefined();
  });

  it.each([
    ['no JSON', { text: '<html>Sign in' }],
    ['no object', { json: [] }],
    ['an object without a name', { json: { metadata: {} } }],
    ['nothing', { text: '' }],
  ])('refuses an answer that is %s', async (_, answer) => {
    answering(answer);
    await expect(client().get(ref)).rejects.toThrow(ServiceUnavailableError);
  });

  it('refuses an answer that is too large', async () => {
    answering({ json: configMap('web', '1', { data: 'x'.repeat(3000) }) });
    await expect(client({ answerBytes: 2000 }).get(ref)).rejects.toThrow(
      "Cluster 'eu': reading ConfigMap shop/web: the answer is larger than 2000 bytes",
    );
    expect(server.countOf(path)).toBe(1);
  });

  it('ends when an answer does not come, or does not end', async () => {
    const silence = () => {};
    const halfway: HostileAnswer = response => response.write('{');
    for (const answer of [silence, halfway]) {
      answering(answer);
      const impatient = client({ requestMs: 100 });
      await discovered(impatient);
      const asking = impatient.get(ref);
      await expect(asking).rejects.toThrow(ServiceUnavailableError);
      await expect(asking).rejects.toThrow(
        "Cluster 'eu': reading ConfigMap shop/web took longer than 100 ms",
      );
    }
  });

  it('ends when it is told to, and lets go of the connection', async () => {
    const closed = new Promise<void>(resolve => {
      answering(response => response.on('close', resolve));
    });
    const stop = new AbortController();
    const asking = client().get(ref, { signal: stop.signal });
    asking.catch(() => {});
    while (server.countOf(path) === 0) await immediately();

    stop.abort(new Error('enough'));
    await expect(asking).rejects.toThrow('enough');
    await closed;
  });

  it('sends the token, and never tells it', async () => {
    answering({ status: 403, text: 'no' });
    const error = await client()
      .get(ref)
      .catch(reason => reason);

    const { headers } = server.requests[0];
    expect(headers.authorization).toBe(`Bearer ${token}`);
    expect(JSON.stringify([error, error.stack, error.message])).not.toContain(
      token,
    );
  });

  it('keeps what a server says to one line of some length', async () => {
    const message = `first\nsecond\u001b[31m ${'x'.repeat(5000)}`;
    answering({ status: 422, json: { kind: 'Status', message } });

    const { message: text } = await client()
      .get(ref)
      .catch(reason => reason);
    expect(text).toContain('first second [31m');
    expect(text.length).toBeLessThan(700);
  });

  it('says that nobody listens', async () => {
    const alone = client({ attempts: 2 });
    await server.stop();
    await expect(alone.get(ref)).rejects.toThrow(
      "Cluster 'eu': discovering /api failed: the connection failed (ECONNREFUSED)",
    );
    server = await HostileServer.start();
  });

  it('asks only so much at once', async () => {
    const held: (() => void)[] = [];
    let most = 0;
    server.answer = request => {
      if (!request.path.startsWith('/api/v1/')) return undefined;
      return response => {
        held.push(() => response.end(JSON.stringify(configMap('web'))));
        most = Math.max(most, held.length);
      };
    };
    const bounded = client({ concurrentRequests: 3 });
    await bounded.resourceTypes();
    let open = 10;
    const asking = Array.from({ length: open }, (_, index) =>
      bounded.get({ ...ref, name: `n-${index}` }).finally(() => open--),
    );
    while (open > 0) {
      await immediately();
      held.splice(0).forEach(end => end());
    }
    await Promise.all(asking);
    expect(most).toBeGreaterThan(0);
    expect(most).toBeLessThanOrEqual(3);
  });

  it('knows by how much a clock is off', async () => {
    const ahead = time.now() + 5 * 60_000;
    const Date = new global.Date(ahead).toUTCString();
    answering({ ...good, headers: { Date } });

    const skewed = client();
    expect(skewed.clockSkew()).toBeUndefined();
    await skewed.get(ref);
    expect(skewed.clockSkew()).toBe(5 * 60_000);
  });
});
