import { FleetRow, GitopsApi } from '@backstage-gitops/plugin-gitops-common';
import { AuthService, LoggerService } from '@backstage/backend-plugin-api';
import {
  EntityProvider,
  EntityProviderConnection,
} from '@backstage/plugin-catalog-node';
import { serviceEntities } from './serviceEntities';

const pageSize = 200;

/** Gives the catalog an entity for each service found in Git. */
export class ServiceEntityProvider implements EntityProvider {
  readonly #gitops: Pick<GitopsApi, 'fleet'>;
  readonly #auth: AuthService;
  readonly #logger: LoggerService;
  readonly #owner: string;
  #connection?: EntityProviderConnection;

  constructor(options: {
    gitops: Pick<GitopsApi, 'fleet'>;
    auth: AuthService;
    logger: LoggerService;
    owner: string;
  }) {
    this.#gitops = options.gitops;
    this.#auth = options.auth;
    this.#logger = options.logger;
    this.#owner = options.owner;
  }

  getProviderName(): string {
    return 'gitops-services';
  }

  async connect(connection: EntityProviderConnection): Promise<void> {
    this.#connection = connection;
  }

  /**
   * Reads the whole fleet and replaces what was provided before. Entities
   * have no location key, so that one which somebody registers under the same
   * name takes the place of ours.
   */
  async refresh(signal: AbortSignal): Promise<void> {
    if (!this.#connection) return;
    const rows = await this.#fleet(signal);
    const entities = serviceEntities(rows, this.#owner);
    await this.#connection.applyMutation({
      type: 'full',
      entities: entities.map(entity => ({ entity })),
    });
    this.#logger.debug('Provided entities of services', {
      entities: entities.length,
    });
  }

  async #fleet(signal: AbortSignal): Promise<FleetRow[]> {
    const rows: FleetRow[] = [];
    let cursor: string | undefined;
    do {
      const { token } = await this.#auth.getPluginRequestToken({
        onBehalfOf: await this.#auth.getOwnServiceCredentials(),
        targetPluginId: 'gitops',
      });
      const page = await this.#gitops.fleet(
        { limit: pageSize, cursor },
        { token, signal },
      );
      rows.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    return rows;
  }
}
