export * from './artifact';
export * from './change';
export * from './diagnostic';
export * from './drift';
export * from './environment';
export * from './observation';
export * from './target';
export * from './unit';
