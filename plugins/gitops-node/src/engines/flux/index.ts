export { FluxEngine } from './FluxEngine';
export type { FluxEngineOptions, FluxSurvey } from './FluxEngineOptions';
export type { FluxSuspension } from './actions/FluxActions';
export type {
  FluxApplier,
  FluxHelmRelease,
  FluxImageObject,
  FluxKustomization,
  FluxObject,
  FluxObjectBase,
  FluxRelease,
  FluxResourceSet,
  FluxRef,
  FluxSource,
} from './api/FluxObject';
export { undeclaredObjects } from './undeclaredObjects';
export type { FluxReadiness } from './api/readiness';
