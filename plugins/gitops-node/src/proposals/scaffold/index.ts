export type { NewConfigRepository, ScaffoldedFile } from './model';
export { planAddEnvironment } from './planAddEnvironment';
export { planAddService } from './planAddService';
export { planConfigRepository } from './planConfigRepository';
export { planRetireService } from './planRetireService';
