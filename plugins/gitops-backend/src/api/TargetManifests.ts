import {
  ResourceSelector,
  TargetManifestResponse,
} from '@backstage-gitops/plugin-gitops-common';
import { NotFoundError } from '@backstage/errors';
import { isOfTarget } from '../database/liveRows';
import { TargetWithUnit } from '../database/TargetReader';
import { DesiredState } from '../live/DesiredState';
import { declaredIn } from './declaredIn';
import { LivePages } from './LivePages';
import { maskedYaml } from './maskedYaml';
import { TargetClusters } from './TargetClusters';
import { TargetEngines } from './TargetEngines';

/** Answers one resource as it is declared and as it is live. */
export class TargetManifests {
  readonly #pages: LivePages;
  readonly #desired: DesiredState;
  readonly #clusters: TargetClusters;
  readonly #engines: Pick<TargetEngines, 'find'>;

  constructor(options: {
    pages: LivePages;
    desired: DesiredState;
    clusters: TargetClusters;
    engines: Pick<TargetEngines, 'find'>;
  }) {
    this.#pages = options.pages;
    this.#desired = options.desired;
    this.#clusters = options.clusters;
    this.#engines = options.engines;
  }

  /**
   * Only what was seen as the target's own is fetched: the portal's account may
   * read more of the cluster than the person who asks.
   */
  async of(
    target: TargetWithUnit,
    named: ResourceSelector,
    signal: AbortSignal,
  ): Promise<TargetManifestResponse> {
    const seen = await this.#pages.resource(target, named);
    if (!seen || !isOfTarget(seen, target.id)) {
      throw new NotFoundError(
        `No ${named.kind} '${named.name}' was seen of the target '${target.id}'`,
      );
    }
    const found = await this.#engines.find(target);
    const told = await found?.engine.resource?.(found.unit, named);
    if (told) return { status: seen.status, ...maskedYaml(told) };
    const { engine } = await this.#clusters.require(target);
    const [unit, live] = await Promise.all([
      this.#desired.ofUnit(target.unit_id, signal),
      engine.get(named, signal),
    ]);
    return {
      status: seen.status,
      ...maskedYaml({ declared: declaredIn(unit, named)?.resource, live }),
    };
  }
}
