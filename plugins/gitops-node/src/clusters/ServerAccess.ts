import http from 'node:http';
import https from 'node:https';
import { AccessGrant, ClusterAccess } from './ClusterAccess';
import { closeIdle } from './closeIdle';
import { ClusterConnection } from './ClusterConnection';
import { ClusterTime } from './ClusterTime';
import { bearer, readAccessFile } from './accessFile';

/** Tokens of service accounts are rotated on disk; client-go rereads as often. */
const tokenFileMs = 60_000;

type ServerConnection = Extract<ClusterConnection, { type: 'server' }>;

/** Reaches an API server by its address, with a token. */
export class ServerAccess implements ClusterAccess {
  readonly #connection: ServerConnection;
  readonly #time: Pick<ClusterTime, 'now'>;
  readonly #baseUrl: URL;
  #agent: http.Agent | undefined;
  #token: { readonly header: string; readonly readAt: number } | undefined;

  constructor(connection: ServerConnection, time: Pick<ClusterTime, 'now'>) {
    this.#connection = connection;
    this.#time = time;
    this.#baseUrl = new URL(connection.url);
  }

  async grant({ renew }: { readonly renew: boolean }): Promise<AccessGrant> {
    const header = await this.#authorization(renew);
    return {
      baseUrl: this.#baseUrl,
      headers: header === undefined ? {} : { Authorization: header },
      agent: await this.#agentFor(renew),
    };
  }

  close(): void {
    this.#agent?.destroy();
    this.#agent = undefined;
  }

  async #authorization(renew: boolean): Promise<string | undefined> {
    const { token, tokenFile } = this.#connection;
    if (token !== undefined) return bearer(token, 'configuration');
    if (tokenFile === undefined) return undefined;
    const now = this.#time.now();
    if (renew || !this.#token || now - this.#token.readAt >= tokenFileMs) {
      const text = await readAccessFile(tokenFile, 'token file');
      const header = bearer(text, `token file ${tokenFile}`);
      this.#token = { header, readAt: now };
    }
    return this.#token.header;
  }

  async #agentFor(renew: boolean): Promise<http.Agent> {
    if (this.#agent !== undefined && !renew) return this.#agent;
    const agent = await this.#createAgent();
    if (this.#agent !== undefined) closeIdle(this.#agent);
    this.#agent = agent;
    return agent;
  }

  async #createAgent(): Promise<http.Agent> {
    const { caData, caFile, skipTLSVerify } = this.#connection;
    if (this.#baseUrl.protocol === 'http:') {
      return new http.Agent({ keepAlive: true });
    }
    return new https.Agent({
      keepAlive: true,
      ca:
        caFile === undefined
          ? pem(caData)
          : await readAccessFile(caFile, 'certificate authority'),
      rejectUnauthorized: !skipTLSVerify,
    });
  }
}

function pem(data: string | undefined): string | undefined {
  if (data === undefined || data.includes('-----BEGIN')) return data;
  return Buffer.from(data, 'base64').toString('utf8');
}
