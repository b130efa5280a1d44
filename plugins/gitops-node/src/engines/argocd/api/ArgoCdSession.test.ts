import { HostileServer } from '../../../clusters/testing/HostileServer';
import { ManualTime } from '../../../clusters/testing/ManualTime';
import { ClientsOnServer } from '../__testUtils__/ClientsOnServer';

describe('ArgoCdSession', () => {
  let on: ClientsOnServer;
  let server: HostileServer;

  beforeEach(async () => {
    on = await ClientsOnServer.start();
    server = on.server;
  });
  afterEach(() => on.stop());

  const clientOf: ClientsOnServer['client'] = (...args) => on.client(...args);

  const credentials = {
    ...{ type: 'user' as const, username: 'portal', password: 'hush' },
  };

  function serveSessions(lifeMs: number, time: ManualTime) {
    let logins = 0;
    server.answer = request => {
      if (request.path !== '/api/v1/session') return { json: {} };
      logins += 1;
      const exp = Math.floor((time.now() + lifeMs) / 1000);
      const claims = Buffer.from(JSON.stringify({ exp })).toString('base64url');
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
    expect(server.requests.at(-1)?.headers.authorization).toMatch(/session-2$/);
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
