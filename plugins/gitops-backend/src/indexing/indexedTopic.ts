/**
 * Told when a repository was read and something in it was new; the payload is
 * `{ repository }`, its id. Who wants to know what asks for it, with its own
 * permissions.
 */
export const indexedTopic = 'gitops.indexed';
