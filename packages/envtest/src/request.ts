import https from 'node:https';

/** @public */
export interface ApiRequest {
  readonly body?: unknown;
  /** `application/json` where absent. */
  readonly contentType?: string;
  /** What managedFields name a writer by that names no field manager. */
  readonly userAgent?: string;
}

/** @public */
export interface ApiAnswer {
  readonly status: number;
  /** Parsed JSON, or the text where it is none. */
  readonly body: unknown;
}

/** Where requests go and as whom. */
export interface Access {
  readonly url: string;
  readonly certificateAuthority: string;
  readonly token: string;
}

/** How long one request of a test may take. */
const timeLimit = 120_000;

/** One request to the API server; its answer whatever the status. */
export function sendRequest(
  access: Access,
  method: string,
  path: string,
  request: ApiRequest = {},
): Promise<ApiAnswer> {
  return new Promise((resolve, reject) => {
    const outgoing = https.request(
      new URL(path, access.url),
      {
        method,
        ca: access.certificateAuthority,
        agent: false,
        timeout: timeLimit,
        headers: {
          authorization: `Bearer ${access.token}`,
          accept: 'application/json',
          'content-type': request.contentType ?? 'application/json',
          'user-agent': request.userAgent ?? 'envtest',
        },
      },
      answer => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('error', reject);
        answer.on('end', () =>
          resolve({
            status: answer.statusCode ?? 0,
            body: parseBody(Buffer.concat(chunks).toString('utf8')),
          }),
        );
      },
    );
    outgoing.on('timeout', () =>
      outgoing.destroy(new Error(`${method} ${path} took too long`)),
    );
    outgoing.on('error', reject);
    outgoing.end(
      request.body === undefined ? undefined : JSON.stringify(request.body),
    );
  });
}

function parseBody(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
