import { parseEntityRef } from '@backstage/catalog-model';
import { InputError, ResponseError } from '@backstage/errors';
import { z } from 'zod';
import {
  EngineActionRequest,
  engineActionResponseSchema,
  EngineActionResponse,
  enginesResponseSchema,
  EnginesResponse,
  targetDeliveryResponseSchema,
  TargetDeliveryResponse,
} from './engines';
import {
  clustersResponseSchema,
  ClustersResponse,
  ResourceSelector,
  SyncRequest,
  syncResponseSchema,
  SyncResponse,
  targetDriftResponseSchema,
  TargetDriftResponse,
  targetManifestResponseSchema,
  TargetManifestResponse,
  targetResourcesResponseSchema,
  TargetResourcesResponse,
} from './live';
import {
  Proposal,
  ProposalPlan,
  proposalPlanSchema,
  proposalSchema,
} from '../model/proposal';
import {
  CreateRepositoryRequest,
  createRepositoryResponseSchema,
  CreateRepositoryResponse,
  OpenProposal,
  ProposalRequest,
  ProposalsQuery,
  proposalsResponseSchema,
  ProposalsResponse,
} from './proposals';
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
  targetResources(
    id: string,
    options?: GitopsRequestOptions,
  ): Promise<TargetResourcesResponse>;
  targetDrift(
    id: string,
    options?: GitopsRequestOptions,
  ): Promise<TargetDriftResponse>;
  targetManifest(
    id: string,
    resource: ResourceSelector,
    options?: GitopsRequestOptions,
  ): Promise<TargetManifestResponse>;
  syncTarget(
    id: string,
    request: SyncRequest,
    options?: GitopsRequestOptions,
  ): Promise<SyncResponse>;
  targetDelivery(
    id: string,
    options?: GitopsRequestOptions,
  ): Promise<TargetDeliveryResponse>;
  askEngine(
    id: string,
    request: EngineActionRequest,
    options?: GitopsRequestOptions,
  ): Promise<EngineActionResponse>;
  clusters(options?: GitopsRequestOptions): Promise<ClustersResponse>;
  engines(options?: GitopsRequestOptions): Promise<EnginesResponse>;
  previewProposal(
    request: ProposalRequest,
    options?: GitopsRequestOptions,
  ): Promise<ProposalPlan>;
  openProposal(
    request: OpenProposal,
    options?: GitopsRequestOptions,
  ): Promise<Proposal>;
  proposals(
    query?: ProposalsQuery,
    options?: GitopsRequestOptions,
  ): Promise<ProposalsResponse>;
  proposal(id: string, options?: GitopsRequestOptions): Promise<Proposal>;
  createRepository(
    request: CreateRepositoryRequest,
    options?: GitopsRequestOptions,
  ): Promise<CreateRepositoryResponse>;
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

  targetResources(id: string, options?: GitopsRequestOptions) {
    return this.#get(
      targetResourcesResponseSchema,
      ['targets', id, 'resources'],
      {},
      options,
    );
  }

  targetDrift(id: string, options?: GitopsRequestOptions) {
    return this.#get(
      targetDriftResponseSchema,
      ['targets', id, 'drift'],
      {},
      options,
    );
  }

  targetManifest(
    id: string,
    resource: ResourceSelector,
    options?: GitopsRequestOptions,
  ) {
    return this.#get(
      targetManifestResponseSchema,
      ['targets', id, 'manifest'],
      resource,
      options,
    );
  }

  syncTarget(id: string, request: SyncRequest, options?: GitopsRequestOptions) {
    return this.#request(syncResponseSchema, {
      segments: ['targets', id, 'sync'],
      body: request,
      ...options,
    });
  }

  clusters(options?: GitopsRequestOptions) {
    return this.#get(clustersResponseSchema, ['clusters'], {}, options);
  }

  targetDelivery(id: string, options?: GitopsRequestOptions) {
    return this.#get(
      targetDeliveryResponseSchema,
      ['targets', id, 'delivery'],
      {},
      options,
    );
  }

  askEngine(
    id: string,
    request: EngineActionRequest,
    options?: GitopsRequestOptions,
  ) {
    return this.#request(engineActionResponseSchema, {
      segments: ['targets', id, 'engine'],
      body: request,
      ...options,
    });
  }

  engines(options?: GitopsRequestOptions) {
    return this.#get(enginesResponseSchema, ['engines'], {}, options);
  }

  previewProposal(request: ProposalRequest, options?: GitopsRequestOptions) {
    return this.#request(proposalPlanSchema, {
      segments: ['proposals', 'preview'],
      body: request,
      ...options,
    });
  }

  openProposal(request: OpenProposal, options?: GitopsRequestOptions) {
    return this.#request(proposalSchema, {
      segments: ['proposals'],
      body: request,
      ...options,
    });
  }

  proposals(query: ProposalsQuery = {}, options?: GitopsRequestOptions) {
    return this.#get(
      proposalsResponseSchema,
      ['proposals'],
      query as Query,
      options,
    );
  }

  proposal(id: string, options?: GitopsRequestOptions) {
    return this.#get(proposalSchema, ['proposals', id], {}, options);
  }

  createRepository(
    request: CreateRepositoryRequest,
    options?: GitopsRequestOptions,
  ) {
    return this.#request(createRepositoryResponseSchema, {
      segments: ['repositories'],
      body: request,
      ...options,
    });
  }

  #get<T>(
    schema: z.ZodType<T>,
    segments: readonly string[],
    query: Query,
    options?: GitopsRequestOptions,
  ): Promise<T> {
    return this.#request(schema, { segments, query, ...options });
  }

  async #request<T>(
    schema: z.ZodType<T>,
    request: GitopsRequestOptions & {
      readonly segments: readonly string[];
      readonly query?: Query;
      readonly body?: unknown;
    },
  ): Promise<T> {
    const { segments, query = {}, body, token, signal } = request;
    const base = await this.#discoveryApi.getBaseUrl('gitops');
    const parameters = new URLSearchParams();
    for (const [key, value] of Object.entries(query)) {
      if (value !== undefined) parameters.set(key, String(value));
    }
    const path = segments.map(pathSegment).join('/');
    const search = parameters.size > 0 ? `?${parameters}` : '';
    const response = await this.#fetchApi.fetch(`${base}/${path}${search}`, {
      signal,
      headers: {
        ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
      ...(body === undefined
        ? {}
        : { method: 'POST', body: JSON.stringify(body) }),
    });
    if (!response.ok) throw await ResponseError.fromResponse(response);
    return schema.parse(await response.json());
  }
}

/** What a URL would take as a way up is no name of anything. */
function pathSegment(segment: string): string {
  if (segment === '' || /^\.{1,2}$/.test(segment)) {
    throw new InputError(`'${segment}' names nothing`);
  }
  return encodeURIComponent(segment);
}

function entityPath(entityRef: string): string[] {
  const { kind, namespace, name } = parseEntityRef(entityRef);
  return ['entities', kind, namespace, name];
}
