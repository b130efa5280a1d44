import { ArgoCdStandIn } from '@backstage-gitops/envtest';
import { enginesResponseSchema } from '@backstage-gitops/plugin-gitops-common';
import { Knex } from 'knex';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import https from 'node:https';
import os from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import {
  askedBeside,
  deploying,
  liveOf,
  readingArgoCd,
  standInToken,
} from './__testUtils__/argoCdPortals';
import { createTestDatabases } from './__testUtils__/databases';
import { answer, testPortals, until } from './__testUtils__/portals';
import { TestPortal } from './__testUtils__/startGitops';

const production = 'cart-production';

/** Out of sync and unwell, so that all there is to ask is asked. */
const unwell = {
  sync: { status: 'OutOfSync', revision: '1'.repeat(40) },
  health: { status: 'Degraded' },
};

const pages = [
  '/entities/component/default/cart/targets',
  '/targets',
  '/engines',
  '/clusters',
  `/targets/${production}`,
  `/targets/${production}/resources`,
  `/targets/${production}/drift`,
  `/targets/${production}/delivery`,
  `/targets/${production}/manifest?kind=ConfigMap&name=cm`,
];

/** All that the database holds, as text. */
async function dump(knex: Knex): Promise<string> {
  const isSqlite = String(knex.client.config.client).includes('sqlite');
  const names: { name: string }[] = isSqlite
    ? await knex('sqlite_master').where({ type: 'table' }).select('name')
    : await knex('information_schema.tables')
        .where({ table_schema: 'public' })
        .select('table_name as name');
  const rows = await Promise.all(names.map(({ name }) => knex(name)));
  expect(rows.flat().length).toBeGreaterThan(10);
  return JSON.stringify(rows);
}

describe.each(createTestDatabases().eachSupportedId())(
  'what Argo CD may not do on %s',
  id => {
    const { databases, startAndRead } = testPortals(id);
    const closing: (() => unknown)[] = [];

    afterEach(async () => {
      for (const close of closing.splice(0)) await close();
    });

    async function serve(): Promise<ArgoCdStandIn> {
      const server = await ArgoCdStandIn.start('eu');
      closing.push(() => server.stop());
      return server;
    }

    const engine = async (portal: TestPortal) =>
      (await answer(enginesResponseSchema, portal.get('/engines'))).items[0];

    async function allAnswers(portal: TestPortal): Promise<string> {
      const answers = await Promise.all([
        ...pages.map(page => portal.get(page)),
        portal.post(`/targets/${production}/sync`, {}),
        portal.post(`/targets/${production}/engine`, { action: 'refresh' }),
        portal.post(`/targets/${production}/engine`, { action: 'terminate' }),
      ]);
      return JSON.stringify(
        answers.map(({ body, headers }) => [body, headers]),
      );
    }

    it.each(['../clusters', 'a/b', '%2e%2e', '..', 'a%2fb', 'x\\..\\y'])(
      'have another path asked by the name %s',
      async name => {
        const server = await serve();
        server.put(
          deploying(production, { metadata: { name }, status: unwell }),
        );
        const portal = await startAndRead(readingArgoCd([server]));
        await until(
          async () => (await liveOf(portal, production))?.state === 'observed',
        );

        await allAnswers(portal);

        expect(askedBeside([server])).toEqual([]);
        expect(server.written).toEqual([]);
      },
    );

    it('get its token into a log, an error, a row or an answer', async () => {
      const server = await serve();
      const knex = await databases.init(id);
      server.put(deploying(production, { status: unwell }));
      const portal = await startAndRead({ knex, ...readingArgoCd([server]) });
      await until(
        async () => (await liveOf(portal, production))?.state === 'observed',
      );
      const told = [await allAnswers(portal)];

      server.fail('repeating');
      await until(async () => (await engine(portal)).state === 'failed');
      told.push(await allAnswers(portal));
      server.fail('refusing');
      told.push(await allAnswers(portal));

      expect(told[1]).toContain('no: Bearer ***');
      const all = [...told, await dump(knex), portal.logged()].join('\n');
      expect(all).not.toContain(standInToken);
      expect(all).not.toContain(Buffer.from(standInToken).toString('base64'));
      expect(JSON.stringify(portal.audits())).not.toContain(standInToken);
    });

    it('be believed with a certificate that nobody vouches for', async () => {
      const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gitops-tls-'));
      closing.push(() => fs.rmSync(folder, { recursive: true }));
      const [key, cert] = ['key.pem', 'cert.pem'].map(file =>
        path.join(folder, file),
      );
      execFileSync(
        'openssl',
        [
          ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1'],
          ...['-subj', '/CN=localhost', '-keyout', key, '-out', cert],
          ...['-addext', 'subjectAltName=IP:127.0.0.1'],
        ],
        { stdio: 'ignore' },
      );
      let asked = 0;
      const server = https.createServer(
        { key: fs.readFileSync(key), cert: fs.readFileSync(cert) },
        (_, response) => {
          asked += 1;
          response.end('{"items":null}');
        },
      );
      await new Promise<void>(resolve => {
        server.listen(0, '127.0.0.1', resolve);
      });
      closing.push(() => server.close());
      const { port } = z.object({ port: z.number() }).parse(server.address());
      const url = `https://127.0.0.1:${port}`;
      const portal = await startAndRead({
        config: {
          gitops: {
            repositories: [
              { id: 'platform', url: 'https://github.com/acme/platform' },
            ],
            engines: {
              argocd: { instances: [{ name: 'eu', url, token: standInToken }] },
            },
          },
        },
      });

      await until(async () => (await engine(portal)).state === 'failed');

      expect(await engine(portal)).toMatchObject({
        ...{ kind: 'argocd', name: 'eu' },
        reason: expect.stringMatching(/certificate/),
      });
      expect(asked).toBe(0);
    });
  },
);
