import fs from 'node:fs';
import { ApiServer } from './ApiServer';
import { describeWithEngines } from './findEngine';
import { FluxControllers } from './FluxControllers';
import { poll } from './poll';

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
    flux = await FluxControllers.start(server, ['source-controller']);
    const repository = {
      apiVersion: 'source.toolkit.fluxcd.io/v1',
      kind: 'GitRepository',
      metadata: { name: 'absent', namespace: 'flux-system' },
      spec: { url: 'http://127.0.0.1:9/absent', interval: '1h' },
    };
    await server.apply(repository, { fieldManager: 'test' });

    await poll(
      async () => JSON.stringify((await server.read(repository))?.status ?? {}),
      status =>
        status.includes('GitOperationFailed') &&
        status.includes('connection refused'),
    );

    const { directory } = flux;
    expect(fs.readdirSync(directory)).toContain('source-controller.log');
    await flux.stop();
    flux = undefined;
    expect(fs.existsSync(directory)).toBe(false);
  });
});
