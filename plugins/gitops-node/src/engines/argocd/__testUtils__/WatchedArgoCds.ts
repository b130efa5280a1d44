import { UnitObservation } from '@backstage-gitops/plugin-gitops-common';
import { ManualTime } from '../../../clusters/testing/ManualTime';
import { ArgoCdClient } from '../api/ArgoCdClient';
import { ArgoCdUnit } from '../match/ArgoCdUnit';
import { ArgoCdWatch } from '../watch/ArgoCdWatch';
import { ArgoCdReport } from '../watch/ArgoCdWatchOptions';
import { ArgoCdInstanceStatus } from '../watch/InstanceFollower';
import { ArgoCdStandIn } from '@backstage-gitops/envtest';

/** Before a test's own limit, so that it fails where it waits. */
const patience = 180_000;

/** A watch under way, and what it has told. */
export class WatchedArgoCds {
  readonly observations: UnitObservation[] = [];
  readonly reports: ArgoCdReport[] = [];
  readonly statuses = new Map<string, ArgoCdInstanceStatus>();
  readonly time = new ManualTime();
  readonly watch: ArgoCdWatch;
  units: readonly ArgoCdUnit[];
  /** What else is done for each observation that is told. */
  onTold: () => void = () => undefined;
  readonly #stop = new AbortController();
  readonly #clients: readonly ArgoCdClient[];
  readonly #running: Promise<void>;
  #told: () => void = () => undefined;

  constructor(
    servers: readonly ArgoCdStandIn[],
    units: readonly ArgoCdUnit[],
    limits = {},
  ) {
    this.units = units;
    this.#clients = servers.map(
      ({ instance }) => new ArgoCdClient(instance, limits, this.time),
    );
    this.watch = new ArgoCdWatch({
      clients: this.#clients,
      units: async () => this.units,
      isSourceOf: (_, { url }) => url.endsWith('acme/config.git'),
      onObservation: async observation => {
        this.observations.push(observation);
        this.onTold();
        this.#told();
      },
      onReport: report => {
        this.reports.push(report);
        this.#told();
      },
      onInstance: status => {
        this.statuses.set(status.instance, status);
        this.#told();
      },
      ...{ rules: [], disabledRules: [], unmanaged: false, time: this.time },
    });
    this.#running = this.watch.run(this.#stop.signal);
  }

  /** Resolves once it holds, looked at whenever something is told. */
  async until<T>(look: () => T | undefined | false | 0): Promise<T> {
    const deadline = performance.now() + patience;
    for (;;) {
      const seen = look();
      if (seen !== undefined && seen !== false && seen !== 0) return seen;
      if (performance.now() > deadline) {
        const last = this.observations.at(-1);
        const statuses = [...this.statuses.values()];
        throw new Error(
          `${look} never came true: ${JSON.stringify({ last, statuses })}`,
        );
      }
      await new Promise<void>(resolve => {
        this.#told = resolve;
        setImmediate(resolve);
      });
    }
  }

  latest(id: string): UnitObservation | undefined {
    return this.observations.filter(each => each.unit === id).at(-1);
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
    this.#clients.forEach(client => client.close());
  }
}
