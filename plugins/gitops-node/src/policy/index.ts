export * from './CelPolicy';
export * from './FreezePolicy';
export * from './openPolicy';
export { OpaServerPolicy } from './OpaServerPolicy';
export type { OpaServerPolicyConfig } from './OpaServerPolicy';
export { OpaWasmPolicy } from './OpaWasmPolicy';
export type { OpaWasmPolicyConfig } from './OpaWasmPolicy';
export * from './Policy';
