import {
  AuthService,
  BackstageCredentials,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { CATALOG_FILTER_EXISTS } from '@backstage/catalog-client';
import { NotFoundError } from '@backstage/errors';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { EntityStore } from '../database/EntityStore';
import { LagUpdater } from '../indexing/LagUpdater';
import {
  identifyingAnnotations,
  KnownEntity,
  knownEntity,
} from './EntitySelector';

const pageSize = 500;

/** All that ties an entity to targets, and no more. */
const fields = [
  'kind',
  'metadata.name',
  'metadata.namespace',
  'metadata.annotations',
  'spec.owner',
  'relations',
];

export interface EntityDirectoryOptions {
  readonly auth: AuthService;
  readonly catalog: CatalogService;
  readonly entities: EntityStore;
  readonly lag: LagUpdater;
  readonly logger: LoggerService;
}

/** Knows the catalog's entities, as far as targets may be theirs. */
export class EntityDirectory {
  readonly #options: EntityDirectoryOptions;

  constructor(options: EntityDirectoryOptions) {
    this.#options = options;
  }

  /**
   * Reads the catalog through, page by page, and ties targets anew where
   * anything in it is new.
   */
  async refresh(signal: AbortSignal): Promise<void> {
    const { auth, catalog, entities, logger } = this.#options;
    const credentials = await auth.getOwnServiceCredentials();
    const refs = new Set<string>();
    let isMoved = false;
    const pages = catalog.streamEntities(
      {
        filter: [
          { kind: 'Component' },
          ...identifyingAnnotations.map(name => ({
            [`metadata.annotations.${name}`]: CATALOG_FILTER_EXISTS,
          })),
        ],
        fields,
        pageSize,
      },
      { credentials },
    );
    for await (const page of pages) {
      signal.throwIfAborted();
      const known = page.flatMap(entity => knownEntity(entity) ?? []);
      for (const { ref } of known) refs.add(ref);
      isMoved = (await entities.save(known)) || isMoved;
    }
    // Only a catalog that was read to its end tells what is gone.
    isMoved = (await entities.retain(refs)) || isMoved;
    if (isMoved) await this.tie();
    logger.debug('Read the catalog', { entities: refs.size, isMoved });
  }

  /** Ties targets to entities anew, with all that hangs on it. */
  async tie(): Promise<void> {
    await this.#options.lag.update(await this.#options.entities.tie());
  }

  /**
   * An entity by its reference. One that was registered since the catalog was
   * last read is asked for there, as the person; undefined where the entity
   * is no service.
   */
  async require(
    ref: string,
    credentials: BackstageCredentials,
  ): Promise<KnownEntity | undefined> {
    const { catalog, entities } = this.#options;
    const stored = await entities.find(ref);
    if (stored) return stored;
    const entity = await catalog.getEntityByRef(ref, { credentials });
    if (!entity) throw new NotFoundError(`No entity '${ref}' in the catalog`);
    const known = knownEntity(entity);
    if (known && (await entities.save([known]))) await this.tie();
    return known;
  }
}
