import fs from 'node:fs';
import { ApiServer } from './ApiServer';
import { ArgoCd } from './ArgoCd';
import { describeWithEngines } from './findEngine';
import { poll } from './poll';

describeWithEngines(['argocd'], 'ArgoCd', () => {
  let server: ApiServer;
  let argoCd: ArgoCd | undefined;

  beforeAll(async () => {
    server = await ApiServer.start();
  });
  afterAll(async () => {
    await argoCd?.stop();
    await server?.stop();
  });

  it('compares what is put into the API server, lets its accounts in, and takes what it wrote with it', async () => {
    argoCd = await ArgoCd.start(server, {
      parts: ['repo-server', 'application-controller', 'server'],
    });
    const application = {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Application',
      metadata: { name: 'absent', namespace: 'argocd' },
      spec: {
        project: 'default',
        source: { repoURL: 'http://127.0.0.1:9/absent', path: '.' },
        destination: { server: 'https://kubernetes.default.svc' },
      },
    };
    await server.apply(application, { fieldManager: 'test' });

    await poll(
      async () => JSON.stringify(await server.read(application)),
      text =>
        text.includes('ComparisonError') && text.includes('connection refused'),
    );
    const list = (authorization: string) =>
      fetch(`${argoCd?.url}/api/v1/applications`, {
        headers: { authorization },
      });

    expect((await list('Bearer wrong')).status).toBe(401);
    const { token } = argoCd.accounts;
    // The server hears of an Application by itself.
    await poll(
      async () => (await list(`Bearer ${token}`)).text(),
      text => /"name": ?"absent"/.test(text),
    );
    const { directory } = argoCd;
    expect(fs.readdirSync(directory)).toContain('server.log');
    await argoCd.stop();
    argoCd = undefined;
    expect(fs.existsSync(directory)).toBe(false);
  });
});
