export * from './GitopsClient';
export * from './proposals';
export * from './schemas';
export * from './live';
