import fs from 'node:fs';
import { ApiServer } from './ApiServer';
import {
  describeWithControllers,
  describeWithKubernetes,
} from './describeWithKubernetes';
import { poll } from './poll';

const configMap = (name: string, data: Record<string, string>) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace: 'books' },
  data,
});

const deployment = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'payments', namespace: 'books' },
  spec: {
    replicas: 2,
    selector: { matchLabels: { app: 'payments' } },
    template: {
      metadata: { labels: { app: 'payments' } },
      spec: { containers: [{ name: 'app', image: 'payments:v1' }] },
    },
  },
};

describeWithKubernetes('ApiServer', () => {
  let server: ApiServer;

  beforeAll(async () => {
    server = await ApiServer.start();
    await server.namespace('books');
  });
  afterAll(async () => {
    await server?.stop();
  });

  it('tells the version that it was built from', async () => {
    const version = await server.get('/version');

    expect(version).toMatchObject({
      gitVersion: expect.stringMatching(/^v1\.\d+\.\d+$/),
      major: '1',
      minor: expect.stringMatching(/^\d+$/),
    });
  });

  it('applies on behalf of a manager and records it', async () => {
    await server.apply(configMap('shelves', { a: '1' }), {
      fieldManager: 'gitops',
    });

    expect(await server.read(configMap('shelves', {}))).toMatchObject({
      data: { a: '1' },
      metadata: {
        managedFields: [{ manager: 'gitops', operation: 'Apply' }],
      },
    });
  });

  it('stores nothing on a dry run', async () => {
    await server.apply(configMap('draft', { a: '1' }), {
      fieldManager: 'gitops',
      dryRun: true,
    });

    expect(await server.read(configMap('draft', {}))).toBeUndefined();
  });

  it('allows a user what a role says and no more', async () => {
    await server.allow(
      'reader',
      [{ apiGroups: [''], resources: ['configmaps'], verbs: ['get', 'list'] }],
      'books',
    );
    const status = async (method: string, path: string) =>
      (await server.request(method, path, {}, 'reader')).status;

    expect(await status('GET', '/api/v1/namespaces/books/configmaps')).toBe(
      200,
    );
    expect(await status('GET', '/api/v1/configmaps')).toBe(403);
    expect(await status('GET', '/api/v1/namespaces/books/secrets')).toBe(403);
  });

  it('writes a kubeconfig that only its owner may read', () => {
    const file = server.kubeconfigFile('reader');

    expect(fs.readFileSync(file, 'utf8')).toContain(server.url);
    expect(fs.statSync(file).mode % 0o1000).toBe(0o600);
  });

  it('comes back after a crash with its address and its data', async () => {
    await server.apply(configMap('kept', { a: '1' }), {
      fieldManager: 'gitops',
    });
    await server.kill();
    await expect(server.get('/readyz')).rejects.toThrow('ECONNREFUSED');

    await server.restart();

    expect(await server.read(configMap('kept', {}))).toMatchObject({
      data: { a: '1' },
    });
  });

  it('answers again after a pause', async () => {
    server.pause();
    const answer = server.get('/version');
    const first = await Promise.race([answer, immediately()]);
    server.resume();

    expect(first).toBe('nothing');
    expect(await answer).toMatchObject({ major: '1' });
  });
});

describeWithControllers('ApiServer with controllers', () => {
  it('makes the replicas that a Deployment asks for', async () => {
    const server = await ApiServer.start({ controllers: true });
    try {
      await server.namespace('books');
      await server.apply(deployment, { fieldManager: 'gitops' });

      const countPods = async () => {
        const path = '/api/v1/namespaces/books/pods';
        const pods = (await server.get(path)) as { items: unknown[] };
        return pods.items.length;
      };
      await poll(countPods, count => count >= 2);

      expect(await countPods()).toBe(2);
    } finally {
      await server.stop();
    }
  });
});

/** Enough turns of the event loop for an answer that could come. */
async function immediately() {
  await new Promise(resolve => setTimeout(resolve, 200));
  return 'nothing';
}
