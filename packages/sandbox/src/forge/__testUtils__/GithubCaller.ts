import { GithubDescription } from './GithubDescription';

export interface Answer {
  readonly status: number;
  // Tests look into answers of every shape; their shapes are checked here.
  readonly body: any;
  readonly headers: Headers;
}

/** Asks the forge, and holds each answer against GitHub's description. */
export class GithubCaller {
  readonly #apiUrl: string;
  readonly #token: string | undefined;

  constructor(apiUrl: string, token?: string) {
    this.#apiUrl = apiUrl;
    this.#token = token;
  }

  as(token: string | undefined): GithubCaller {
    return new GithubCaller(this.#apiUrl, token);
  }

  get(path: string, headers: Record<string, string> = {}): Promise<Answer> {
    return this.call('GET', path, { headers });
  }

  post(path: string, body: unknown = {}): Promise<Answer> {
    return this.call('POST', path, { body });
  }

  put(path: string, body: unknown = {}): Promise<Answer> {
    return this.call('PUT', path, { body });
  }

  patch(path: string, body: unknown): Promise<Answer> {
    return this.call('PATCH', path, { body });
  }

  delete(path: string, body?: unknown): Promise<Answer> {
    return this.call('DELETE', path, { body });
  }

  async call(
    method: string,
    path: string,
    options: {
      readonly body?: unknown;
      readonly headers?: Record<string, string>;
    } = {},
  ): Promise<Answer> {
    const response = await fetch(`${this.#apiUrl}${path}`, {
      method,
      headers: {
        ...(this.#token && { authorization: `Bearer ${this.#token}` }),
        ...options.headers,
      },
      ...(options.body !== undefined && { body: JSON.stringify(options.body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json');
    const body = text === '' || !isJson ? undefined : JSON.parse(text);
    const { status, headers } = response;
    // GraphQL is described elsewhere.
    if ((text === '' || isJson) && path !== '/graphql') {
      const complaints = GithubDescription.load().complaintsAbout({
        ...{ method, path: path.split('?')[0], status, body },
      });
      if (complaints.length > 0) throw new Error(complaints.join('\n'));
    }
    return { status, body: body ?? text, headers };
  }
}
