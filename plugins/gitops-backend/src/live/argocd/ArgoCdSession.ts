import { UnitObservation } from '@backstage-gitops/plugin-gitops-common';
import {
  ArgoCdEngine,
  ArgoCdFollowing,
  ArgoCdReport,
} from '@backstage-gitops/plugin-gitops-node';
import { LoggerService } from '@backstage/backend-plugin-api';
import { Claim, Claims } from '../../database/Claims';
import { ObservationStore } from '../../database/ObservationStore';
import { publicReason } from '../../indexing/publicReason';
import { Bell } from '../Bell';
import { SessionTimes } from '../SessionTimes';
import { ArgoCdNotes } from './ArgoCdNotes';
import { ArgoCdUnits } from './ArgoCdUnits';

export interface ArgoCdSessionOptions {
  readonly engine: Pick<ArgoCdEngine, 'watch' | 'instances'>;
  /** Tells this replica from others. */
  readonly holder: string;
  readonly units: Pick<
    ArgoCdUnits,
    | 'containsCommit'
    | 'declaredVersions'
    | 'fingerprint'
    | 'isSourceOf'
    | 'read'
  >;
  readonly claims: Pick<Claims, 'claim' | 'fence' | 'release' | 'renew'>;
  readonly observations: Pick<ObservationStore, 'writeAll'>;
  readonly notes: Pick<ArgoCdNotes, 'begin' | 'instance' | 'report'>;
  /** Rings when something else may be declared. */
  readonly declared: Bell;
  /** Told of targets that have news. */
  readonly onNews: (targets: readonly string[]) => void;
  readonly times: SessionTimes;
  readonly logger: LoggerService;
  readonly now: () => Date;
}

/**
 * What a turn came to. `held`: another replica follows the instances. `lost`:
 * the claim, or the database.
 */
export type ArgoCdOutcome = 'held' | 'ended' | 'lost';

/** Others that write targets wait while so many are written. */
const largestBatch = 200;

/**
 * Follows all instances of Argo CD under a claim that keeps other replicas from
 * it, and that runs out soon after this one has died.
 */
export class ArgoCdSession {
  readonly #options: ArgoCdSessionOptions;
  readonly #claim: Claim;
  readonly #stop = new AbortController();
  /** After this another replica may have taken over. */
  #until = new Date(0);
  #failure: unknown;
  /** What instances tell is written in the order in which they told it. */
  #written: Promise<void> = Promise.resolve();
  /** By unit, what waits to be written. */
  readonly #seen = new Map<string, UnitObservation>();
  /** The newest: of those that wait to be written it stands for all. */
  #report: ArgoCdReport | undefined;

  constructor(options: ArgoCdSessionOptions) {
    this.#options = options;
    this.#claim = { name: 'argocd', holder: options.holder };
  }

  async run(signal: AbortSignal): Promise<ArgoCdOutcome> {
    const { claims, engine, logger, notes, now, times } = this.#options;
    const at = now();
    const until = new Date(at.getTime() + times.claim);
    if (!(await claims.claim(this.#claim, { at, until }))) return 'held';
    this.#until = until;
    try {
      await notes.begin(engine.instances.map(({ name }) => name));
      const working = AbortSignal.any([signal, this.#stop.signal]);
      await this.#own(() => this.#work(working));
      await this.#written;
      if (signal.aborted) return 'ended';
      logger.warn('Following Argo CD was interrupted', {
        reason: publicReason(this.#failure, ''),
      });
      return 'lost';
    } finally {
      await claims.release(this.#claim);
    }
  }

  async #work(signal: AbortSignal): Promise<void> {
    // Before anything is read: what is indexed meanwhile is then read again.
    const known = await this.#options.units.fingerprint();
    const watch = this.#follow();
    await Promise.all([
      this.#own(() => watch.run(signal)),
      this.#own(() => this.#beat(signal)),
      this.#own(() => this.#poll(watch, known, signal)),
    ]);
  }

  #follow(): ArgoCdFollowing {
    const { engine, notes, units } = this.#options;
    return engine.watch({
      units: () => units.read(),
      isSourceOf: (unit, source) => units.isSourceOf(unit, source),
      containsCommit: (unit, later, earlier) =>
        units.containsCommit(unit, later, earlier),
      onObservation: observation => this.#keep(observation),
      onInstance: status => this.#write(() => notes.instance(status)),
      onReport: report => {
        this.#report = report;
        this.#write(() => this.#keepReport(report));
      },
    });
  }

  /** Many come at once where an instance is read anew. */
  async #keep(observation: UnitObservation): Promise<void> {
    const isFirst = this.#seen.size === 0;
    this.#seen.set(observation.unit, observation);
    if (isFirst) this.#write(() => this.#keepSeen());
    if (this.#seen.size >= largestBatch) await this.#written;
  }

  async #keepSeen(): Promise<readonly string[]> {
    const seen = [...this.#seen.values()];
    this.#seen.clear();
    const { claims, observations, units } = this.#options;
    return observations.writeAll(
      seen,
      target => units.declaredVersions(target),
      claims.fence(this.#claim),
    );
  }

  /**
   * Not one that another has followed: what was seen between both is written
   * before that, so that what it tells to be gone is gone.
   */
  async #keepReport(report: ArgoCdReport): Promise<readonly string[]> {
    if (report !== this.#report) return [];
    const { claims, notes } = this.#options;
    return notes.report(report, claims.fence(this.#claim));
  }

  /**
   * Not after a time in which nothing was done: what others have written since
   * is newer, and they would not write it again.
   */
  #write(work: () => Promise<readonly string[]>): void {
    const { now, onNews } = this.#options;
    this.#written = this.#written.then(() =>
      this.#own(async () => {
        if (this.#stop.signal.aborted) return;
        if (now() >= this.#until) throw new Error('The claim has run out');
        onNews(await work());
      }),
    );
  }

  /** Whatever fails ends the session; another turn begins anew. */
  async #own(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#failure ??= error;
      this.#stop.abort();
    }
  }

  /** Until the session ends: says that this replica lives. */
  async #beat(signal: AbortSignal): Promise<void> {
    const { claims, now, times } = this.#options;
    const pauses = new Bell();
    for (;;) {
      await pauses.wait(times.beat, signal);
      if (signal.aborted) return;
      const until = new Date(now().getTime() + times.claim);
      if (!(await claims.renew(this.#claim, until))) {
        throw new Error('Another replica took over');
      }
      this.#until = until;
    }
  }

  /** Asks the database too: another replica may have indexed. */
  async #poll(
    watch: ArgoCdFollowing,
    begun: string,
    signal: AbortSignal,
  ): Promise<void> {
    const { declared, times, units } = this.#options;
    let known = begun;
    while (!signal.aborted) {
      await declared.wait(times.poll, signal);
      const fingerprint = await units.fingerprint();
      if (fingerprint !== known) watch.unitsChanged();
      known = fingerprint;
    }
  }
}
