import { setTimeout as sleep } from 'node:timers/promises';
import { timeHeader } from '../cluster/api/ApiHandler';
import { isJsonObject, JsonObject } from '../cluster/Json';
import { outagePath } from '../cluster/SandboxCluster';
import { ClusterAddress } from '../clusters/kubeconfig';

/** How a write is signed. */
export interface Signature {
  readonly manager: string;
  /** ISO 8601: when it is said to have been. */
  readonly time: string;
}

/** A person's hand on a cluster: what kubectl would do. */
export class ClusterHand {
  readonly #cluster: ClusterAddress;

  constructor(cluster: ClusterAddress) {
    this.#cluster = cluster;
  }

  /** `undefined` where there is none. */
  async get(path: string): Promise<JsonObject | undefined> {
    const { status, body } = await this.#send('GET', path);
    return status === 404 ? undefined : this.#checked(path, status, body);
  }

  /** Looks again and again until there is one that is as wanted. */
  async wait(
    path: string,
    wanted: (object: JsonObject) => boolean,
    signal: AbortSignal,
  ): Promise<JsonObject> {
    for (;;) {
      const object = await this.get(path);
      if (object && wanted(object)) return object;
      await sleep(250, undefined, { signal });
    }
  }

  async patch(path: string, patch: JsonObject, signature: Signature) {
    return this.#write('merge-patch+json', path, patch, signature);
  }

  /** Server-side apply: what an engine would do. */
  async apply(path: string, object: JsonObject, signature: Signature) {
    return this.#write('apply-patch+yaml', path, object, signature);
  }

  /** Makes the cluster stop answering, or answer again. */
  async setOutage(isOut: boolean): Promise<void> {
    await this.#send(isOut ? 'PUT' : 'DELETE', outagePath);
  }

  async #write(
    type: 'merge-patch+json' | 'apply-patch+yaml',
    path: string,
    body: JsonObject,
    { manager, time }: Signature,
  ) {
    const where = `${path}?fieldManager=${encodeURIComponent(manager)}`;
    const answer = await this.#send('PATCH', where, { body, time, type });
    return this.#checked(path, answer.status, answer.body);
  }

  async #send(
    method: string,
    path: string,
    write: { body?: JsonObject; time?: string; type?: string } = {},
  ) {
    const { url, token } = this.#cluster;
    const { body, time, type = 'json' } = write;
    const response = await fetch(`${url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': `application/${type}`,
        ...(time && { [timeHeader]: time }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    const answer: unknown = await response.json();
    return { status: response.status, body: answer };
  }

  #checked(path: string, status: number, body: unknown): JsonObject {
    if (status < 300 && isJsonObject(body)) return body;
    const message = isJsonObject(body) ? body.message : 'no answer';
    throw new Error(`${this.#cluster.name} ${path}: ${status} ${message}`);
  }
}
