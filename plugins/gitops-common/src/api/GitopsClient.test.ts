import { GitopsClient } from './GitopsClient';

function clientAnswering(body: unknown, status = 200) {
  const requests: { url: string; init?: RequestInit }[] = [];
  const client = new GitopsClient({
    discoveryApi: { getBaseUrl: async id => `http://portal.test/api/${id}` },
    fetchApi: {
      fetch: async (url, init) => {
        requests.push({ url: String(url), init });
        return new Response(JSON.stringify(body), {
          status,
          headers: { 'Content-Type': 'application/json' },
        });
      },
    },
  });
  return { client, requests };
}

describe('GitopsClient', () => {
  it('encodes what names a path, so that a name stays one segment', async () => {
    const { client, requests } = clientAnswering({ items: [] });
    await client.targetHistory('shop/../../admin?x=1', { limit: 5 });
    expect(requests[0].url).toBe(
      'http://portal.test/api/gitops/targets/shop%2F..%2F..%2Fadmin%3Fx%3D1/history?limit=5',
    );
  });

  it.each(['.', '..', ''])('asks nothing for the name %j', async name => {
    const { client, requests } = clientAnswering({ items: [] });
    await expect(client.proposal(name)).rejects.toThrow('names nothing');
    expect(requests).toEqual([]);
  });

  it('leaves out what is not asked', async () => {
    const { client, requests } = clientAnswering({ items: [] });
    await client.entityHistory('component:default/cart', {
      environment: undefined,
    });
    expect(requests[0].url).toBe(
      'http://portal.test/api/gitops/entities/component/default/cart/history',
    );
  });

  it('sends a token where one is given', async () => {
    const { client, requests } = clientAnswering({ items: [] });
    await client.repositories({ token: 'opaque' });
    expect(requests[0].init?.headers).toEqual({
      Authorization: 'Bearer opaque',
    });
  });

  it('rejects with what the backend said', async () => {
    const { client } = clientAnswering(
      {
        error: { name: 'NotAllowedError', message: 'not for you' },
        request: { method: 'GET', url: '/repositories' },
        response: { statusCode: 403 },
      },
      403,
    );
    await expect(client.repositories()).rejects.toMatchObject({
      body: { error: { message: 'not for you' } },
    });
  });

  it('refuses an answer of another shape', async () => {
    const { client } = clientAnswering({ items: [{ id: 1 }] });
    await expect(client.repositories()).rejects.toThrow();
  });
});
