import {
  CheckedProposalRequest,
  TargetRef,
} from '@backstage-gitops/plugin-gitops-common';
import { BackstageCredentials } from '@backstage/backend-plugin-api';
import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import { InputError } from '@backstage/errors';
import { TargetReader } from '../database/TargetReader';
import { EntityDirectory } from '../entities/EntityDirectory';
import { TargetResource } from './TargetFilter';

/** The entities that a target is tied to. */
export type Entities = TargetResource['entities'];

/** Tells whose targets are that a proposal adds. */
export class FutureTargets {
  readonly #directory: EntityDirectory;
  readonly #targets: TargetReader;

  constructor(options: { directory: EntityDirectory; targets: TargetReader }) {
    this.#directory = options.directory;
    this.#targets = options.targets;
  }

  /** By service, for a request that adds some. */
  async entities(
    request: CheckedProposalRequest,
    repository: string,
    credentials: BackstageCredentials,
  ): Promise<ReadonlyMap<string, Entities>> {
    switch (request.kind) {
      case 'addService':
        return new Map([
          [request.service, await this.#entity(request.entityRef, credentials)],
        ]);
      case 'addEnvironment':
        return this.#entitiesLike(repository, request.like);
      default:
        return new Map();
    }
  }

  async #entity(
    entityRef: string | undefined,
    credentials: BackstageCredentials,
  ): Promise<Entities> {
    if (entityRef === undefined) return [];
    const ref = fullRef(entityRef);
    const entity = await this.#directory.require(ref, credentials);
    if (entity) return [{ entityRef: entity.ref, owner: entity.owner }];
    throw new InputError(`The entity '${ref}' stands for no service`);
  }

  /** Whose a service is in one environment it is in the next one too. */
  async #entitiesLike(
    repository: string,
    environment: string,
  ): Promise<ReadonlyMap<string, Entities>> {
    const ids = await this.#targets.ofEnvironment(repository, environment);
    const rows = await this.#targets.byIds(ids);
    const entities = new Map<string, Entities>();
    for (const resource of await this.#targets.resources(ids)) {
      const row = resource && rows.get(resource.id);
      if (!row) continue;
      const known = entities.get(row.service) ?? [];
      entities.set(row.service, [...known, ...resource.entities]);
    }
    return entities;
  }
}

/** Ids of the targets that a request adds. */
export function addedTargets(
  request: CheckedProposalRequest,
  after: readonly TargetRef[],
): string[] {
  switch (request.kind) {
    case 'addService':
      return after
        .filter(({ service }) => service === request.service)
        .map(({ id }) => id);
    case 'addEnvironment':
      return after
        .filter(({ environment }) => environment === request.environment)
        .map(({ id }) => id);
    default:
      return [];
  }
}

/** Targets whose declarations a request copies; undefined where it copies none. */
export function copiedTargets(
  request: CheckedProposalRequest,
  after: readonly TargetRef[],
): readonly TargetRef[] | undefined {
  if (request.kind === 'addEnvironment') {
    return after.filter(({ environment }) => environment === request.like);
  }
  if (request.kind !== 'addService' || request.like === undefined) {
    return undefined;
  }
  const { like, environments } = request;
  const copied = after.filter(({ service }) => service === like);
  const chosen = copied.filter(
    ({ environment }) => environments?.includes(environment) ?? true,
  );
  // Where it is in none of them the answer tells of those that it is in.
  return chosen.length > 0 ? chosen : copied;
}

function fullRef(ref: string): string {
  try {
    return stringifyEntityRef(
      parseEntityRef(ref, { defaultKind: 'component' }),
    );
  } catch {
    throw new InputError(`'${ref}' is no reference of an entity`);
  }
}
