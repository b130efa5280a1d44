export * from './EditedTree';
export * from './fileDiff';
export * from './model';
export { planConflicts } from './planConflicts';
export { planPromotion } from './planPromotion';
export type { Promotion } from './planPromotion';
export * from './planVersions';
export type { Version } from './rewriteVersion';
export * from './scaffold';
