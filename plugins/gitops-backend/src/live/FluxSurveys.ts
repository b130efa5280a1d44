import { EngineKind } from '@backstage-gitops/plugin-gitops-common';
import {
  FluxSurvey,
  undeclaredObjects,
} from '@backstage-gitops/plugin-gitops-node';
import { LoggerService } from '@backstage/backend-plugin-api';
import limitConcurrency from 'p-limit';
import { EngineStore } from '../database/EngineStore';
import { publicReason } from '../indexing/publicReason';

/** Keeps what Flux holds on each cluster, written when it is something else. */
export class FluxSurveys {
  readonly #store: EngineStore;
  readonly #logger: LoggerService;
  readonly #told = new Map<string, string>();
  readonly #limit = limitConcurrency(1);
  #writing: Promise<void> = Promise.resolve();

  constructor(options: { store: EngineStore; logger: LoggerService }) {
    this.#store = options.store;
    this.#logger = options.logger;
  }

  /** Which engine a cluster turned out to have. */
  found(cluster: string, kind: EngineKind): void {
    this.#told.delete(cluster);
    const engine = { kind: 'flux', name: cluster } as const;
    this.#write(cluster, async () => {
      if (kind === 'flux') await this.#store.expect(engine);
      else await this.#store.forget(engine);
    });
  }

  surveyed(cluster: string, survey: FluxSurvey): void {
    const undeclared = undeclaredObjects(survey);
    const { units } = survey;
    const key = JSON.stringify([units, undeclared]);
    if (this.#told.get(cluster) === key) return;
    this.#told.set(cluster, key);
    this.#write(cluster, async () => {
      await this.#store.survey(
        { kind: 'flux', name: cluster },
        { units, undeclared },
      );
    });
  }

  /** Once all that was told has been written. */
  settled(): Promise<void> {
    return this.#writing;
  }

  #write(cluster: string, work: () => Promise<void>): void {
    const written = this.#limit(work).catch(error => {
      this.#told.delete(cluster);
      this.#logger.warn('What Flux holds could not be kept', {
        cluster,
        reason: publicReason(error, ''),
      });
    });
    this.#writing = Promise.all([this.#writing, written]).then(() => undefined);
  }
}
