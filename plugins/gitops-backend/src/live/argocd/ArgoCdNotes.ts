import {
  ArgoCdInstanceStatus,
  ArgoCdReport,
} from '@backstage-gitops/plugin-gitops-node';
import { LoggerService } from '@backstage/backend-plugin-api';
import { ArgoCdObservations } from '../../database/ArgoCdObservations';
import { Fence } from '../../database/Claims';
import { EngineName, EngineStore } from '../../database/EngineStore';
import { publicReason } from '../../indexing/publicReason';

/** Writes down how reading instances goes, and who deploys what. */
export class ArgoCdNotes {
  readonly #engines: EngineStore;
  readonly #stored: ArgoCdObservations;
  readonly #logger: LoggerService;
  readonly #now: () => Date;

  constructor(options: {
    engines: EngineStore;
    stored: ArgoCdObservations;
    logger: LoggerService;
    now: () => Date;
  }) {
    this.#engines = options.engines;
    this.#stored = options.stored;
    this.#logger = options.logger;
    this.#now = options.now;
  }

  /**
   * Forgets instances that are configured no more. A replica of a configuration
   * before may have written of them until it gave up its claim.
   */
  async begin(instances: readonly string[]): Promise<void> {
    await this.#engines.retain('argocd', instances);
    await this.#stored.retain(instances);
    for (const name of instances) await this.#engines.expect(nameOf(name));
  }

  /** Tells the targets that are newly stale, or no longer are. */
  async instance(status: ArgoCdInstanceStatus): Promise<readonly string[]> {
    const { instance, state } = status;
    const name = nameOf(instance);
    if (state === 'pending') {
      await this.#engines.expect(name);
      return [];
    }
    const isNews =
      state === 'ready'
        ? await this.#engines.succeed(name, this.#at(status.lastSuccessAt))
        : await this.#fail(status);
    return isNews ? this.#stored.targetsOf(instance) : [];
  }

  /** Tells the targets that nothing is known of any more. */
  async report(
    report: ArgoCdReport,
    fence?: Fence,
  ): Promise<readonly string[]> {
    const { read, units, undeclared } = report;
    for (const instance of read) {
      await this.#engines.survey(nameOf(instance), {
        units: units.get(instance)?.length ?? 0,
        undeclared: undeclared
          .filter(each => each.instance === instance)
          .map(({ instance: _, ...object }) => object),
      });
    }
    for (const [unit, problem] of report.problems) {
      this.#logger.debug('An annotation can not be followed', {
        unit,
        reason: publicReason(problem, ''),
      });
    }
    return this.#forget(report, fence);
  }

  async #fail(status: ArgoCdInstanceStatus): Promise<boolean> {
    const { instance } = status;
    const reason = publicReason(status.reason ?? 'It can not be read', '');
    const isNews = await this.#engines.fail(
      nameOf(instance),
      reason,
      this.#at(status.since),
    );
    if (isNews) {
      this.#logger.warn('An Argo CD could not be read', { instance, reason });
    }
    return isNews;
  }

  /** What an instance that can't be read said stands, however long. */
  async #forget(
    { read, units, unclaimed }: ArgoCdReport,
    fence?: Fence,
  ): Promise<readonly string[]> {
    const gone = new Set(unclaimed);
    if (gone.size === 0) return [];
    const areAllRead = [...units.keys()].every(each => read.includes(each));
    const stored = await this.#stored.all();
    return this.#stored.forget(
      stored
        .filter(({ unit }) => gone.has(unit))
        .filter(({ instance }) =>
          instance === undefined ? areAllRead : read.includes(instance),
        )
        .map(({ unit }) => unit),
      fence,
    );
  }

  #at(time: string | undefined): Date {
    return time === undefined ? this.#now() : new Date(time);
  }
}

function nameOf(name: string): EngineName {
  return { kind: 'argocd', name };
}
