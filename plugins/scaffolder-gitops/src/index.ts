/**
 * Scaffolder actions for GitOps: clients of the GitOps backend, acting as the
 * person who runs the template.
 *
 * @packageDocumentation
 */

export { scaffolderModuleGitops as default } from './module';
