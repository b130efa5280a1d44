import http, { IncomingHttpHeaders } from 'node:http';
import https from 'node:https';
import { Readable } from 'node:stream';
import { AccessGrant } from './ClusterAccess';

export interface HttpRequest {
  readonly method: string;
  /** Encoded, with its query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal: AbortSignal;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Readable;
}

/**
 * Sends one request. Resolves with the head of the answer whatever its status;
 * a redirect is not followed, since credentials would go along.
 *
 * The path is sent as it is: taken through a URL, `%2e%2e` would be resolved.
 */
export function sendRequest(
  grant: AccessGrant,
  { method, path, headers, body, signal }: HttpRequest,
): Promise<HttpAnswer> {
  const { baseUrl, agent } = grant;
  const { request } = baseUrl.protocol === 'https:' ? https : http;
  const length =
    body === undefined ? {} : { 'Content-Length': Buffer.byteLength(body) };
  return new Promise((resolve, reject) => {
    const outgoing = request(
      {
        protocol: baseUrl.protocol,
        hostname: baseUrl.hostname.replace(/^\[|\]$/g, ''),
        port: baseUrl.port,
        path: `${baseUrl.pathname.replace(/\/+$/, '')}${path}`,
        method,
        headers: { ...headers, ...length, ...grant.headers },
        agent,
        signal,
      },
      incoming =>
        resolve({
          status: incoming.statusCode ?? 0,
          headers: incoming.headers,
          body: incoming,
        }),
    );
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}
