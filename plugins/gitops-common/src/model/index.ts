export * from './artifact';
export * from './change';
export * from './diagnostic';
export * from './environment';
export * from './target';
export * from './unit';
