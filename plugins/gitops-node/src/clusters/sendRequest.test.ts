import { once } from 'node:events';
import http from 'node:http';
import { AddressInfo } from 'node:net';
import { readText } from './readAnswer';
import { sendRequest } from './sendRequest';

describe('sendRequest', () => {
  const agent = new http.Agent({ keepAlive: true });
  /** Of each connection that was made, what was asked on it. */
  let connections: Map<unknown, string[]>;
  /** How many answers a connection gives before it is given up. */
  let answers: number;
  let server: http.Server;

  beforeEach(async () => {
    connections = new Map();
    answers = 1;
    server = http.createServer((request, response) => {
      const asked = connections.get(request.socket) ?? [];
      connections.set(request.socket, [...asked, request.method ?? '']);
      if (asked.length < answers) response.end('answer');
      else request.socket.destroy();
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise(resolve => server.close(resolve));
  });
  afterAll(() => agent.destroy());

  async function send(method: string): Promise<string> {
    const { port } = server.address() as AddressInfo;
    const { body } = await sendRequest(
      { baseUrl: new URL(`http://127.0.0.1:${port}`), headers: {}, agent },
      {
        ...{ method, path: '/', headers: {} },
        signal: new AbortController().signal,
      },
    );
    return readText(body, 100);
  }

  it('asks anew on another connection where a kept one was given up', async () => {
    await send('GET');
    expect(await send('GET')).toBe('answer');
    expect([...connections.values()]).toEqual([['GET', 'GET'], ['GET']]);
  });

  it('does not do twice what may have been done', async () => {
    await send('GET');
    await expect(send('POST')).rejects.toThrow(/hang up|ECONNRESET/);
    expect([...connections.values()]).toEqual([['GET', 'POST']]);
  });

  it('fails where a new connection is given up, too', async () => {
    answers = 0;
    await expect(send('GET')).rejects.toThrow(/hang up|ECONNRESET/);
    expect([...connections.values()]).toEqual([['GET']]);
  });
});
