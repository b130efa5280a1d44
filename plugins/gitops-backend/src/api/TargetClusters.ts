import { NotFoundError } from '@backstage/errors';
import { LiveReader } from '../database/LiveReader';
import { TargetRow } from '../database/rows';
import { assignUnit } from '../live/assignUnit';
import { ObservedCluster } from '../live/ObservedCluster';

/** Finds the cluster that a target's unit runs on. */
export class TargetClusters {
  readonly #clusters: readonly ObservedCluster[];
  readonly #live: LiveReader;

  constructor(options: {
    clusters: readonly ObservedCluster[];
    live: LiveReader;
  }) {
    this.#clusters = options.clusters;
    this.#live = options.live;
  }

  async require(
    target: Pick<TargetRow, 'unit_id' | 'id'>,
  ): Promise<ObservedCluster> {
    const unit = (await this.#live.units([target.unit_id])).get(target.unit_id);
    if (!unit) throw new NotFoundError(`No unit of the target '${target.id}'`);
    const assignment = assignUnit(
      { cluster: unit.cluster ?? undefined, environment: unit.environment },
      this.#clusters,
    );
    if (assignment.state === 'unassigned') {
      throw new NotFoundError(
        `The target '${target.id}' runs on no known cluster: ${assignment.reason}`,
      );
    }
    const found = this.#clusters.find(
      ({ name }) => name === assignment.cluster,
    );
    if (!found) throw new NotFoundError(`No cluster '${assignment.cluster}'`);
    return found;
  }
}
