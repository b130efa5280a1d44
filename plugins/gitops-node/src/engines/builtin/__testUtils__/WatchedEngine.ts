import { UnitObservation } from '@backstage-gitops/plugin-gitops-common';
import { Told } from '../../../clusters/testing/Told';
import { DesiredUnit, Engine } from '../../Engine';

/** An engine that is watched by a test, which says what is declared. */
export class WatchedEngine {
  readonly observations: UnitObservation[] = [];
  readonly #controller = new AbortController();
  readonly #running: Promise<void>;
  readonly #told = new Told();
  #units: readonly DesiredUnit[];
  #tellChanged: (() => void) | undefined;
  #failure: unknown;

  constructor(engine: Engine, units: readonly DesiredUnit[]) {
    this.#units = units;
    this.#running = engine
      .watch({
        units: async () => this.#units,
        changed: () =>
          new Promise<void>(resolve => {
            this.#tellChanged = resolve;
          }),
        onObservation: async observation => {
          this.observations.push(observation);
          this.#told.tell();
        },
        signal: this.#controller.signal,
      })
      .catch(error => {
        this.#failure = error;
        this.#told.tell();
      });
  }

  /** What is declared from now on. */
  declare(units: readonly DesiredUnit[]): void {
    this.#units = units;
    this.#tellChanged?.();
  }

  /** The newest observation of a unit, once it is as the test wants it. */
  async see(
    isSo: (observation: UnitObservation) => boolean,
    unit?: string,
  ): Promise<UnitObservation> {
    const newest = () =>
      this.observations.findLast(
        observation => unit === undefined || observation.unit === unit,
      );
    return this.#told.until(() => {
      const seen = newest();
      if (seen !== undefined && isSo(seen)) return seen;
      if (this.#failure !== undefined) throw this.#failure;
      return undefined;
    }, newest);
  }

  /** Why watching ended by itself. */
  async failure(): Promise<unknown> {
    await this.#running;
    return this.#failure;
  }

  async stop(): Promise<void> {
    this.#controller.abort();
    await this.#running;
  }
}
