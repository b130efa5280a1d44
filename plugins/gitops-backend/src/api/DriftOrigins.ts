import {
  EngineKind,
  ResourceDrift,
  TargetDriftResponse,
} from '@backstage-gitops/plugin-gitops-common';
import { DesiredUnit, withOrigin } from '@backstage-gitops/plugin-gitops-node';
import { TargetWithUnit } from '../database/TargetReader';
import { UnitEngines } from '../engines/UnitEngine';
import { DeclaredUnits } from '../live/DeclaredUnits';
import { ConfiguredRepositories } from './ConfiguredRepositories';
import { declaredIn } from './declaredIn';
import { originLinks } from './originLinks';

/**
 * Tells where fields are declared that an engine compared which doesn't know:
 * the lines are those of the revision that was read last.
 */
export class DriftOrigins {
  readonly #declared: Pick<DeclaredUnits, 'of'>;
  readonly #engines: UnitEngines;
  readonly #repositories: ConfiguredRepositories;

  constructor(options: {
    declared: Pick<DeclaredUnits, 'of'>;
    engines: UnitEngines;
    repositories: ConfiguredRepositories;
  }) {
    this.#declared = options.declared;
    this.#engines = options.engines;
    this.#repositories = options.repositories;
  }

  /** As it is where nothing lacks a line, or none can be told. */
  async fill(
    target: TargetWithUnit,
    drift: TargetDriftResponse,
    signal: AbortSignal,
  ): Promise<TargetDriftResponse> {
    const { live, resources } = drift;
    if (live.state !== 'observed' || this.#isToldBy(live.engine)) return drift;
    if (!resources.some(lacksOrigin)) return drift;
    const { unit_id: id, repository_id: repository } = target;
    const unit = await this.#declared.of(id, repository, signal);
    if (unit === undefined) return drift;
    const told = resources.map(resource => withOrigins(resource, unit));
    const pages = this.#repositories.links(repository);
    return {
      ...drift,
      resources: told,
      links: originLinks(told, file => pages.file(unit.revision, file)),
    };
  }

  /** Of an engine that isn't one of these the portal renders what it compares. */
  #isToldBy(engine: EngineKind): boolean {
    return this.#engines.get(engine)?.tellsOrigins ?? true;
  }
}

function lacksOrigin({ differences }: ResourceDrift): boolean {
  return differences.some(
    ({ declared, origin }) => declared !== undefined && origin === undefined,
  );
}

function withOrigins(resource: ResourceDrift, unit: DesiredUnit) {
  const declared = declaredIn(unit, resource);
  if (declared === undefined) return resource;
  const { kind } = resource;
  return {
    ...resource,
    differences: resource.differences.map(difference =>
      withOrigin(difference, {
        kind,
        origin: field => declared.origin(field),
      }),
    ),
  };
}
