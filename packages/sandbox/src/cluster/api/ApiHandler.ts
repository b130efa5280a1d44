import { IncomingMessage, ServerResponse } from 'node:http';
import { isJsonObject, textAt } from '../Json';
import { isKubeObject, KubeObject, whyNoObject } from '../KubeObject';
import { apiVersionOf, ServedKind } from '../ServedKind';
import { ObjectStore } from '../store/ObjectStore';
import { notFound, ObjectWriter, WriteOptions } from '../store/ObjectWriter';
import { ApiError } from './ApiError';
import { ApiPath, readApiPath } from './ApiPath';
import { findDocument } from './findDocument';
import { listObjects } from './listObjects';
import { readBody } from './readBody';
import { watchObjects } from './watchObjects';

export interface ApiHandlerOptions {
  readonly store: ObjectStore;
  readonly writer: ObjectWriter;
  readonly version: string;
  /** Milliseconds. */
  readonly bookmarkEvery: number;
  now(): string;
}

interface Asked {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly query: URLSearchParams;
}

type ObjectPath = Extract<ApiPath, { type: 'object' }>;
type ObjectsPath = Extract<ApiPath, { type: 'objects' }>;

/** Answers requests that have been let in. */
export class ApiHandler {
  readonly #options: ApiHandlerOptions;

  constructor(options: ApiHandlerOptions) {
    this.#options = options;
  }

  async handle(request: IncomingMessage, response: ServerResponse) {
    const { pathname, searchParams: query } = new URL(
      request.url ?? '/',
      'http://cluster',
    );
    const path = readApiPath(pathname);
    const asked = { request, response, query };
    switch (path.type) {
      case 'object':
        return this.#object(path, asked);
      case 'objects':
        return this.#objects(path, asked);
      default:
        return this.#document(path, asked);
    }
  }

  #document(path: ApiPath, { request, response }: Asked) {
    if (request.method !== 'GET') throw notAllowed(request);
    const document = findDocument(path, {
      accept: request.headers.accept ?? '',
      version: this.#options.version,
    });
    if (document === undefined) {
      throw new ApiError(
        'NotFound',
        'the server could not find the requested resource',
      );
    }
    send(response, 200, document.body, document.type);
  }

  async #objects(path: ObjectsPath, { request, response, query }: Asked) {
    const { store, writer, bookmarkEvery } = this.#options;
    if (request.method === 'GET') {
      if (isTrue(query, 'watch')) {
        watchObjects(response, { ...path, store, query, bookmarkEvery });
        return;
      }
      send(response, 200, listObjects(store, path, query));
      return;
    }
    if (request.method !== 'POST') throw notAllowed(request);
    const object = objectOf(await readBody(request), path);
    const created = writer.create(
      path.kind,
      object,
      this.#writeOptions(request, query),
    );
    send(response, 201, created);
  }

  async #object(path: ObjectPath, { request, response, query }: Asked) {
    const { store } = this.#options;
    switch (request.method) {
      case 'GET': {
        const object = store.get(path);
        if (!object) throw notFound(path);
        return send(response, 200, object);
      }
      case 'PATCH':
        return this.#patch(path, { request, response, query });
      case 'DELETE':
        return this.#delete(path, { request, response, query });
      default:
        throw notAllowed(request);
    }
  }

  async #patch(path: ObjectPath, { request, response, query }: Asked) {
    const { writer } = this.#options;
    const body = await readBody(request);
    const options = this.#writeOptions(request, query);
    switch (request.headers['content-type']?.split(';')[0]) {
      case 'application/apply-patch+yaml': {
        if (!query.get('fieldManager')) {
          throw new ApiError(
            'BadRequest',
            'fieldManager is required for apply patch',
          );
        }
        const force = isTrue(query, 'force');
        const { object, created } = writer.apply(
          path.kind,
          objectOf(body, path),
          { ...options, force },
        );
        return send(response, created ? 201 : 200, object);
      }
      case 'application/merge-patch+json':
        return send(response, 200, writer.patch(path, body, options));
      default:
        throw new ApiError(
          'UnsupportedMediaType',
          'only apply-patch+yaml and merge-patch+json are served',
        );
    }
  }

  async #delete(path: ObjectPath, { request, response, query }: Asked) {
    const body = await readBody(request);
    const policy = textAt(body, 'propagationPolicy');
    const dryRun =
      isDryRun(query) || (isJsonObject(body) && body.dryRun !== undefined);
    const object = this.#options.writer.delete(path, {
      preconditions: {
        uid: textAt(body, 'preconditions', 'uid') || undefined,
        resourceVersion:
          textAt(body, 'preconditions', 'resourceVersion') || undefined,
      },
      orphan: (policy || query.get('propagationPolicy')) === 'Orphan',
      dryRun,
    });
    send(response, 200, object);
  }

  #writeOptions(
    request: IncomingMessage,
    query: URLSearchParams,
  ): WriteOptions {
    const agent = request.headers['user-agent'] ?? 'unknown';
    return {
      manager: query.get('fieldManager') || agent.split('/')[0],
      time: pastTime(request) ?? this.#options.now(),
      dryRun: isDryRun(query),
    };
  }
}

/** Only here: a write can be said to have been some time ago. */
export const timeHeader = 'x-sandbox-time';

function pastTime(request: IncomingMessage): string | undefined {
  const value = request.headers[timeHeader];
  if (typeof value !== 'string') return undefined;
  if (Number.isNaN(Date.parse(value))) {
    throw new ApiError('BadRequest', `${timeHeader} is no time`);
  }
  return `${new Date(value).toISOString().slice(0, 19)}Z`;
}

function objectOf(
  body: unknown,
  path: { kind: ServedKind; namespace?: string; name?: string },
): KubeObject {
  const { kind, namespace, name } = path;
  const apiVersion = apiVersionOf(kind);
  const why = whyNoObject(body, { apiVersion, kind: kind.kind, name });
  if (why !== undefined) throw new ApiError('BadRequest', why);
  if (!isKubeObject(body)) throw new ApiError('BadRequest', 'no object');
  const declared = body.metadata.namespace;
  if (kind.namespaced && declared !== undefined && declared !== namespace) {
    throw new ApiError(
      'BadRequest',
      'the namespace of the provided object does not match the namespace sent on the request',
    );
  }
  const metadata =
    namespace === undefined ? body.metadata : { ...body.metadata, namespace };
  return { ...body, metadata };
}

function isTrue(query: URLSearchParams, name: string): boolean {
  return ['true', '1'].includes(query.get(name) ?? '');
}

function isDryRun(query: URLSearchParams): boolean {
  return query.get('dryRun') === 'All';
}

function notAllowed({ method }: IncomingMessage): ApiError {
  return new ApiError(
    'MethodNotAllowed',
    `the server does not allow ${method} on the requested resource`,
  );
}

/** Ends an answer with JSON. */
export function send(
  response: ServerResponse,
  status: number,
  body: unknown,
  type = 'application/json',
): void {
  response.writeHead(status, { 'content-type': type });
  response.end(JSON.stringify(body));
}
