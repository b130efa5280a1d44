import { parseEntityRef } from '@backstage/catalog-model';
import { ResponseError } from '@backstage/errors';
import { z } from 'zod';
import {
  diagnosticsResponseSchema,
  DiagnosticsResponse,
  entityTargetsResponseSchema,
  EntityTargetsResponse,
  FleetQuery,
  fleetResponseSchema,
  FleetResponse,
  HistoryQuery,
  historyResponseSchema,
  HistoryResponse,
  repositoriesResponseSchema,
  RepositoriesResponse,
  targetStateSchema,
  TargetState,
} from './schemas';

/** @public */
export interface GitopsRequestOptions {
  /** A Backstage token; not needed where `fetchApi` adds one itself. */
  readonly token?: string;
  readonly signal?: AbortSignal;
}

/**
 * Everything the GitOps backend serves. A failed request rejects with the
 * `ResponseError` that the backend's answer describes.
 *
 * @public
 */
export interface GitopsApi {
  repositories(options?: GitopsRequestOptions): Promise<RepositoriesResponse>;
  repositoryDiagnostics(
    id: string,
    query?: { limit?: number; cursor?: string },
    options?: GitopsRequestOptions,
  ): Promise<DiagnosticsResponse>;
  entityTargets(
    entityRef: string,
    options?: GitopsRequestOptions,
  ): Promise<EntityTargetsResponse>;
  entityHistory(
    entityRef: string,
    query?: HistoryQuery,
    options?: GitopsRequestOptions,
  ): Promise<HistoryResponse>;
  fleet(
    query?: FleetQuery,
    options?: GitopsRequestOptions,
  ): Promise<FleetResponse>;
  target(id: string, options?: GitopsRequestOptions): Promise<TargetState>;
  targetHistory(
    id: string,
    query?: HistoryQuery,
    options?: GitopsRequestOptions,
  ): Promise<HistoryResponse>;
}

/** @public */
export interface GitopsClientOptions {
  readonly discoveryApi: { getBaseUrl(pluginId: string): Promise<string> };
  readonly fetchApi: { fetch: typeof fetch };
}

type Query = Readonly<Record<string, string | number | undefined>>;

/**
 * The {@link GitopsApi} over HTTP, for the browser and for other backends.
 * Every answer is validated, so a portal and backend of different versions
 * fail with a clear error instead of showing half an answer.
 *
 * @public
 */
export class GitopsClient implements GitopsApi {
  readonly #discoveryApi: GitopsClientOptions['discoveryApi'];
  readonly #fetchApi: GitopsClientOptions['fetchApi'];

  constructor(options: GitopsClientOptions) {
    this.#discoveryApi = options.discoveryApi;
    this.#fetchApi = options.fetchApi;
  }

  repositories(options?: GitopsRequestOptions) {
    return this.#get(repositoriesResponseSchema, ['repositories'], {}, options);
  }

  repositoryDiagnostics(
    id: string,
    query: { limit?: number; cursor?: string } = {},
    options?: GitopsRequestOptions,
  ) {
    return this.#get(
      diagnosticsResponseSchema,
      ['repositories', id, 'diagnostics'],
      query,
      options,
    );
  }

  entityTargets(entityRef: string, options?: GitopsRequestOptions) {
    return this.#get(
      entityTargetsResponseSchema,
      [...entityPath(entityRef), 'targets'],
      {},
      options,
    );
  }

  entityHistory(
    entityRef: string,
    query: HistoryQuery = {},
    options?: GitopsRequestOptions,
  ) {
    return this.#get(
      historyResponseSchema,
      [...entityPath(entityRef), 'history'],
      query as Query,
      options,
    );
  }

  fleet(query: FleetQuery = {}, options?: GitopsRequestOptions) {
    return this.#get(fleetResponseSchema, ['targets'], query as Query, options);
  }

  target(id: string, options?: GitopsRequestOptions) {
    return this.#get(targetStateSchema, ['targets', id], {}, options);
  }

  targetHistory(
    id: string,
    query: HistoryQuery = {},
    options?: GitopsRequestOptions,
  ) {
    return this.#get(
      historyResponseSchema,
      ['targets', id, 'history'],
      query as Query,
      options,
    );
  }

  async #get<T>(
    schema: z.ZodType<T>,
    segments: readonly string[],
    query: Query,
    options: GitopsRequestOptions = {},
  ): Promise<T> {
    const base = await this.#discoveryApi.getBaseUrl('gitops');
    const parameters = new URLSearchParams();
    for (const [key, value] of Object.entries(query)) {
      if (value !== undefined) parameters.set(key, String(value));
    }
    const path = segments.map(encodeURIComponent).join('/');
    const search = parameters.size > 0 ? `?${parameters}` : '';
    const response = await this.#fetchApi.fetch(`${base}/${path}${search}`, {
      signal: options.signal,
      headers: options.token
        ? { Authorization: `Bearer ${options.token}` }
        : undefined,
    });
    if (!response.ok) throw await ResponseError.fromResponse(response);
    return schema.parse(await response.json());
  }
}

function entityPath(entityRef: string): string[] {
  const { kind, namespace, name } = parseEntityRef(entityRef);
  return ['entities', kind, namespace, name];
}
