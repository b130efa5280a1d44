export * from './CelPolicy';
export * from './FreezePolicy';
export * from './Policy';
