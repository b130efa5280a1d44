/**
 * A module of the catalog that makes entities of services found in Git.
 *
 * @packageDocumentation
 */

export { catalogModuleGitopsServices as default } from './catalog/catalogModuleGitopsServices';
