/**
 * Supplies what a Git remote asks for. It is called once for each request to
 * the remote, so a short-lived token may be handed out. The headers reach the
 * `git` program through its environment and appear in no argument and no log.
 *
 * @public
 */
export interface GitCredentialProvider {
  /** HTTP headers for the remote; empty where none are known. */
  headers(url: string): Promise<Readonly<Record<string, string>>>;
}
