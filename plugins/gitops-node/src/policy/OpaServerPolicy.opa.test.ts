import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { OpaServerPolicy } from './OpaServerPolicy';
import { PolicyInput } from './Policy';
import { describeWithOpa, OpaServer } from './testing/OpaServer';

// eslint-disable-next-line no-restricted-syntax -- tests are not bundled
const fixtures = path.resolve(__dirname, '__fixtures__');

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

describeWithOpa('OpaServerPolicy on a real server', () => {
  let server: OpaServer;
  let directory: string;

  beforeAll(async () => {
    directory = await fs.mkdtemp(path.join(os.tmpdir(), 'gitops-opa-'));
    const authorization = path.join(directory, 'authz.rego');
    await fs.writeFile(
      authorization,
      'package system.authz\n\ndefault allow := false\n\nallow if input.identity == "opa-secret"\n',
    );
    server = await OpaServer.start(
      [
        path.join(fixtures, 'policy.rego'),
        path.join(fixtures, 'data.json'),
        authorization,
      ],
      ['--authentication=token', '--authorization=basic'],
    );
  });

  afterAll(async () => {
    await server.stop();
    await fs.rm(directory, { recursive: true });
  });

  const policy = (more: object = {}) =>
    new OpaServerPolicy({
      name: 'limits',
      url: server.url,
      package: 'gitops',
      token: 'opa-secret',
      ...more,
    });

  const denied = {
    policy: 'limits',
    level: 'deny',
    message: 'web has no memory limit',
    resource: 'apps/Deployment/shop/web',
  };
  const owned = { policy: 'limits', message: 'nobody owns this' };

  it('decides what the same package decides when it is compiled', async () => {
    await expect(policy().evaluate(input)).resolves.toEqual([
      denied,
      { ...owned, level: 'warn' },
    ]);
    const staging = { ...input, unit: { id: 'u', environment: 'staging' } };
    await expect(
      policy().evaluate({ ...staging, services: ['web'] }),
    ).resolves.toEqual([]);
  });

  it('warns only where its levels say so', async () => {
    await expect(
      policy({ levels: { production: 'warn' } }).evaluate(input),
    ).resolves.toEqual([
      { ...denied, level: 'warn' },
      { ...owned, level: 'warn' },
    ]);
  });

  it.each([
    ['a package that is not there', { package: 'acme/other' }, 'not there'],
    ['a token that is refused', { token: 'wrong' }, 'answers 401'],
    ['a port where nobody listens', { url: 'http://127.0.0.1:1' }, 'fetch'],
  ])('denies for %s', async (_, more, reason) => {
    await expect(policy(more).evaluate(input)).resolves.toMatchObject([
      { level: 'deny', message: expect.stringContaining(reason) },
    ]);
  });
});
