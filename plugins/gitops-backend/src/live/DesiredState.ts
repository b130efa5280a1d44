import {
  ClusterCapabilities,
  ConfigRepository,
  DesiredUnit,
  UnitRenderer,
} from '@backstage-gitops/plugin-gitops-node';
import { LoggerService } from '@backstage/backend-plugin-api';
import { NotFoundError } from '@backstage/errors';
import limitConcurrency from 'p-limit';
import { ArgoCdObservations } from '../database/ArgoCdObservations';
import { digestOf } from '../database/digest';
import { RepositoryStore } from '../database/RepositoryStore';
import { IndexedUnit, UnitReader } from '../database/UnitReader';
import { publicReason } from '../indexing/publicReason';
import { assignUnit } from './assignUnit';
import { ObservedCluster } from './ObservedCluster';
import { UnitSources } from './UnitSources';

/** Tells what a unit declares; tests put something else in its place. */
export type RenderUnit = UnitRenderer['render'];

/** A configured repository, and where it is. */
export interface OpenedRepository {
  readonly url: string;
  readonly repository: ConfigRepository;
}

export interface DesiredStateOptions {
  readonly repositories: ReadonlyMap<string, OpenedRepository>;
  readonly clusters: readonly ObservedCluster[];
  readonly units: UnitReader;
  /** Units that Argo CD tells of: no cluster need look at them as well. */
  readonly delivered: Pick<ArgoCdObservations, 'units'>;
  readonly sources: UnitSources;
  readonly status: RepositoryStore;
  readonly render: RenderUnit;
  readonly logger: LoggerService;
}

/** A render takes a core and starts a program. */
const rendersAtOnce = 2;

/** A cluster that doesn't tell by then is taken to be like any other. */
const capabilitiesMilliseconds = 10_000;

/** What a render is made of, beside the unit. */
interface RenderInputs {
  readonly ref?: string;
  readonly capabilities?: ClusterCapabilities;
}

/** What Git declares for a cluster, as of the revision that was indexed. */
export class DesiredState {
  readonly #options: DesiredStateOptions;
  readonly #limit = limitConcurrency(rendersAtOnce);

  constructor(options: DesiredStateOptions) {
    this.#options = options;
  }

  /** Another one whenever something else may be declared. */
  async fingerprint(): Promise<string> {
    const { units, delivered } = this.#options;
    return digestOf([await units.fingerprint(), await delivered.units()]);
  }

  /** The units of a cluster. One that can't be rendered is indeterminate. */
  async ofCluster(
    cluster: string,
    signal: AbortSignal,
  ): Promise<readonly DesiredUnit[]> {
    const delivered = new Set(await this.#options.delivered.units());
    const units = (await this.#options.units.all()).filter(({ unit }) => {
      if (delivered.has(unit.id)) return false;
      const assignment = assignUnit(unit, this.#options.clusters);
      return assignment.state === 'assigned' && assignment.cluster === cluster;
    });
    this.#options.sources.learn(units);
    const revisions = new Map<string, string | undefined>();
    for (const id of new Set(units.map(({ repository }) => repository))) {
      revisions.set(id, await this.#bringUpToDate(id, signal));
    }
    const capabilities = await this.#capabilities(cluster, signal);
    return Promise.all(
      units.map(unit =>
        this.#limit(() =>
          this.#desired(
            unit,
            { ref: revisions.get(unit.repository), capabilities },
            signal,
          ),
        ),
      ),
    );
  }

  async ofUnit(id: string, signal: AbortSignal): Promise<DesiredUnit> {
    const unit = await this.#options.units.byId(id);
    if (!unit) throw new NotFoundError(`No unit '${id}'`);
    this.#options.sources.learn([unit]);
    const ref = await this.#bringUpToDate(unit.repository, signal);
    const assignment = assignUnit(unit.unit, this.#options.clusters);
    const capabilities =
      assignment.state === 'assigned'
        ? await this.#capabilities(assignment.cluster, signal)
        : undefined;
    return this.#limit(() =>
      this.#desired(unit, { ref, capabilities }, signal),
    );
  }

  /**
   * Has at hand what tells which object of an engine is a unit's, on replicas
   * that watch nothing as well.
   */
  async know({ unit, repository }: IndexedUnit): Promise<void> {
    const { sources, status } = this.#options;
    const revisions = await status.revisions([repository]);
    sources.learn([{ unit, repository }]);
    sources.learnBranches(
      repository,
      Object.keys(revisions.get(repository) ?? {}),
    );
  }

  async #capabilities(
    cluster: string,
    signal: AbortSignal,
  ): Promise<ClusterCapabilities | undefined> {
    const found = this.#options.clusters.find(({ name }) => name === cluster);
    const limit = AbortSignal.timeout(capabilitiesMilliseconds);
    try {
      return await found?.capabilities?.(AbortSignal.any([signal, limit]));
    } catch (error) {
      signal.throwIfAborted();
      this.#options.logger.debug('A cluster did not tell what it can do', {
        cluster,
        reason: publicReason(error, ''),
      });
      return undefined;
    }
  }

  /**
   * Another replica may have indexed what this one has not fetched yet. Tells
   * the commit that was indexed where it is a single one; of an environment per
   * branch the newest is rendered.
   */
  async #bringUpToDate(
    id: string,
    signal: AbortSignal,
  ): Promise<string | undefined> {
    const { repository, url } = this.#options.repositories.get(id) ?? {};
    const indexed = (await this.#options.status.revisions([id])).get(id) ?? {};
    if (!repository || !url) return undefined;
    try {
      const { revisions } = await repository.discover({ signal });
      if (Object.entries(indexed).some(([b, sha]) => revisions[b] !== sha)) {
        await repository.refresh({ signal });
      }
      await this.#options.sources.advance(id, signal);
    } catch (error) {
      signal.throwIfAborted();
      this.#options.logger.warn('A repository could not be fetched', {
        repository: id,
        reason: publicReason(error, url),
      });
    }
    const commits = Object.values(indexed);
    return commits.length === 1 ? commits[0] : undefined;
  }

  async #desired(
    { repository: id, unit, targets }: IndexedUnit,
    { ref, capabilities }: RenderInputs,
    signal: AbortSignal,
  ): Promise<DesiredUnit> {
    const { repository, url = '' } = this.#options.repositories.get(id) ?? {};
    const known = { unit, targets, revision: ref ?? '' };
    if (!repository) {
      return indeterminate(known, 'Its repository is not configured any more');
    }
    try {
      const render = await this.#options.render({
        repository,
        unit: unit.id,
        ...(ref !== undefined && { ref }),
        ...(capabilities && { capabilities }),
        signal,
      });
      return {
        unit,
        targets,
        revision: render.revision,
        ...(render.namespace !== undefined && { namespace: render.namespace }),
        resources: render.resources,
        indeterminate: render.indeterminate,
      };
    } catch (error) {
      signal.throwIfAborted();
      const reason = publicReason(error, url);
      this.#options.logger.warn('A unit could not be rendered', {
        unit: unit.id,
        reason,
      });
      return indeterminate(known, `It could not be rendered: ${reason}`);
    }
  }
}

function indeterminate(
  known: Pick<DesiredUnit, 'unit' | 'targets' | 'revision'>,
  reason: string,
): DesiredUnit {
  return { ...known, resources: [], indeterminate: [reason] };
}
