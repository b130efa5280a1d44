/**
 * How Argo CD is told who asks: a token, or a local user, whose session is kept
 * until it ends.
 *
 * @public
 */
export type ArgoCdCredentials =
  | { readonly type: 'token'; readonly token: string }
  | {
      readonly type: 'user';
      readonly username: string;
      readonly password: string;
    };

/**
 * A cluster that an instance deploys to: our name of it, and Argo CD's name or
 * address of it, where that is another.
 *
 * @public
 */
export interface ArgoCdDestination {
  readonly cluster: string;
  readonly destination: string;
}

/** One Argo CD, as configured. @public */
export interface ArgoCdInstance {
  readonly name: string;
  /** Of its API; may end with a path. */
  readonly url: string;
  readonly credentials?: ArgoCdCredentials;
  /** Where people see it; `url` where absent. */
  readonly frontendUrl?: string;
  /** PEM of the authority that signed its certificate. */
  readonly caFile?: string;
  readonly clusters: readonly ArgoCdDestination[];
  /** Of one request, in milliseconds. */
  readonly timeoutMs?: number;
}
