export * from './GitopsClient';
export * from './engines';
export * from './proposals';
export * from './schemas';
export * from './live';
