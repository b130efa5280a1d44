/** Bounds of what one client asks of its Argo CD. @public */
export interface ArgoCdLimits {
  /** One request with its answer, in milliseconds. */
  readonly requestMs: number;
  /** A list of all applications may be long, and slow on a busy server. */
  readonly listMs: number;
  /** What a person waits for on a page, in milliseconds. */
  readonly lookMs: number;
  readonly answerBytes: number;
  /** One event: an application with all its resources. */
  readonly eventBytes: number;
  readonly concurrentRequests: number;
  /**
   * A stream that is silent for this long is opened anew: a connection that a
   * firewall forgot says nothing either. Argo CD looks at every application
   * every three minutes, and tells when it has.
   */
  readonly streamIdleMs: number;
  /** A refused password is not tried again before: five lock the account. */
  readonly refusedMs: number;
}

export const defaultArgoCdLimits: ArgoCdLimits = {
  requestMs: 30_000,
  listMs: 120_000,
  lookMs: 10_000,
  answerBytes: 256 * 1024 * 1024,
  eventBytes: 16 * 1024 * 1024,
  concurrentRequests: 8,
  streamIdleMs: 300_000,
  refusedMs: 300_000,
};
