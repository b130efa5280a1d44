import { HostileServer } from '../../../clusters/testing/HostileServer';
import { ManualTime } from '../../../clusters/testing/ManualTime';
import { ArgoCdClient } from '../api/ArgoCdClient';
import { ArgoCdLimits } from '../api/ArgoCdLimits';
import { ArgoCdInstance } from '../ArgoCdInstance';

export const token = 'token-of-the-portal';

/** A server that answers as a test wants it to, and clients of it. */
export class ClientsOnServer {
  readonly server: HostileServer;
  readonly #clients: ArgoCdClient[] = [];

  private constructor(server: HostileServer) {
    this.server = server;
  }

  static async start(): Promise<ClientsOnServer> {
    return new ClientsOnServer(await HostileServer.start());
  }

  client(
    instance: Partial<ArgoCdInstance> = {},
    limits: Partial<ArgoCdLimits> = {},
    time = new ManualTime(),
  ): ArgoCdClient {
    const client = new ArgoCdClient(
      {
        ...{ name: 'eu', url: this.server.url, clusters: [] },
        credentials: { type: 'token', token },
        ...instance,
      },
      limits,
      time,
    );
    this.#clients.push(client);
    return client;
  }

  async stop(): Promise<void> {
    this.#clients.forEach(client => client.close());
    await this.server.stop();
  }
}
