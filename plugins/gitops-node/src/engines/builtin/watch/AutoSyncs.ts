import pLimit from 'p-limit';
import { UnitDrift } from '../observe/UnitComparison';
import { planSync } from '../sync/planSync';
import { plannedStep } from '../sync/runSync';
import { Neighbours, UnitSync } from '../sync/UnitSync';
import { UnitState } from '../UnitState';
import {
  Attempts,
  AutoDecision,
  decideAutoSync,
  nextAttempts,
  tellOutcome,
} from './AutoSync';
import { WatchedUnit } from './WatchedUnit';

export interface AutoSyncsOptions {
  readonly unitSync: UnitSync;
  readonly selfHeal: boolean;
  readonly now: () => Date;
  readonly neighboursOf: (unit: WatchedUnit) => Neighbours;
  /** A run has ended; what there is to say of it may be something else. */
  readonly onDone: (unit: string) => void;
  readonly logger?: {
    info(message: string, meta?: Record<string, string | number>): void;
    warn(message: string, meta?: Record<string, string | number>): void;
  };
}

interface UnitRuns {
  readonly isRunning: boolean;
  readonly attempts?: Attempts;
  readonly message?: string;
}

/** Units that are applied at once. */
const concurrency = 2;

/** Applies units by itself, in `auto`. */
export class AutoSyncs {
  readonly #options: AutoSyncsOptions;
  readonly #runs = new Map<string, UnitRuns>();
  readonly #running = new Set<Promise<void>>();
  readonly #limit = pLimit(concurrency);

  constructor(options: AutoSyncsOptions) {
    this.#options = options;
  }

  /** What there is to say of the last run, or of why there is none. */
  messageOf(unit: string): string | undefined {
    return this.#runs.get(unit)?.message;
  }

  /** Decides, and starts what was decided. */
  consider(
    unit: WatchedUnit,
    look: { readonly state: UnitState; readonly found: UnitDrift },
    content: string,
    signal: AbortSignal,
  ): AutoDecision {
    const runs = this.#runs.get(unit.id) ?? { isRunning: false };
    if (runs.isRunning) return { type: 'none' };
    const { selfHeal, now, neighboursOf } = this.#options;
    const plan = planSync(look.state, {
      prune: true,
      confirm: [],
      applySet: unit.applySet,
      drift: look.found.drift,
      isReleased: neighboursOf(unit).isReleased,
    });
    const decision = decideAutoSync({
      state: look.state,
      plan,
      content,
      selfHeal,
      attempts: runs.attempts,
      now: now().getTime(),
    });
    switch (decision.type) {
      case 'refused':
        this.#runs.set(unit.id, { ...runs, message: decision.reason });
        break;
      case 'none':
        this.#runs.set(unit.id, {
          ...runs,
          message: tellOutcome(plan.steps.map(plannedStep)),
        });
        break;
      case 'sync':
        this.#start(unit, runs, content, signal);
        break;
      default:
    }
    return decision;
  }

  /** Once everything that was started has ended. */
  async idle(): Promise<void> {
    await Promise.all(this.#running);
  }

  #start(
    unit: WatchedUnit,
    runs: UnitRuns,
    content: string,
    signal: AbortSignal,
  ): void {
    const attempts = nextAttempts(
      runs.attempts,
      content,
      this.#options.now().getTime(),
    );
    this.#runs.set(unit.id, { ...runs, attempts, isRunning: true });
    const run = this.#limit(async () => {
      const message = await this.#run(unit, attempts, signal);
      this.#runs.set(unit.id, {
        attempts: { ...attempts, isApplied: message === undefined },
        ...{ message, isRunning: false },
      });
      this.#options.onDone(unit.id);
    });
    const done = run.finally(() => this.#running.delete(done));
    this.#running.add(done);
  }

  async #run(
    unit: WatchedUnit,
    { count }: Attempts,
    signal: AbortSignal,
  ): Promise<string | undefined> {
    const { unitSync, neighboursOf, logger } = this.#options;
    const { revision } = unit.desired;
    const meta = { unit: unit.id, revision, attempt: count };
    try {
      const { steps } = await unitSync.sync(
        unit.desired,
        { prune: true, dryRun: false, confirm: [], signal },
        neighboursOf(unit),
      );
      const message = tellOutcome(steps);
      if (message === undefined) logger?.info('Applied a unit', meta);
      else logger?.warn(`Applied a unit in part: ${message}`, meta);
      return message;
    } catch (error) {
      if (signal.aborted) return undefined;
      const message = `Not applied: ${
        error instanceof Error ? error.message : String(error)
      }`;
      logger?.warn(message, meta);
      return message;
    }
  }
}
