import {
  EngineAction,
  EngineObject,
  SyncResponse,
} from '@backstage-gitops/plugin-gitops-common';
import {
  ArgoCdApplicationName,
  ArgoCdEngine,
  DesiredUnit,
  ResourceRef,
  SyncOptions,
} from '@backstage-gitops/plugin-gitops-node';
import { ConflictError } from '@backstage/errors';
import { EngineStore } from '../database/EngineStore';
import {
  EngineDetails,
  EngineRequest,
  EngineUnit,
  UnitEngine,
} from './UnitEngine';

/** Argo CD's units: each by the instance and Application that deploy it. */
export class ArgoCdUnitEngine implements UnitEngine {
  readonly kind = 'argocd';
  readonly syncsParts = true;
  /** It compares what it renders itself, and doesn't tell of what. */
  readonly tellsOrigins = false;
  readonly #engine: ArgoCdEngine;
  readonly #engines: EngineStore;

  constructor(options: { engine: ArgoCdEngine; engines: EngineStore }) {
    this.#engine = options.engine;
    this.#engines = options.engines;
  }

  /** Of an instance that is known to be away nothing is asked. */
  async details(unit: EngineUnit): Promise<EngineDetails> {
    const name = applicationOf(unit);
    const nothing = { events: [], windows: [], canSync: false, actions: [] };
    if (name === undefined) return nothing;
    const state = (await this.#engines.states('argocd')).get(name.instance);
    if (state?.state === 'failed') {
      const unanswered = state.reason ?? 'Argo CD can not be read';
      return { ...nothing, unanswered };
    }
    const look = await this.#engine.look(name);
    const { events, windows, canSync = false, running, unanswered } = look;
    const isBusy = unit.delivery?.operation?.phase === 'running';
    return {
      ...{ events, windows, canSync: canSync && !isBusy },
      ...(unanswered !== undefined && { unanswered }),
      ...(running !== undefined && { running }),
      actions: actionsFor(isBusy),
    };
  }

  /** It may deploy to clusters that nobody else reads. */
  async resource(unit: EngineUnit, resource: ResourceRef) {
    return this.#engine.resource(requireApplication(unit).name, resource);
  }

  async act(
    unit: EngineUnit,
    request: EngineRequest,
    _by: string,
    signal: AbortSignal,
  ): Promise<EngineObject> {
    const { name, object } = requireApplication(unit);
    switch (request.action) {
      case 'refresh':
        await this.#engine.refresh(name, { hard: request.hard, signal });
        return object;
      case 'terminate':
        await this.#engine.terminate(name, signal);
        return object;
      default:
        throw new ConflictError(
          'Argo CD follows what Git says of its automation; it is not suspended or resumed from here',
        );
    }
  }

  /** Argo CD renders what is declared by itself. */
  async sync(
    unit: EngineUnit,
    _desired: () => Promise<DesiredUnit>,
    options: SyncOptions,
  ): Promise<SyncResponse> {
    return this.#engine.sync(requireApplication(unit).name, options);
  }
}

function actionsFor(isBusy: boolean): readonly EngineAction[] {
  return isBusy ? ['refresh', 'terminate'] : ['refresh'];
}

/** None where several claim the unit, or where nothing deploys it yet. */
export function applicationOf({
  delivery,
}: Pick<EngineUnit, 'delivery'>): ArgoCdApplicationName | undefined {
  const { instance, object } = delivery ?? {};
  return instance === undefined || object?.kind !== 'Application'
    ? undefined
    : { instance, object };
}

function requireApplication(unit: EngineUnit) {
  const name = applicationOf(unit);
  const object = unit.delivery?.object;
  if (name !== undefined && object !== undefined) return { name, object };
  throw new ConflictError(
    `It can't be told which Application deploys the unit '${unit.unit.name}'`,
  );
}
