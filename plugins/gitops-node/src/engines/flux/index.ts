export { FluxEngine } from './FluxEngine';
export type { FluxEngineOptions, FluxSurvey } from './FluxEngineOptions';
export type { Suspension } from './actions/FluxActions';
export type {
  FluxApplier,
  FluxHelmRelease,
  FluxImageObject,
  FluxKustomization,
  FluxObject,
  FluxObjectBase,
  FluxRelease,
  FluxResourceSet,
  FluxSource,
  SourceRef,
} from './api/FluxObject';
export type { Readiness } from './api/readiness';
