/** Bounds of what one client asks of its API server. @public */
export interface ClusterLimits {
  /** A call with all its retries, in milliseconds; a list: each page. */
  readonly requestMs: number;
  /** How often a call is tried that may be repeated. */
  readonly attempts: number;
  readonly answerBytes: number;
  readonly pageSize: number;
  /** Besides watches. */
  readonly concurrentRequests: number;
  /**
   * A watch that is silent for this long is opened anew: a connection that a
   * firewall forgot says nothing either. API servers send a bookmark about
   * every minute.
   */
  readonly watchIdleMs: number;
  /** After as many failures in a row a watch is given up. */
  readonly watchFailures: number;
  /** How long the kinds that are served are taken as known. */
  readonly discoveryMs: number;
}

export const defaultLimits: ClusterLimits = {
  requestMs: 30_000,
  attempts: 5,
  answerBytes: 64 * 1024 * 1024,
  pageSize: 500,
  concurrentRequests: 16,
  watchIdleMs: 150_000,
  watchFailures: 5,
  discoveryMs: 300_000,
};
