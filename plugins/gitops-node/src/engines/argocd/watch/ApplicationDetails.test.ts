import { applicationAnswer } from '@backstage-gitops/envtest';
import { ServerResponse } from 'node:http';
import { HostileServer } from '../../../clusters/testing/HostileServer';
import { ManualTime } from '../../../clusters/testing/ManualTime';
import { ArgoCdClient } from '../api/ArgoCdClient';
import { ArgoCdApplication } from '../read/ArgoCdApplication';
import { readApplication } from '../read/readApplication';
import { ApplicationDetails } from './ApplicationDetails';
import { RequestBudget } from './RequestBudget';

const resource = (name: string) => ({
  ...{ kind: 'ConfigMap', namespace: 'shop', name, liveState: 'null' },
});

function outOfSync(): ArgoCdApplication {
  const read = readApplication(
    applicationAnswer({
      status: {
        sync: { status: 'OutOfSync' },
        resources: [
          { ...resource('same'), status: 'Synced' },
          { ...resource('other'), status: 'OutOfSync' },
        ],
      },
    }),
    'eu',
  );
  if (read === undefined) throw new Error('It was not read');
  return read;
}

describe('ApplicationDetails', () => {
  let server: HostileServer;
  let client: ArgoCdClient;
  let details: ApplicationDetails;
  let running: Promise<void>;
  let onDetails: () => void;
  const stop = { now: new AbortController() };

  beforeEach(async () => {
    server = await HostileServer.start();
    client = new ArgoCdClient({ name: 'eu', url: server.url, clusters: [] });
    const time = new ManualTime();
    stop.now = new AbortController();
    onDetails = () => {};
    details = new ApplicationDetails({
      ...{ client, time, againMs: 60_000, onDetails: () => onDetails() },
      budget: new RequestBudget({ time, everyMs: 1, burst: 10 }),
    });
    running = details.run(stop.now.signal);
  });
  afterEach(async () => {
    stop.now.abort();
    await running;
    client.close();
    await server.stop();
  });

  const told = (work: () => void) =>
    new Promise<void>(resolve => {
      onDetails = resolve;
      work();
    });

  it('keeps what differs, and nothing of what does not', async () => {
    server.answer = () => ({
      json: { items: [resource('same'), resource('other')] },
    });

    await told(() => details.want(outOfSync()));

    expect(details.get('argocd/shop')?.managed).toMatchObject([
      { name: 'other' },
    ]);
  });

  it('asks once for what is wanted again until it is answered', async () => {
    const asked = new Promise<ServerResponse>(resolve => {
      server.answer = ({ path }) =>
        path.includes('/shop/') ? resolve : { json: { items: [] } };
    });
    details.want(outOfSync());
    const answer = await asked;

    details.want(outOfSync());
    await told(() => answer.end(JSON.stringify({ items: [] })));
    // One after another: what is waited for yet is asked for before the next.
    await new Promise(setImmediate);
    await told(() => details.want({ ...outOfSync(), name: 'next' }));

    expect(server.countOf('/api/v1/applications/shop/managed-resources')).toBe(
      1,
    );
  });

  it('asks anew for what differs otherwise by the time it is answered', async () => {
    const asked = new Promise<ServerResponse>(resolve => {
      server.answer = () => resolve;
    });
    details.want(outOfSync());
    const answer = await asked;

    const other = [{ ...outOfSync().resources[1], name: 'third' }];
    details.want({ ...outOfSync(), resources: other });
    server.answer = () => ({ json: { items: [resource('third')] } });
    await told(() => answer.end(JSON.stringify({ items: [] })));
    await told(() => undefined);

    expect(details.get('argocd/shop')?.managed).toMatchObject([
      { name: 'third' },
    ]);
  });

  it('keeps nothing of what is gone by the time it is answered', async () => {
    const asked = new Promise<ServerResponse>(resolve => {
      server.answer = ({ path }) =>
        path.includes('/shop/') ? resolve : { json: { items: [] } };
    });
    details.want(outOfSync());
    const answer = await asked;

    details.forget('argocd/shop');
    answer.end(JSON.stringify({ items: [resource('other')] }));
    await told(() => details.want({ ...outOfSync(), name: 'next' }));

    expect(details.get('argocd/shop')).toBeUndefined();
  });
});
