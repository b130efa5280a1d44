export * from './GitopsClient';
export * from './schemas';
