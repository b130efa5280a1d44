import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ApiServer } from './ApiServer';
import { describeWithEngines } from './findEngine';
import { FluxControllers } from './FluxControllers';

jest.setTimeout(180_000);

describeWithEngines(['flux'], 'FluxControllers', () => {
  let server: ApiServer;
  let flux: FluxControllers | undefined;

  beforeAll(async () => {
    server = await ApiServer.start();
  });
  afterAll(async () => {
    await flux?.stop();
    await server?.stop();
  });

  it('reconcile what is put into the API server, and take what they wrote with them', async () => {
    const before = temporaryFolders();
    flux = await FluxControllers.start(server, ['source-controller']);
    const repository = {
      apiVersion: 'source.toolkit.fluxcd.io/v1',
      kind: 'GitRepository',
      metadata: { name: 'absent', namespace: 'flux-system' },
      spec: { url: 'http://127.0.0.1:9/absent', interval: '1h' },
    };
    await server.apply(repository, { fieldManager: 'test' });

    const seen = await untilSeen(async () => {
      const found = await server.read(repository);
      const text = JSON.stringify(found?.status ?? {});
      return text.includes('GitOperationFailed') ? text : undefined;
    });

    expect(seen).toContain('connection refused');
    await flux.stop();
    flux = undefined;
    expect(temporaryFolders()).toEqual(before);
  });
});

async function untilSeen(look: () => Promise<string | undefined>) {
  for (;;) {
    const seen = await look();
    if (seen !== undefined) return seen;
  }
}

function temporaryFolders(): string[] {
  return fs
    .readdirSync(os.tmpdir())
    .filter(name => name.startsWith('flux-'))
    .map(name => path.join(os.tmpdir(), name));
}
