import {
  ClusterStatus,
  EngineStatus,
} from '@backstage-gitops/plugin-gitops-common';
import { EngineRecord, EngineStore } from '../database/EngineStore';
import { LiveStates } from './LiveStates';

/** How reading each engine goes, as the API shows it. */
export class EngineStates {
  readonly #store: EngineStore;
  readonly #live: LiveStates;
  readonly #linkOf: (engine: EngineRecord) => string | undefined;

  constructor(options: {
    store: EngineStore;
    live: LiveStates;
    /** Where an engine has pages of its own. */
    linkOf: (engine: EngineRecord) => string | undefined;
  }) {
    this.#store = options.store;
    this.#live = options.live;
    this.#linkOf = options.linkOf;
  }

  /** @param shows - `all`: also what nobody declares, which may be anyone's. */
  async all({ shows }: { shows: 'all' | 'state' }): Promise<EngineStatus[]> {
    const clusters = new Map(
      (await this.#live.clusters()).map(status => [status.name, status]),
    );
    const records = await this.#store.all();
    return records.flatMap(record => {
      const cluster = clusters.get(record.name);
      if (record.kind === 'flux' && !cluster) return [];
      const { kind, name, units, undeclared, undeclaredTotal } = record;
      return [
        {
          ...{ kind, name, units, link: this.#linkOf(record) },
          ...(record.kind === 'flux' && cluster
            ? stateOfCluster(cluster)
            : ownState(record)),
          ...(shows === 'all' && {
            undeclaredTotal,
            undeclared: [...undeclared],
          }),
        },
      ];
    });
  }
}

/** Flux is read as its cluster is. */
function stateOfCluster(cluster: ClusterStatus) {
  const { state, reason, since, lastSuccessAt } = cluster;
  return { state, reason, since, lastSuccessAt };
}

function ownState({ state, reason, failedAt, lastSuccessAt }: EngineRecord) {
  return { state, reason, since: failedAt, lastSuccessAt };
}
