export type { NewConfigRepository, ScaffoldedFile } from './model';
export { planConfigRepository } from './planConfigRepository';
