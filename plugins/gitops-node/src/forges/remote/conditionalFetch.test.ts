import { createServer, Server } from 'node:http';
import { once } from 'node:events';
import { conditionalFetch } from './conditionalFetch';

describe('conditionalFetch', () => {
  let server: Server;
  let url: string;
  let tag: string;
  let asked: { method?: string; ifNoneMatch?: string }[];

  beforeAll(async () => {
    server = createServer((request, response) => {
      const { method, headers } = request;
      asked.push({ method, ifNoneMatch: headers['if-none-match'] });
      if (request.url === '/untagged') {
        response.end('{}');
        return;
      }
      response.setHeader('etag', tag);
      response.setHeader('x-ratelimit-remaining', `${5000 - asked.length}`);
      const isSame = headers['if-none-match'] === tag;
      response.writeHead(isSame ? 304 : 200);
      response.end(isSame ? undefined : JSON.stringify({ tag }));
    });
    // A client that is late would send on a connection that was given up.
    server.keepAliveTimeout = 0;
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error();
    url = `http://127.0.0.1:${address.port}`;
  });

  afterAll(() => new Promise(resolve => server.close(resolve)));

  beforeEach(() => {
    asked = [];
    tag = '"one"';
  });

  it('takes what it has where the forge says that it is the same', async () => {
    const send = conditionalFetch(fetch);
    await send(`${url}/pulls?page=1`);
    const again = await send(`${url}/pulls?page=1`);
    expect(again.status).toBe(200);
    expect(again.url).toBe(`${url}/pulls?page=1`);
    expect(again.headers.get('x-ratelimit-remaining')).toBe('4998');
    await expect(again.json()).resolves.toEqual({ tag: '"one"' });
    expect(asked.map(({ ifNoneMatch }) => ifNoneMatch)).toEqual([
      undefined,
      '"one"',
    ]);
  });

  it('takes what is new', async () => {
    const send = conditionalFetch(fetch);
    await send(url);
    tag = '"two"';
    const changed = await send(url);
    await expect(changed.json()).resolves.toEqual({ tag: '"two"' });
  });

  it('knows nothing of what has no tag, or is no reading', async () => {
    const send = conditionalFetch(fetch);
    await send(`${url}/untagged`);
    await send(`${url}/untagged`);
    await send(url, { method: 'POST' });
    await send(url, { method: 'POST' });
    expect(asked.every(({ ifNoneMatch }) => ifNoneMatch === undefined)).toBe(
      true,
    );
  });

  it('forgets what was not asked for longest', async () => {
    const send = conditionalFetch(fetch);
    for (let at = 0; at <= 500; at += 1) await send(`${url}/${at}`);
    asked = [];
    await send(`${url}/0`);
    await send(`${url}/500`);
    expect(asked.map(({ ifNoneMatch }) => ifNoneMatch)).toEqual([
      undefined,
      '"one"',
    ]);
  });
});
