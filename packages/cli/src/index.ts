/**
 * `gitops`: the core on the command line, for any repository, with no portal.
 *
 * @packageDocumentation
 */

export * from './main';
