import { DesiredUnit } from '@backstage-gitops/plugin-gitops-node';
import { LoggerService } from '@backstage/backend-plugin-api';
import { RepositoryStore } from '../database/RepositoryStore';
import { publicReason } from '../indexing/publicReason';
import { untilAny } from '../scheduling/untilAny';
import { DesiredState } from './DesiredState';

/** What is waited for how long, in milliseconds, and how much is kept. */
export interface DeclaredLimits {
  /** A page is answered without it then; the render goes on for the next one. */
  readonly patience: number;
  readonly render: number;
  /** What could not be told, or not for sure, is tried again after this. */
  readonly retry: number;
  /** Each holds its objects and the files that they are made of. */
  readonly units: number;
}

const usualLimits: DeclaredLimits = {
  ...{ patience: 5_000, render: 60_000, retry: 60_000 },
  units: 50,
};

interface KeptUnit {
  readonly repository: string;
  readonly version: string;
  /** Rejects for nothing. */
  readonly unit: Promise<DesiredUnit | undefined>;
  readonly state: {
    isSettled: boolean;
    /** Where it may be told better then. */
    retryAt?: number;
  };
}

/**
 * What units declare, for pages that show it: rendered when the first of them
 * asks, one render of a unit at a time, and kept until its repository moves.
 */
export class DeclaredUnits {
  readonly #desired: Pick<DesiredState, 'ofUnit'>;
  readonly #status: Pick<RepositoryStore, 'revisions'>;
  readonly #logger: LoggerService;
  readonly #now: () => number;
  readonly #limits: DeclaredLimits;
  readonly #kept = new Map<string, KeptUnit>();
  readonly #closing = new AbortController();

  constructor(options: {
    desired: Pick<DesiredState, 'ofUnit'>;
    status: Pick<RepositoryStore, 'revisions'>;
    logger: LoggerService;
    now?: () => number;
    limits?: Partial<DeclaredLimits>;
  }) {
    this.#desired = options.desired;
    this.#status = options.status;
    this.#logger = options.logger;
    this.#now = options.now ?? (() => Date.now());
    this.#limits = { ...usualLimits, ...options.limits };
  }

  /** Nothing where it can't be told, or not in the time that a page waits. */
  async of(
    unit: string,
    repository: string,
    signal: AbortSignal,
  ): Promise<DesiredUnit | undefined> {
    const revisions = await this.#status.revisions([repository]);
    const version = JSON.stringify(revisions.get(repository) ?? {});
    const patience = AbortSignal.timeout(this.#limits.patience);
    return Promise.race([
      this.#keep(unit, repository, version).unit,
      abortOf(AbortSignal.any([signal, patience])).then(() => undefined),
    ]);
  }

  async close(): Promise<void> {
    this.#closing.abort(new Error('The portal is stopping'));
    await Promise.all([...this.#kept.values()].map(({ unit }) => unit));
  }

  #keep(unit: string, repository: string, version: string): KeptUnit {
    const known = this.#kept.get(unit);
    this.#kept.delete(unit);
    const { retryAt = Infinity } = known?.state ?? {};
    const isGood = known?.version === version && retryAt > this.#now();
    const kept = isGood ? known : this.#begin(unit, repository, version, known);
    this.#kept.set(unit, kept);
    this.#forget(kept);
    return kept;
  }

  #begin(
    unit: string,
    repository: string,
    version: string,
    before: KeptUnit | undefined,
  ): KeptUnit {
    const state: KeptUnit['state'] = { isSettled: false };
    const rendering = Promise.resolve(before?.unit)
      .then(() => this.#render(unit))
      .then(desired => {
        state.isSettled = true;
        if (desired === undefined || desired.indeterminate.length > 0) {
          state.retryAt = this.#now() + this.#limits.retry;
        }
        return desired;
      });
    return { repository, version, unit: rendering, state };
  }

  /** What an older version of a repository declared keeps its files as well. */
  #forget({ repository, version }: KeptUnit): void {
    for (const [unit, kept] of this.#kept) {
      if (!kept.state.isSettled) continue;
      const isOutdated =
        kept.repository === repository && kept.version !== version;
      if (isOutdated || this.#kept.size > this.#limits.units) {
        this.#kept.delete(unit);
      }
    }
  }

  async #render(unit: string): Promise<DesiredUnit | undefined> {
    const limit = AbortSignal.timeout(this.#limits.render);
    const begun = this.#now();
    try {
      const desired = await untilAny(
        [this.#closing.signal, limit],
        async signal => {
          signal.throwIfAborted();
          return Promise.race([
            this.#desired.ofUnit(unit, signal),
            abortOf(signal).then(() => Promise.reject(signal.reason)),
          ]);
        },
      );
      this.#logger.debug('A unit was rendered for a page', {
        unit,
        milliseconds: this.#now() - begun,
      });
      return desired;
    } catch (error) {
      this.#logger.warn('What a unit declares could not be told to a page', {
        unit,
        reason: publicReason(error, ''),
      });
      return undefined;
    }
  }
}

async function abortOf(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise(resolve => {
    signal.addEventListener('abort', resolve, { once: true });
  });
}
