import { HostileServer } from '../../../clusters/testing/HostileServer';
import { ManualTime } from '../../../clusters/testing/ManualTime';
import { ArgoCdClient } from '../api/ArgoCdClient';
import { ApplicationLooks } from './ApplicationLooks';

const shop = { namespace: 'argocd', name: 'shop' };

const answers: Readonly<Record<string, unknown>> = {
  'resource-tree': {
    nodes: [
      {
        ...{ group: 'apps', kind: 'Deployment', namespace: 'shop' },
        ...{ name: 'cart', uid: 'd' },
      },
      {
        ...{ kind: 'Pod', namespace: 'shop', name: 'cart-1', uid: 'p' },
        ...{ images: ['registry.acme.example/cart:v2'] },
        parentRefs: [{ kind: 'Deployment', name: 'cart', uid: 'd' }],
        health: { status: 'Healthy' },
      },
    ],
  },
  syncwindows: {
    canSync: false,
    activeWindows: [{ kind: 'deny', schedule: '0 9 * * *', duration: '1h' }],
    assignedWindows: [
      { kind: 'deny', schedule: '0 9 * * *', duration: '1h' },
      {
        ...{ kind: 'allow', schedule: '0 1 * * *', duration: '2h' },
        manualSync: true,
      },
    ],
  },
  events: {
    items: [
      {
        ...{ type: 'Normal', reason: 'OperationStarted', message: 'sync' },
        ...{ lastTimestamp: '2026-03-01T10:00:00Z', count: 2 },
        involvedObject: { kind: 'Application', name: 'shop' },
      },
      {
        ...{ type: 'Warning', reason: 'OperationCompleted' },
        message: 'failed at https://ada:secret@git.example/acme',
        lastTimestamp: '2026-03-01T11:00:00Z',
        involvedObject: {
          ...{ apiVersion: 'argoproj.io/v1alpha1', kind: 'Application' },
          ...{ namespace: 'argocd', name: 'shop' },
        },
      },
      { involvedObject: null },
    ],
  },
};

describe('ApplicationLooks', () => {
  const time = new ManualTime();
  let server: HostileServer;
  let client: ArgoCdClient;
  let looks: ApplicationLooks;
  let silent: string | undefined;

  const lookingFor = (lookMs: number) =>
    new ApplicationLooks({ client, time, lookMs });

  beforeEach(async () => {
    silent = undefined;
    server = await HostileServer.start();
    server.answer = ({ path }) => {
      const part = path.split('/').at(-1) ?? '';
      return part === silent ? () => undefined : { json: answers[part] };
    };
    client = new ArgoCdClient({ name: 'eu', url: server.url, clusters: [] });
    looks = lookingFor(120_000);
  });
  afterEach(async () => {
    client.close();
    await server.stop();
  });

  it('tells what runs, when it may be synced and what happened', async () => {
    const look = await looks.at(shop);

    expect(
      look.running?.([
        { group: 'apps', kind: 'Deployment', namespace: 'shop', name: 'cart' },
      ]),
    ).toMatchObject([
      { name: 'registry.acme.example/cart', version: 'v2', pods: 1, ready: 1 },
    ]);
    expect(look.canSync).toBe(false);
    expect(look.windows).toMatchObject([
      { kind: 'deny', active: true, manual: false },
      { kind: 'allow', active: false, manual: true },
    ]);
    expect(look.events).toMatchObject([
      { type: 'warning', message: 'failed at https://git.example/acme' },
      { type: 'normal', count: 2, object: { group: 'argoproj.io' } },
      { type: 'normal', count: 1, object: { kind: 'Application' } },
    ]);
    expect(look.unanswered).toBeUndefined();
  });

  it('asks once for all who look within some seconds', async () => {
    await Promise.all(Array.from({ length: 100 }, () => looks.at(shop)));
    time.advance(9_000);
    await looks.at(shop);
    expect(server.requests).toHaveLength(3);

    time.advance(2_000);
    await looks.at(shop);
    expect(server.requests).toHaveLength(6);

    looks.forget(shop);
    await looks.at(shop);
    expect(server.requests).toHaveLength(9);
  });

  it('tells the rest where something is not answered, and asks no more at once', async () => {
    silent = 'resource-tree';
    looks = lookingFor(2_000);

    const look = await looks.at(shop);
    await looks.at(shop);

    expect(look.running).toBeUndefined();
    expect(look.canSync).toBe(false);
    expect(look.unanswered).toBe("Argo CD 'eu' did not answer within 2000 ms");
    expect(server.requests).toHaveLength(3);
  });
});
