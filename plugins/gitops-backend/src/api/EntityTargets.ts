import { EntityTargetsResponse } from '@backstage-gitops/plugin-gitops-common';
import { EnvironmentReader } from '../database/EnvironmentReader';
import { RepositoryStore } from '../database/RepositoryStore';
import { TargetReader } from '../database/TargetReader';
import { KnownEntity } from '../entities/EntitySelector';
import { Visibility } from '../permissions/TargetAccess';
import { ConfiguredRepositories } from './ConfiguredRepositories';
import { LiveStates } from './LiveStates';
import { mergeEnvironments } from './mergeEnvironments';
import { TargetStates } from './TargetStates';

/** Answers what an entity runs where. */
export class EntityTargets {
  readonly #targets: TargetReader;
  readonly #environments: EnvironmentReader;
  readonly #states: TargetStates;
  readonly #status: RepositoryStore;
  readonly #repositories: ConfiguredRepositories;
  readonly #live: LiveStates;

  constructor(options: {
    targets: TargetReader;
    environments: EnvironmentReader;
    states: TargetStates;
    status: RepositoryStore;
    repositories: ConfiguredRepositories;
    live: LiveStates;
  }) {
    this.#targets = options.targets;
    this.#environments = options.environments;
    this.#states = options.states;
    this.#status = options.status;
    this.#repositories = options.repositories;
    this.#live = options.live;
  }

  async of(
    entity: KnownEntity | undefined,
    visibility: Visibility,
  ): Promise<EntityTargetsResponse> {
    const rows = entity
      ? await this.#targets.ofEntity(entity.ref, visibility)
      : [];
    const repositoryIds = [...new Set(rows.map(row => row.repository_id))];
    const searched =
      repositoryIds.length > 0
        ? this.#repositories.some(repositoryIds)
        : this.#searched(entity);
    const targets = await this.#states.of(rows, visibility);
    return {
      services:
        rows.length > 0
          ? [...new Set(rows.map(row => row.service))]
          : namesOf(entity),
      environments: mergeEnvironments(
        await this.#environments.ofRepositories(repositoryIds),
        new Set(rows.map(row => row.environment)),
      ),
      targets,
      repositories: await this.#status.statuses(searched),
      clusters: this.#live.hasClusters
        ? await this.#live.clusters(
            new Set(targets.flatMap(({ live }) => live?.cluster ?? [])),
          )
        : undefined,
    };
  }

  /** Where the entity's targets would have been found. */
  #searched(entity: KnownEntity | undefined) {
    const only = entity?.selector.repository;
    return only === undefined
      ? this.#repositories.all()
      : this.#repositories.some([only]);
  }
}

function namesOf(entity: KnownEntity | undefined): string[] {
  if (!entity) return [];
  const { services, names } = entity.selector;
  return [...new Set(services.length > 0 ? services : names)];
}
