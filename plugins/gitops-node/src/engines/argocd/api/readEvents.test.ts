import { HostileServer } from '../../../clusters/testing/HostileServer';
import { ClientsOnServer } from '../__testUtils__/ClientsOnServer';
import { ArgoCdClient } from './ArgoCdClient';

describe('the stream of applications', () => {
  let on: ClientsOnServer;
  let server: HostileServer;

  beforeEach(async () => {
    on = await ClientsOnServer.start();
    server = on.server;
  });
  afterEach(() => on.stop());

  const clientOf: ClientsOnServer['client'] = (...args) => on.client(...args);

  const event = (type: string, name: string) =>
    `data: ${JSON.stringify({
      result: { type, application: { metadata: { name } } },
    })}\n\n`;

  async function read(client: ArgoCdClient, opened = () => undefined) {
    const seen: string[] = [];
    for await (const { type, application } of client.stream({
      ...{ onOpen: opened },
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
    expect(query.has('resourceVersion')).toBe(false);
    expect(query.get('fields')).toContain('result.application.spec');
    expect(headers.accept).toBe('text/event-stream');
  });

  it('ends after a silence', async () => {
    server.answer = () => response => {
      response.writeHead(200);
      response.write(event('ADDED', 'a'));
    };

    // Long enough for the head to come on a busy machine.
    const seen = await read(clientOf({}, { streamIdleMs: 2_000 }));

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
