import { Agent } from 'node:http';

/**
 * What lets a request in: headers that may hold a credential, and the agent
 * that holds the TLS side and keeps connections.
 */
export interface AccessGrant {
  readonly baseUrl: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly agent: Agent;
}

/** Where an API server is, and how to be let in. */
export interface ClusterAccess {
  /**
   * With `renew`, credentials that are kept are read anew, since the server
   * refused them.
   */
  grant(options: {
    readonly renew: boolean;
    readonly signal: AbortSignal;
  }): Promise<AccessGrant>;
  close(): void;
}
