/**
 * The core of Backstage GitOps: Git in, facts out. No database, no HTTP
 * server, no Backstage plugin.
 *
 * @packageDocumentation
 */

export * from './config/readGitopsConfig';
export { repositoryName } from './config/repositoryUrl';
export * from './discovery/model';
export * from './git/FileTree';
export * from './repository/ConfigRepository';
