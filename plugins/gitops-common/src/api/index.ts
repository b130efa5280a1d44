export * from './GitopsClient';
export * from './schemas';
export * from './live';
