export type { NewConfigRepository, ScaffoldedFile } from './model';
export { planAddService } from './planAddService';
export { planConfigRepository } from './planConfigRepository';
