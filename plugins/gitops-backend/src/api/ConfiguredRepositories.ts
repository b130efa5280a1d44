import {
  HostedForge,
  RepositoryConfig,
} from '@backstage-gitops/plugin-gitops-node';
import { NotFoundError } from '@backstage/errors';
import { ScmIntegrationRegistry } from '@backstage/integration';
import {
  linksOf,
  RepositoryLinks,
  withoutCredentials,
} from '../links/ForgeLinks';

/** A configured repository, as it may be shown. */
export interface ShownRepository {
  readonly id: string;
  readonly url: string;
}

const noLinks: RepositoryLinks = {
  file: () => undefined,
  commit: () => undefined,
  pullRequest: () => undefined,
};

/** The repositories that are read and their pages on forges. */
export class ConfiguredRepositories {
  readonly #shown = new Map<string, ShownRepository>();
  readonly #links = new Map<string, RepositoryLinks>();
  readonly #integrations: ScmIntegrationRegistry;
  readonly #forges: readonly HostedForge[];

  constructor(
    repositories: readonly RepositoryConfig[],
    integrations: ScmIntegrationRegistry,
    forges: readonly HostedForge[] = [],
  ) {
    this.#integrations = integrations;
    this.#forges = forges;
    for (const repository of repositories) this.add(repository);
  }

  add({ id, url, upstream }: RepositoryConfig): void {
    this.#shown.set(id, { id, url: withoutCredentials(url) });
    this.#links.set(
      id,
      linksOf(upstream ?? url, this.#integrations, this.#forges),
    );
  }

  all(): readonly ShownRepository[] {
    return [...this.#shown.values()];
  }

  /** Those of the ids that are configured, in the configuration's order. */
  some(ids: Iterable<string>): readonly ShownRepository[] {
    const wanted = new Set(ids);
    return this.all().filter(({ id }) => wanted.has(id));
  }

  require(id: string): ShownRepository {
    const repository = this.#shown.get(id);
    if (!repository) throw new NotFoundError(`No repository '${id}'`);
    return repository;
  }

  links(id: string): RepositoryLinks {
    return this.#links.get(id) ?? noLinks;
  }
}
