import { CommitPerson } from '@backstage-gitops/plugin-gitops-node';
import { AuthService, LoggerService } from '@backstage/backend-plugin-api';
import { Entity, isUserEntity } from '@backstage/catalog-model';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { publicReason } from '../indexing/publicReason';

/** Who asked, as far as the catalog knows them. */
export interface AskingPerson {
  readonly name: string;
  /** Where the catalog has an address to name them by in a commit. */
  readonly coAuthor?: CommitPerson;
}

/** What annotations call a team or user, after the forge's host. */
const annotations = ['team-slug', 'team-path', 'user-login'];

/** Owners beyond these are not asked to review. */
const mostOwners = 10;

/** What the catalog knows of people that forges need to know. */
export class ForgePeople {
  readonly #auth: AuthService;
  readonly #catalog: CatalogService;
  readonly #logger: LoggerService;

  constructor(options: {
    auth: AuthService;
    catalog: CatalogService;
    logger: LoggerService;
  }) {
    this.#auth = options.auth;
    this.#catalog = options.catalog;
    this.#logger = options.logger;
  }

  /** By the reference of a User. */
  async person(userRef: string | undefined): Promise<AskingPerson | undefined> {
    if (userRef === undefined) return undefined;
    const [user] = await this.#entities([userRef]);
    if (!user || !isUserEntity(user)) return { name: userRef };
    const { displayName = user.metadata.name, email } = user.spec.profile ?? {};
    return {
      name: displayName,
      ...(email && { coAuthor: { name: displayName, email } }),
    };
  }

  /** What the forge on a host calls the owners, where they are annotated. */
  async reviewers(
    owners: readonly string[],
    forge: { readonly kind: string; readonly host: string },
  ): Promise<readonly string[]> {
    const refs = [...new Set(owners)].filter(Boolean).slice(0, mostOwners);
    const entities = await this.#entities(refs);
    const prefixes = [forge.host, `${forge.kind}.com`];
    return entities.flatMap(({ metadata }) =>
      prefixes
        .flatMap(prefix => annotations.map(name => `${prefix}/${name}`))
        .flatMap(name => metadata.annotations?.[name] ?? [])
        .slice(0, 1),
    );
  }

  /** Niceties: without the catalog a proposal is as good. */
  async #entities(refs: readonly string[]): Promise<readonly Entity[]> {
    if (refs.length === 0) return [];
    try {
      const { items } = await this.#catalog.getEntitiesByRefs(
        { entityRefs: [...refs] },
        { credentials: await this.#auth.getOwnServiceCredentials() },
      );
      return items.flatMap(entity => entity ?? []);
    } catch (error) {
      this.#logger.warn('The catalog did not tell of people', {
        reason: publicReason(error, ''),
      });
      return [];
    }
  }
}
