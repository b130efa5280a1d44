import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import http, { IncomingHttpHeaders } from 'node:http';
import { AddressInfo } from 'node:net';
import { propose } from '../__testUtils__/propose';
import { startTestForge, TestForge } from '../__testUtils__/startTestForge';

const config = '/repos/acme/config';

interface Delivery {
  readonly event: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  readonly payload: any;
}

/** Takes note of what it is told. */
async function startListener() {
  const deliveries: Delivery[] = [];
  const server = http.createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const text = Buffer.concat(chunks).toString('utf8');
    const event = String(request.headers['x-github-event']);
    const { headers } = request;
    deliveries.push({ event, headers, text, payload: JSON.parse(text) });
    response.writeHead(202).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    ...{ deliveries, url: `http://127.0.0.1:${port}/hook` },
    close: async () => {
      server.close();
      await once(server, 'close');
    },
  };
}

describe('Webhooks', () => {
  let listener: Awaited<ReturnType<typeof startListener>>;
  let test: TestForge;

  beforeEach(async () => {
    listener = await startListener();
    test = await startTestForge({
      hooks: [{ url: listener.url, secret: 'between us', events: ['push'] }],
    });
  });

  afterEach(async () => {
    await test.close();
    await listener.close();
  });

  it('tell of a merge as a push, signed', async () => {
    const number = await propose(test.portal, 'topic', { a: '1\n' });
    const merged = await test.portal.put(`${config}/pulls/${number}/merge`);
    await test.forge.settled();
    const delivery = listener.deliveries[listener.deliveries.length - 1];
    expect(delivery.event).toBe('push');
    expect(delivery.payload).toMatchObject({
      ...{ ref: 'refs/heads/main', after: merged.body.sha },
      repository: {
        full_name: 'acme/config',
        clone_url: `${test.forge.url}/acme/config.git`,
      },
      commits: [{ message: 'Change a' }, {}],
      sender: { login: 'portal[bot]' },
    });
    const signature = createHmac('sha256', 'between us')
      .update(delivery.text)
      .digest('hex');
    expect(delivery.headers['x-hub-signature-256']).toBe(`sha256=${signature}`);
    expect(delivery.headers['x-github-delivery']).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('of a repository tell what they were made for', async () => {
    const other = await startListener();
    const hook = {
      ...{ name: 'web', events: ['pull_request', 'check_run'] },
      config: { url: other.url, content_type: 'json', secret: 'hidden' },
    };
    const made = await test.portal.post(`${config}/hooks`, hook);
    expect(made.status).toBe(201);
    expect(JSON.stringify(made.body)).not.toContain('hidden');
    expect((await test.portal.post(`${config}/hooks`, hook)).status).toBe(422);
    expect((await test.portal.get(`${config}/hooks`)).body).toHaveLength(1);
    const number = await propose(test.portal, 'topic', { a: '1\n' });
    await test.forge.finishChecks();
    await test.portal.patch(`${config}/pulls/${number}`, { state: 'closed' });
    await test.forge.settled();
    expect(
      other.deliveries.map(({ event, payload }) => [event, payload.action]),
    ).toEqual([
      ['ping', undefined],
      ['pull_request', 'opened'],
      ['check_run', 'created'],
      ['check_run', 'completed'],
      ['pull_request', 'closed'],
    ]);
    await other.close();
  });

  it.each([
    'https://hooks.example/take',
    'http://localhost.evil.example/',
    'http://user:password@localhost:1/',
    'file:///etc/passwd',
    'nothing',
  ])('leave this machine for nobody: %s', async url => {
    const { status } = await test.portal.post(`${config}/hooks`, {
      config: { url, content_type: 'json' },
    });
    expect(status).toBe(422);
  });

  it('that nobody answers keep nothing from happening', async () => {
    await listener.close();
    const number = await propose(test.portal, 'topic', { a: '1\n' });
    const { status } = await test.portal.put(`${config}/pulls/${number}/merge`);
    await test.forge.settled();
    expect(status).toBe(200);
    listener = await startListener();
  });
});
