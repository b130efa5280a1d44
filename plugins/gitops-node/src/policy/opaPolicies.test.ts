import fs from 'node:fs/promises';
import http from 'node:http';
import { AddressInfo } from 'node:net';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { OpaServerPolicy } from './OpaServerPolicy';
import { OpaWasmPolicy } from './OpaWasmPolicy';
import { PolicyInput } from './Policy';

// eslint-disable-next-line no-restricted-syntax -- tests are not bundled
const bundle = path.resolve(__dirname, '__fixtures__/bundle.tar.gz');

const input: PolicyInput = {
  unit: { id: 'u', environment: 'production' },
  services: [],
  resources: [
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web', namespace: 'shop' },
      spec: { template: { spec: { containers: [{ name: 'web' }] } } },
    },
  ],
  now: new Date('2026-11-21T12:00:00Z'),
};

const denied = [
  {
    level: 'deny',
    policy: 'limits',
    message: 'web has no memory limit',
    resource: 'apps/Deployment/shop/web',
  },
  { level: 'warn', policy: 'limits', message: 'nobody owns this' },
];

describe('OpaWasmPolicy', () => {
  const load = async (entrypoint = 'gitops') =>
    OpaWasmPolicy.load(
      { name: 'limits', entrypoint },
      await fs.readFile(bundle),
    );

  it('runs a compiled bundle, with its data', async () => {
    const policy = await load();
    await expect(policy.evaluate(input)).resolves.toEqual(denied);
    const staging = { ...input, unit: { id: 'u', environment: 'staging' } };
    await expect(
      policy.evaluate({ ...staging, services: ['web'] }),
    ).resolves.toEqual([]);
  });

  it('warns only where its levels say so', async () => {
    const policy = await OpaWasmPolicy.load(
      { name: 'limits', entrypoint: 'gitops', levels: { production: 'warn' } },
      await fs.readFile(bundle),
    );
    await expect(policy.evaluate(input)).resolves.toEqual(
      denied.map(result => ({ ...result, level: 'warn' })),
    );
  });

  it('names the entrypoints that there are', async () => {
    await expect(load('other')).rejects.toThrow(
      'has no entrypoint other; it has gitops',
    );
  });

  it.each([
    ['no archive', Buffer.from('hello')],
    ['an archive without a module', gzipSync(Buffer.alloc(1024))],
    ['no module', Buffer.from('\0asm and then nothing')],
  ])('refuses %s', async (_, content) => {
    await expect(
      OpaWasmPolicy.load({ name: 'limits', entrypoint: 'gitops' }, content),
    ).rejects.toMatchObject({ name: 'InputError' });
  });
});

describe('OpaServerPolicy', () => {
  let server: http.Server;
  let answer: { status: number; body: string };
  const asked: { url?: string; body: string; token?: string }[] = [];

  beforeAll(async () => {
    server = http.createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      asked.push({
        url: request.url,
        body: Buffer.concat(chunks).toString(),
        token: request.headers.authorization,
      });
      response.writeHead(answer.status).end(answer.body);
    });
    // A client that is late would send on a connection that was given up.
    server.keepAliveTimeout = 0;
    server.listen(0, '127.0.0.1');
    await new Promise(resolve => server.once('listening', resolve));
  });

  afterAll(() => new Promise(resolve => server.close(resolve)));

  const policy = (name = 'acme/gitops') => {
    const { port } = server.address() as AddressInfo;
    return new OpaServerPolicy({
      name: 'limits',
      url: `http://127.0.0.1:${port}/`,
      package: name,
      token: 'opa-secret',
    });
  };

  it('asks the package with what is rendered', async () => {
    answer = {
      status: 200,
      body: JSON.stringify({ result: { deny: ['no'], warn: [{ msg: 'hm' }] } }),
    };
    await expect(policy().evaluate(input)).resolves.toEqual([
      { policy: 'limits', level: 'deny', message: 'no' },
      { policy: 'limits', level: 'warn', message: 'hm' },
    ]);
    const last = asked.at(-1);
    expect(last?.url).toBe('/v1/data/acme/gitops');
    expect(last?.token).toBe('Bearer opa-secret');
    expect(JSON.parse(last?.body ?? '')).toMatchObject({
      input: {
        unit: { environment: 'production' },
        resources: [{ kind: 'Deployment' }],
        now: '2026-11-21T12:00:00.000Z',
      },
    });
  });

  it('keeps names of packages from changing the path', async () => {
    answer = { status: 200, body: '{"result":{}}' };
    await policy('a/../../x?y').evaluate(input);
    expect(asked.at(-1)?.url).toMatch(/^\/v1\/data\/a\/.*x%3Fy$/);
  });

  it.each([
    ['an error', 500, '{}'],
    ['no such package', 200, '{}'],
    ['something else', 200, '{"result": true}'],
    ['no JSON', 200, 'hello'],
  ])('denies where the server has %s', async (_, status, body) => {
    answer = { status, body };
    const [result] = await policy().evaluate(input);
    expect(result).toMatchObject({
      level: 'deny',
      message: expect.stringContaining("can't be evaluated"),
    });
    expect(JSON.stringify(result)).not.toContain('opa-secret');
  });
});
