import type {
  EngineKind,
  TargetLive,
} from '@backstage-gitops/plugin-gitops-common';

/** What can be chosen of a sync, which depends on who carries it out. */
export interface SyncOffer {
  readonly engine: EngineKind;
  /** Whether a request can have it delete what Git no longer declares. */
  readonly prunes: boolean;
  /** Whether it can be of some resources alone. */
  readonly selects: boolean;
}

/** Flux is asked to reconcile an object, and does so as that object says. */
export function syncOffer(live: TargetLive | undefined): SyncOffer {
  const engine = live?.state === 'observed' ? live.engine : 'builtin';
  const chooses = engine !== 'flux';
  return { engine, prunes: chooses, selects: chooses };
}
