import {
  ApiServer,
  KubernetesObject,
  UserName,
} from '@backstage-gitops/envtest';
import { ClusterClient } from '../../../clusters/ClusterClient';
import { ClusterLimits } from '../../../clusters/ClusterLimits';
import { createClusterClient } from '../../../clusters/createClusterClient';
import { DesiredUnit } from '../../Engine';
import { BuiltinEngine } from '../BuiltinEngine';
import { BuiltinEngineOptions } from '../BuiltinEngineOptions';
import { desiredUnit } from './desiredUnit';
import { WatchedEngine } from './WatchedEngine';

/** Built-in engines on a real API server, and what tests need beside. */
export class EngineOnServer {
  readonly server: ApiServer;
  readonly client: ClusterClient;
  readonly #watched: WatchedEngine[] = [];
  #count = 0;

  private constructor(server: ApiServer) {
    this.server = server;
    this.client = this.clientOf('admin');
  }

  static async start(): Promise<EngineOnServer> {
    return new EngineOnServer(await ApiServer.start());
  }

  async stop(): Promise<void> {
    await this.stopWatching();
    await this.client.close();
    await this.server.stop();
  }

  clientOf(user: UserName, limits: Partial<ClusterLimits> = {}): ClusterClient {
    const file = this.server.kubeconfigFile(user);
    return createClusterClient(
      { name: 'eu-1', connection: { type: 'kubeconfig', file } },
      { limits },
    );
  }

  engine(options: Partial<BuiltinEngineOptions> = {}): BuiltinEngine {
    return new BuiltinEngine({ client: this.client, debounce: 20, ...options });
  }

  watch(
    options: Partial<BuiltinEngineOptions>,
    units: readonly DesiredUnit[],
  ): WatchedEngine {
    const watched = new WatchedEngine(this.engine(options), units);
    this.#watched.push(watched);
    return watched;
  }

  async stopWatching(): Promise<void> {
    await Promise.all(this.#watched.splice(0).map(engine => engine.stop()));
  }

  /** A new namespace. */
  async namespace(): Promise<string> {
    this.#count += 1;
    const name = `shop-${this.#count}`;
    await this.server.namespace(name);
    return name;
  }

  /** A unit of its own for each `name`. */
  unit(
    name: string,
    resources: readonly KubernetesObject[],
    options: Parameters<typeof desiredUnit>[1] = {},
  ): DesiredUnit {
    const id = `books/Overlay/_/${name}@eu-1`;
    return desiredUnit(resources, { id, ...options });
  }
}
