export { BuiltinEngine } from './BuiltinEngine';
export type { BuiltinEngineOptions } from './BuiltinEngineOptions';
export { liveArtifactsOf } from './artifacts/liveArtifactsOf';
export { assessHealth } from './health/assessHealth';
export type { HealthContext } from './health/assessHealth';
export { rollUpHealth } from './health/rollUpHealth';
