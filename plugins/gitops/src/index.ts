/**
 * What each service declares to run, where, since when and by whom.
 *
 * @packageDocumentation
 */

export { default } from './plugin';
export { gitopsApiRef } from './api/gitopsApiRef';
export { isGitopsAvailable } from './availability';
export { gitopsTranslationRef } from './translation';
