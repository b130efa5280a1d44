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
 *
 * What only reads is sent anew where the server gave up a kept connection just
 * as it was sent on: that says nothing of the server.
 */
export function sendRequest(
  grant: AccessGrant,
  httpRequest: HttpRequest,
): Promise<HttpAnswer> {
  const { baseUrl, agent } = grant;
  const { method, path, headers, body, signal } = httpRequest;
  const { request } = baseUrl.protocol === 'https:' ? https : http;
  const length =
    body === undefined ? {} : { 'Content-Length': Buffer.byteLength(body) };
  return new Promise((resolve, reject) => {
    let isAnswered = false;
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
      incoming => {
        isAnswered = true;
        resolve({
          status: incoming.statusCode ?? 0,
          headers: incoming.headers,
          body: incoming,
        });
      },
    );
    outgoing.on('error', error => {
      const isGivenUp = outgoing.reusedSocket && isHangUp(error) && !isAnswered;
      if (isGivenUp && method === 'GET' && !signal.aborted) {
        resolve(sendRequest(grant, httpRequest));
      } else {
        reject(error);
      }
    });
    outgoing.end(body);
  });
}

function isHangUp(error: Error): boolean {
  return 'code' in error && ['ECONNRESET', 'EPIPE'].includes(`${error.code}`);
}
