import { UnitObservation } from '@backstage-gitops/plugin-gitops-common';
import { DesiredUnit } from '@backstage-gitops/plugin-gitops-node';
import { LoggerService } from '@backstage/backend-plugin-api';
import { Claim } from '../database/Claims';
import { ClusterStore } from '../database/ClusterStore';
import { DeclaredLooks } from '../database/DeclaredLooks';
import { ObservationStore } from '../database/ObservationStore';
import { publicReason } from '../indexing/publicReason';
import { Bell } from './Bell';
import { DesiredState } from './DesiredState';
import { ObservedCluster } from './ObservedCluster';
import { SessionTimes } from './SessionTimes';

export interface ClusterSessionOptions {
  readonly cluster: ObservedCluster;
  /** Tells this replica from others. */
  readonly holder: string;
  readonly desired: DesiredState;
  readonly clusters: ClusterStore;
  readonly observations: ObservationStore;
  /** Rings when something else may be declared. */
  readonly declared: Bell;
  /** Told of targets that have news. */
  readonly onNews: (targets: readonly string[]) => void;
  readonly times: SessionTimes;
  readonly logger: LoggerService;
  readonly now: () => Date;
}

/**
 * What a turn came to. `held`: another replica watches the cluster. `lost`: the
 * claim, or the database; that says nothing of the cluster.
 */
export type SessionOutcome = 'held' | 'ended' | 'lost' | 'failed';

/** Why a session ended before its time. */
type SessionEnd = {
  readonly outcome: 'lost' | 'failed';
  readonly error: unknown;
};

/** One look that fails may be a hiccup. */
const toleratedProbes = 1;

/**
 * Watches one cluster for some minutes, under a claim that keeps other
 * replicas from it and that runs out soon after this one has died.
 */
export class ClusterSession {
  readonly #options: ClusterSessionOptions;
  readonly #claim: Claim;
  readonly #stop = new AbortController();
  readonly #looks = new DeclaredLooks();
  #since = new Date(0);
  /** After this another replica may have taken over. */
  #until = new Date(0);
  #end: SessionEnd | undefined;
  #units: number | undefined;
  #hasSeen = false;
  #version: string | undefined;
  #fingerprint = '';

  constructor(options: ClusterSessionOptions) {
    this.#options = options;
    this.#claim = { name: options.cluster.name, holder: options.holder };
  }

  async run(signal: AbortSignal): Promise<SessionOutcome> {
    const { clusters, now, times } = this.#options;
    const at = now();
    const until = new Date(at.getTime() + times.claim);
    if (!(await clusters.claims.claim(this.#claim, { at, until })))
      return 'held';
    this.#since = at;
    this.#until = until;
    try {
      const working = AbortSignal.any([
        signal,
        this.#stop.signal,
        AbortSignal.timeout(times.session),
      ]);
      const beating = this.#beat(working);
      await this.#watch(working).catch(error => {
        if (!working.aborted) this.#endWith('failed', error);
      });
      this.#stop.abort();
      await beating;
      return signal.aborted ? 'ended' : await this.#conclude();
    } finally {
      await clusters.claims.release(this.#claim);
    }
  }

  async #conclude(): Promise<SessionOutcome> {
    if (!this.#end) return 'ended';
    const { outcome, error } = this.#end;
    const { clusters, observations, logger, now, onNews } = this.#options;
    const { name: cluster } = this.#claim;
    const reason = publicReason(error, '');
    logger.warn(
      outcome === 'lost'
        ? 'Watching a cluster was interrupted'
        : 'A cluster could not be read',
      { cluster, reason },
    );
    if (outcome === 'failed' && (await clusters.fail(cluster, reason, now()))) {
      onNews(await observations.targetsOf(cluster));
    }
    return outcome;
  }

  #endWith(outcome: SessionEnd['outcome'], error: unknown): void {
    this.#end ??= { outcome, error };
    this.#stop.abort();
  }

  async #watch(signal: AbortSignal): Promise<void> {
    const watching = this.#options.cluster.engine.watch({
      units: () => this.#own(() => this.#desired(signal)),
      changed: () => this.#own(() => this.#changed(signal)),
      onObservation: observation =>
        this.#own(() => this.#keep(observation, signal)),
      signal,
    });
    await Promise.race([
      watching,
      abandoned(signal, this.#options.times.grace),
    ]);
  }

  /** A failure of our own is not the cluster's. */
  async #own<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      this.#endWith('lost', error);
      throw error;
    }
  }

  async #desired(signal: AbortSignal): Promise<readonly DesiredUnit[]> {
    const { clusters, desired } = this.#options;
    const fingerprint = await desired.fingerprint();
    const units = await desired.ofCluster(this.#claim.name, signal);
    this.#looks.remember(units);
    this.#fingerprint = fingerprint;
    this.#units = units.length;
    await clusters.setUnits(this.#claim.name, units.length);
    return units;
  }

  /** Asks the database too: another replica may have indexed. */
  async #changed(signal: AbortSignal): Promise<void> {
    const { declared, desired, times } = this.#options;
    while (
      !signal.aborted &&
      (await desired.fingerprint()) === this.#fingerprint
    ) {
      await declared.wait(times.poll, signal);
    }
  }

  async #keep(
    observation: UnitObservation,
    signal: AbortSignal,
  ): Promise<void> {
    if (signal.aborted) return;
    // What others have written since is newer, and is not written again.
    if (this.#options.now() >= this.#until) {
      throw new Error('The claim has run out');
    }
    const { clusters, observations } = this.#options;
    const news = await observations.write(
      observation,
      this.#looks.of(observation),
      clusters.claims.fence(this.#claim),
    );
    const isFirst = !this.#hasSeen;
    this.#hasSeen = true;
    if (isFirst) await this.#succeed();
    this.#options.onNews(news);
  }

  async #succeed(): Promise<void> {
    const { cluster, clusters, observations, now, onNews } = this.#options;
    const healed = await clusters.succeed(cluster.name, {
      at: now(),
      since: this.#since,
      version: this.#version,
      skew: cluster.clockSkew(),
    });
    if (healed) onNews(await observations.targetsOf(cluster.name));
  }

  /** Until the session ends: says that this replica and the cluster live. */
  async #beat(signal: AbortSignal): Promise<void> {
    const { clusters, now, times } = this.#options;
    const pauses = new Bell();
    let failures = 0;
    try {
      for (;;) {
        const failure = await this.#probe(signal);
        if (signal.aborted) return;
        failures = failure === undefined ? 0 : failures + 1;
        if (failures > toleratedProbes) this.#endWith('failed', failure);
        await pauses.wait(times.beat, signal);
        if (signal.aborted) return;
        const until = new Date(now().getTime() + times.claim);
        if (!(await clusters.claims.renew(this.#claim, until))) {
          this.#endWith('lost', 'Another replica took over');
        }
        this.#until = until;
      }
    } catch (error) {
      this.#endWith('lost', error);
    }
  }

  /** The error where there is no sign of life. */
  async #probe(signal: AbortSignal): Promise<unknown> {
    const { cluster, times } = this.#options;
    try {
      this.#version = await cluster.version(
        AbortSignal.any([signal, AbortSignal.timeout(times.probe)]),
      );
    } catch (error) {
      return error ?? new Error('No answer');
    }
    if (this.#hasSeen || this.#units === 0) await this.#succeed();
    return undefined;
  }
}

/** Resolves some time after `signal` has aborted. */
async function abandoned(signal: AbortSignal, grace: number): Promise<void> {
  if (!signal.aborted) {
    await new Promise(resolve =>
      signal.addEventListener('abort', resolve, { once: true }),
    );
  }
  await new Promise(resolve => setTimeout(resolve, grace).unref());
}
