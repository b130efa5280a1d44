import {
  ApiServer,
  KubernetesObject,
  UserName,
} from '@backstage-gitops/envtest';
import {
  SyncResponse,
  UnitObservation,
} from '@backstage-gitops/plugin-gitops-common';
import { ClusterClient } from '../../clusters/ClusterClient';
import { createClusterClient } from '../../clusters/createClusterClient';
import { BuiltinEngine } from '../../engines/builtin/BuiltinEngine';
import { BuiltinEngineOptions } from '../../engines/builtin/BuiltinEngineOptions';
import { DesiredUnit, SyncOptions } from '../../engines/Engine';
import { Edit, editedObject } from './edits';

export type Comparison = UnitObservation['comparison'];

/** A real API server, and the built-in engine that makes it follow Git. */
export class FollowedCluster {
  readonly client: ClusterClient;

  constructor(readonly server: ApiServer, user: UserName = 'admin') {
    this.client = createClusterClient({
      name: 'real',
      connection: {
        type: 'server',
        url: server.url,
        caData: server.certificateAuthority,
        token: server.token(user),
        skipTLSVerify: false,
      },
    });
  }

  engine(options: Partial<BuiltinEngineOptions> = {}): BuiltinEngine {
    return new BuiltinEngine({ client: this.client, ...options });
  }

  /** Applies all that a unit declares. */
  async sync(
    unit: DesiredUnit,
    options: Partial<SyncOptions> = {},
    engine: Partial<BuiltinEngineOptions> = {},
  ): Promise<SyncResponse> {
    return this.engine({ mode: 'manual', ...engine }).sync(unit, {
      prune: true,
      dryRun: false,
      confirm: [],
      ...options,
    });
  }

  /** What the engine says of a unit when it looks for the first time. */
  async observe(
    unit: DesiredUnit,
    comparison: Comparison,
    options: Partial<BuiltinEngineOptions> = {},
  ): Promise<UnitObservation> {
    const looking = new AbortController();
    let seen: UnitObservation | undefined;
    const watching = this.engine({ ...options, comparison }).watch({
      units: async () => [unit],
      changed: () => new Promise(() => {}),
      onObservation: async observation => {
        seen ??= observation;
        looking.abort();
      },
      signal: looking.signal,
    });
    await watching.catch(error => {
      if (!seen) throw error;
    });
    if (!seen) throw new Error('The engine ended without an observation');
    return seen;
  }

  /** Does to the cluster what somebody does behind Git's back. */
  async edit(edit: Edit, unit: DesiredUnit): Promise<void> {
    const declared = unit.resources.map(({ resource }) => resource);
    const object = editedObject(edit, declared as KubernetesObject[]);
    const sub = edit.subresource ? `/${edit.subresource}` : '';
    const where = `${await this.server.pathOf(object)}${sub}`;
    const { status, body } = await this.server.request(
      'PATCH',
      `${where}?fieldManager=${edit.manager}`,
      { contentType: edit.contentType, body: edit.body },
    );
    if (status !== 200) {
      throw new Error(`${edit.object} refused: ${JSON.stringify(body)}`);
    }
  }

  async stop(): Promise<void> {
    await this.client.close();
    await this.server.stop();
  }
}
