import { ApiServer } from './ApiServer';
import { describeWithControllers } from './describeWithKubernetes';
import { PodRunner } from './PodRunner';
import { poll } from './poll';

const deployment = (name: string, tag: string) => ({
  ...{ apiVersion: 'apps/v1', kind: 'Deployment' },
  metadata: { name, namespace: 'books' },
  spec: {
    replicas: 2,
    selector: { matchLabels: { app: name } },
    template: {
      metadata: { labels: { app: name } },
      spec: { containers: [{ name: 'app', image: `books/${name}:${tag}` }] },
    },
  },
});

describeWithControllers('PodRunner', () => {
  it('brings a rollout to its end, but not one whose image cannot be pulled', async () => {
    const server = await ApiServer.start({ controllers: true });
    const runner = PodRunner.start(server, { readyAfterMilliseconds: 0 });
    try {
      await server.namespace('books');
      const works = deployment('payments', 'v2');
      const fails = deployment('search', 'v2-broken');
      for (const each of [works, fails]) {
        await server.apply(each, { fieldManager: 'test' });
      }

      await poll(
        () => text(works),
        seen => seen.includes('"availableReplicas":2'),
      );
      const pods = '/api/v1/namespaces/books/pods';
      await poll(
        async () => JSON.stringify(await server.get(pods)),
        seen => seen.includes('ImagePullBackOff'),
      );
      const failing = await poll(
        () => text(fails),
        seen => seen.includes('"unavailableReplicas":2'),
      );
      expect(failing).not.toContain('"availableReplicas"');
    } finally {
      await runner.stop();
      await server.stop();
    }

    async function text(object: ReturnType<typeof deployment>) {
      return JSON.stringify(await server.read(object));
    }
  });
});
