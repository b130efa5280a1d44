import fs from 'node:fs';
import os from 'node:os';
import { ApiServer } from './ApiServer';
import { ArgoCd } from './ArgoCd';
import { describeWithEngines } from './findEngine';

jest.setTimeout(300_000);

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
    const before = temporaryFolders();
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

    let seen = '';
    while (!seen.includes('ComparisonError')) {
      seen = JSON.stringify(await server.read(application));
    }
    const list = (authorization: string) =>
      fetch(`${argoCd?.url}/api/v1/applications`, {
        headers: { authorization },
      });

    expect(seen).toContain('connection refused');
    expect((await list('Bearer wrong')).status).toBe(401);
    const answer = await list(`Bearer ${argoCd.accounts.token}`);
    expect(await answer.json()).toMatchObject({
      items: [{ metadata: { name: 'absent' } }],
    });
    await argoCd.stop();
    argoCd = undefined;
    expect(temporaryFolders()).toEqual(before);
  });
});

function temporaryFolders(): string[] {
  return fs
    .readdirSync(os.tmpdir())
    .filter(name => /^argocd-\w{6}$/.test(name));
}
