import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { ApiServer } from './ApiServer';

const pollMilliseconds = 500;

/** Of a tag that no registry has. */
const broken = /-broken$/;

const podSchema = z.object({
  metadata: z.object({
    name: z.string(),
    namespace: z.string(),
    creationTimestamp: z.string(),
  }),
  spec: z.object({
    containers: z.array(z.object({ name: z.string(), image: z.string() })),
  }),
  status: z.object({ containerStatuses: z.array(z.unknown()).optional() }),
});

const podsSchema = z.object({ items: z.array(podSchema) });

type Pod = z.infer<typeof podSchema>;

/**
 * Says of pods that they run, which a kubelet would: there is none here. A pod
 * is ready some time after it was made; one with an image whose tag ends in
 * `-broken` never is, as if that couldn't be pulled. Needs a server with
 * controllers, which make the pods.
 *
 *     const runner = PodRunner.start(server, { readyAfterMilliseconds: 3000 });
 *     …
 *     await runner.stop();
 *
 * @public
 */
export class PodRunner {
  readonly #server: ApiServer;
  readonly #readyAfter: number;
  readonly #stop = new AbortController();
  readonly #running: Promise<void>;

  private constructor(server: ApiServer, readyAfter: number) {
    this.#server = server;
    this.#readyAfter = readyAfter;
    this.#running = this.#run();
  }

  static start(
    server: ApiServer,
    options: { readonly readyAfterMilliseconds: number },
  ): PodRunner {
    return new PodRunner(server, options.readyAfterMilliseconds);
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      // A server that is away is looked at again.
      await this.#look().catch(() => undefined);
      // Being told to stop ends the wait.
      await delay(pollMilliseconds, undefined, { signal }).catch(
        () => undefined,
      );
    }
  }

  async #look(): Promise<void> {
    const pending = '/api/v1/pods?fieldSelector=status.phase%3DPending';
    const { items } = podsSchema.parse(await this.#server.get(pending));
    for (const pod of items) {
      const age = Date.now() - Date.parse(pod.metadata.creationTimestamp);
      if (age >= this.#readyAfter && !pod.status.containerStatuses?.length) {
        // One that is gone by now needs no status.
        await this.#write(pod).catch(() => undefined);
      }
    }
  }

  async #write({ metadata, spec }: Pod): Promise<void> {
    const { name, namespace } = metadata;
    await this.#server.patch(
      { apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace } },
      { status: statusOf(spec.containers, new Date().toISOString()) },
      { fieldManager: 'kubelet', subresource: 'status' },
    );
  }
}

function statusOf(containers: Pod['spec']['containers'], now: string) {
  const isReady = containers.every(({ image }) => !broken.test(image));
  const condition = (type: string, holds: boolean) => ({
    ...{ type, status: holds ? 'True' : 'False', lastTransitionTime: now },
    ...(!holds && { reason: 'ContainersNotReady' }),
  });
  return {
    phase: isReady ? 'Running' : 'Pending',
    startTime: now,
    conditions: [
      condition('PodScheduled', true),
      condition('Initialized', true),
      condition('ContainersReady', isReady),
      condition('Ready', isReady),
    ],
    containerStatuses: containers.map(({ name, image }) =>
      broken.test(image)
        ? { name, image, ...waiting(image) }
        : { name, image, ...running(image, now) },
    ),
  };
}

function running(image: string, startedAt: string) {
  const digest = createHash('sha256').update(image).digest('hex');
  return {
    ...{ ready: true, started: true, restartCount: 0 },
    imageID: `${image.replace(/:[^:/]*$/, '')}@sha256:${digest}`,
    state: { running: { startedAt } },
  };
}

function waiting(image: string) {
  return {
    ...{ ready: false, started: false, restartCount: 0, imageID: '' },
    state: {
      waiting: {
        reason: 'ImagePullBackOff',
        message: `Back-off pulling image "${image}"`,
      },
    },
  };
}
