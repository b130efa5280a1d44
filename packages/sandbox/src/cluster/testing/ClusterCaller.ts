import { ServedKind, servedKinds, apiVersionOf } from '../ServedKind';

interface Answer {
  readonly status: number;
  // A test says what it expects; JSON has no type of its own.
  readonly body: any;
}

export interface Declared {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

/** Sends requests to a cluster as a test writes them. */
export class ClusterCaller {
  readonly #url: string;
  readonly #token: string;

  constructor({ url, token }: { url: string; token: string }) {
    this.#url = url;
    this.#token = token;
  }

  async request(
    method: string,
    path: string,
    options: { body?: unknown; contentType?: string; accept?: string } = {},
  ): Promise<Answer> {
    const response = await fetch(`${this.#url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.#token}`,
        'content-type': options.contentType ?? 'application/json',
        accept: options.accept ?? 'application/json',
      },
      body: options.body === undefined ? null : JSON.stringify(options.body),
    });
    return { status: response.status, body: await response.json() };
  }

  get(path: string, options: { accept?: string } = {}) {
    return this.request('GET', path, options);
  }

  /** Server-side apply; `query` such as `force=true`. */
  apply(object: Declared, manager: string, query = '') {
    return this.request(
      'PATCH',
      `${pathOf(object)}?fieldManager=${manager}&${query}`,
      { body: object, contentType: 'application/apply-patch+yaml' },
    );
  }

  patch(object: Declared, patch: unknown, manager: string) {
    return this.request('PATCH', `${pathOf(object)}?fieldManager=${manager}`, {
      body: patch,
      contentType: 'application/merge-patch+json',
    });
  }

  /** An object once it is as wanted, as a watch of it tells. */
  async until(path: string, wanted: (object: any) => boolean): Promise<any> {
    const [collection, name] = [
      path.slice(0, path.lastIndexOf('/')),
      path.slice(path.lastIndexOf('/') + 1),
    ];
    const query = `watch=true&fieldSelector=metadata.name%3D${name}`;
    for await (const { object } of this.watch(`${collection}?${query}`)) {
      if (wanted(object)) return object;
    }
    throw new Error(`The watch of ${path} ended`);
  }

  /** Events of a watch, parsed. */
  async *watch(path: string): AsyncGenerator<any> {
    const controller = new AbortController();
    try {
      const { body } = await fetch(`${this.#url}${path}`, {
        headers: { authorization: `Bearer ${this.#token}` },
        signal: controller.signal,
      });
      let rest = '';
      for await (const chunk of body ?? []) {
        rest += Buffer.from(chunk).toString('utf8');
        const lines = rest.split('\n');
        rest = lines.pop() ?? '';
        for (const line of lines) yield JSON.parse(line);
      }
    } finally {
      controller.abort();
    }
  }
}

/** Where an object is. */
export function pathOf({ apiVersion, kind, metadata }: Declared): string {
  const served = servedKinds.find(
    candidate =>
      apiVersionOf(candidate) === apiVersion && candidate.kind === kind,
  );
  if (!served) throw new Error(`${apiVersion} ${kind} isn't served`);
  const namespace = metadata.namespace
    ? `/namespaces/${metadata.namespace}`
    : '';
  return `${rootOf(served)}${namespace}/${served.plural}/${metadata.name}`;
}

function rootOf(kind: ServedKind): string {
  const root = kind.group === '' ? '/api' : '/apis';
  return `${root}/${apiVersionOf(kind)}`;
}
