export * from './EditedTree';
export * from './fileDiff';
export * from './model';
export * from './planPromotion';
export * from './planVersions';
export type { Version } from './rewriteVersion';
