import {
  CheckedProposalRequest,
  gitopsManifestReadPermission,
  gitopsProposalCreatePermission,
  TargetRef,
} from '@backstage-gitops/plugin-gitops-common';
import { PlannedProposal } from '@backstage-gitops/plugin-gitops-node';
import { BackstageCredentials } from '@backstage/backend-plugin-api';
import { InputError, NotAllowedError, NotFoundError } from '@backstage/errors';
import { Request } from 'express';
import { EnvironmentReader } from '../database/EnvironmentReader';
import { ProposalTarget } from '../database/proposalParts';
import { TargetReader } from '../database/TargetReader';
import { EntityDirectory } from '../entities/EntityDirectory';
import {
  addedTargets,
  copiedTargets,
  Entities,
  FutureTargets,
} from './FutureTargets';
import { isVisible } from './matchesCriteria';
import { requestedTargets } from './requestedTargets';
import { TargetAccess, Visibility } from './TargetAccess';
import { TargetResource } from './TargetFilter';
import { PlanVisibility } from './visiblePlan';

/** What a person may do about one request. */
export interface ProposalGrant {
  readonly repository: string;
  readonly request: CheckedProposalRequest;
  /** Ids that the request names as those that move. */
  readonly named: readonly string[];
  readonly read: Visibility;
  readonly create: Visibility;
  /** Absent where manifests may be seen of no target. */
  readonly manifests?: Visibility;
  /** The entities of targets that are to be, by service. */
  readonly entities: ReadonlyMap<string, Entities>;
}

/** What a plan moves, as far as permission goes. */
export interface MovedTarget {
  readonly target: ProposalTarget;
  readonly resource: TargetResource;
}

/** A target as rules see it, whether it is there or is to be. */
interface KnownResource {
  readonly resource: TargetResource;
  readonly isNew: boolean;
}

/** Says who may propose what. */
export class ProposalAccess {
  readonly #access: TargetAccess;
  readonly #future: FutureTargets;
  readonly #environments: EnvironmentReader;
  readonly #targets: TargetReader;
  readonly #isKnown: (repository: string) => boolean;

  constructor(options: {
    access: TargetAccess;
    directory: EntityDirectory;
    environments: EnvironmentReader;
    targets: TargetReader;
    isKnownRepository: (repository: string) => boolean;
  }) {
    this.#access = options.access;
    this.#future = new FutureTargets(options);
    this.#environments = options.environments;
    this.#targets = options.targets;
    this.#isKnown = options.isKnownRepository;
  }

  /**
   * NotFoundError where a target isn't there or may not be seen, and
   * NotAllowedError where one that is to move may not be.
   */
  async grant(
    http: Request,
    request: CheckedProposalRequest,
    credentials: BackstageCredentials,
  ): Promise<ProposalGrant> {
    const read = await this.#access.visibility(http);
    const named = requestedTargets(request);
    const repository = await this.#repository(request, read);
    const create = await this.#access.visibility(
      http,
      gitopsProposalCreatePermission,
    );
    const manifests = await this.#access.visibilityIfAny(
      http,
      gitopsManifestReadPermission,
    );
    const entities = await this.#future.entities(
      request,
      repository,
      credentials,
    );
    const grant: ProposalGrant = {
      ...{ repository, request, named: named.moved, read, create, entities },
      ...(manifests && { manifests }),
    };
    requireAll(await this.#wanted(grant), create);
    requireManifests(await this.#known(named.values ?? []), grant);
    return grant;
  }

  /** What a plan moves; others that change along are among them. */
  async moved(
    grant: ProposalGrant,
    { plan, shown }: PlannedProposal,
  ): Promise<readonly MovedTarget[]> {
    const ids = new Set([
      ...grant.named,
      ...shown.moves.map(({ target }) => target),
      ...plan.alsoAffects.map(({ id }) => id),
      ...addedTargets(grant.request, plan.after.targets),
    ]);
    const refs = new Map<string, TargetRef>([
      ...plan.alsoAffects.map(ref => [ref.id, ref] as const),
      ...plan.after.targets.map(ref => [ref.id, ref] as const),
    ]);
    const resources = await this.#resources(grant, [...ids], refs);
    return resources.map(({ resource, isNew }) => {
      const { id, environment } = resource;
      const [entity] = isNew ? resource.entities : [];
      return { target: { id, environment, ...entity }, resource };
    });
  }

  /** NotAllowedError unless everything that moves may be proposed. */
  requireMoves(
    grant: ProposalGrant,
    moved: readonly MovedTarget[],
    options: { readonly except?: ReadonlySet<string> } = {},
  ): void {
    requireAll(
      moved
        .map(({ resource }) => resource)
        .filter(({ id }) => !options.except?.has(id)),
      grant.create,
    );
  }

  /**
   * What is copied becomes the person's to read: NotFoundError where it may not
   * be seen, and NotAllowedError where its manifests may not be.
   */
  async requireCopied(
    grant: ProposalGrant,
    { plan }: PlannedProposal,
  ): Promise<void> {
    const { request, read } = grant;
    const copied = copiedTargets(request, plan.after.targets);
    if (copied === undefined) return;
    const found = await this.#resources(
      grant,
      copied.map(({ id }) => id),
      new Map(copied.map(ref => [ref.id, ref])),
    );
    const resources = found.map(({ resource }) => resource);
    if (resources.some(resource => !isVisible(resource, read))) {
      throw nothingLike(request);
    }
    if (resources.length === 0 && request.kind === 'addService') {
      throw nothingLike(request);
    }
    requireManifests(resources, grant);
  }

  /** What the person may see of a plan. */
  async planVisibility(
    grant: ProposalGrant,
    planned: PlannedProposal,
  ): Promise<PlanVisibility> {
    const { read, manifests, request } = grant;
    const { alsoAffects, brings, places } = planned.shown;
    const moved = await this.moved(grant, planned);
    const touched = moved.map(({ resource }) => resource);
    const looked = requestedTargets(request).read;
    const mentioned = [
      ...looked,
      ...brings.flatMap(({ targets }) => targets),
      ...places.flatMap(({ affects }) => affects.map(({ id }) => id)),
    ];
    const refs = new Map<string, TargetRef>(
      [...alsoAffects, ...places.flatMap(({ affects }) => affects)].map(ref => [
        ref.id,
        ref,
      ]),
    );
    const others = await this.#resources(grant, [...new Set(mentioned)], refs);
    const all = new Map(
      [...touched, ...others.map(({ resource }) => resource)].map(resource => [
        resource.id,
        resource,
      ]),
    );
    const compared = looked.flatMap(id => all.get(id) ?? []);
    return {
      isVisible: id => {
        const resource = all.get(id);
        return resource !== undefined && isVisible(resource, read);
      },
      manifests: [...touched, ...compared].every(resource =>
        isVisible(resource, manifests),
      ),
    };
  }

  /** Of targets that aren't there yet, what they are to be. */
  async #resources(
    grant: Pick<ProposalGrant, 'entities'>,
    ids: readonly string[],
    refs: ReadonlyMap<string, Pick<TargetRef, 'service' | 'environment'>>,
  ): Promise<readonly KnownResource[]> {
    const known = await this.#targets.resources(ids);
    return ids.flatMap((id, index): KnownResource[] => {
      const resource = known[index];
      if (resource) return [{ resource, isNew: false }];
      const ref = refs.get(id);
      if (!ref) return [];
      const { environment, service } = ref;
      const entities = grant.entities.get(service) ?? [];
      return [{ resource: { id, environment, entities }, isNew: true }];
    });
  }

  async #repository(
    request: CheckedProposalRequest,
    read: Visibility,
  ): Promise<string> {
    const { moved, read: looked, repository } = requestedTargets(request);
    if (repository !== undefined) {
      if (this.#isKnown(repository)) return repository;
      throw new NotFoundError(`No repository '${repository}'`);
    }
    const ids = [...new Set([...moved, ...looked])];
    const resources = await this.#targets.resources(ids);
    ids.forEach((id, index) => {
      const resource = resources[index];
      if (resource && isVisible(resource, read)) return;
      throw new NotFoundError(`No target '${id}'`);
    });
    const rows = await this.#targets.byIds(moved);
    const [first, ...others] = new Set(
      [...rows.values()].map(row => row.repository_id),
    );
    if (others.length === 0) return first;
    throw new InputError(
      'The targets belong to several repositories; propose a change of each by itself',
    );
  }

  /** What the request asks to move, before anything is planned. */
  async #wanted({
    request,
    named,
    repository,
    entities,
  }: ProposalGrant): Promise<readonly TargetResource[]> {
    if (request.kind === 'addService') {
      const all = await this.#environments.ofRepositories([repository]);
      const chosen = request.environments ?? all.map(({ name }) => name);
      const own = entities.get(request.service) ?? [];
      return chosen.map(environment => ({
        id: '',
        environment,
        entities: own,
      }));
    }
    if (request.kind === 'addEnvironment') {
      const { environment } = request;
      // Of one without services there is its name to judge by.
      const all = entities.size > 0 ? [...entities.values()] : [[]];
      return all.map(own => ({
        ...{ id: '', environment, entities: own },
      }));
    }
    return this.#known(named);
  }

  async #known(ids: readonly string[]): Promise<readonly TargetResource[]> {
    const found = await this.#targets.resources(ids);
    return found.flatMap(resource => resource ?? []);
  }
}

function nothingLike(request: CheckedProposalRequest): NotFoundError {
  const like = 'like' in request ? request.like : undefined;
  const what = request.kind === 'addService' ? 'service' : 'environment';
  return new NotFoundError(`No ${what} '${like}'`);
}

function requireManifests(
  resources: readonly TargetResource[],
  { manifests }: Pick<ProposalGrant, 'manifests'>,
): void {
  const denied = resources.find(resource => !isVisible(resource, manifests));
  if (!denied) return;
  throw new NotAllowedError(
    `The permission '${gitopsManifestReadPermission.name}' is denied for a target in ${denied.environment} whose declarations this would take`,
  );
}

function requireAll(
  resources: readonly TargetResource[],
  create: Visibility,
): void {
  const denied = resources.find(resource => !isVisible(resource, create));
  if (!denied) return;
  throw new NotAllowedError(
    `The permission '${gitopsProposalCreatePermission.name}' is denied for a target in ${denied.environment} that this would move`,
  );
}
