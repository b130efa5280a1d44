import {
  GITOPS_SIGNAL_CHANNEL,
  gitopsSignalSchema,
} from '@backstage-gitops/plugin-gitops-common';
import {
  AuditorService,
  BackendFeature,
  coreServices,
  HttpAuthService,
  createServiceFactory,
  RootLoggerService,
  ServiceFactory,
} from '@backstage/backend-plugin-api';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { configuredForges, Forges } from '@backstage-gitops/plugin-gitops-node';
import { Entity } from '@backstage/catalog-model';
import { Config } from '@backstage/config';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import {
  AuthorizeResult,
  PolicyDecision,
} from '@backstage/plugin-permission-common';
import { Knex } from 'knex';
import request from 'supertest';
import { z } from 'zod';
import { OpenArgoCd, openConfiguredArgoCd } from '../live/argocd/openArgoCd';
import { RenderUnit } from '../live/DesiredState';
import { ObservedCluster, OpenClusters } from '../live/ObservedCluster';
import { OpenRenderer } from '../live/openRenderer';
import { SessionTimes } from '../live/SessionTimes';
import { OpenRepository } from '../indexing/openRepositories';
import { createGitopsPlugin } from '../plugin';
import { DeclaredRepository } from './DeclaredRepository';

/** What the permission policy says; a test may change its mind. */
export interface TestPolicy {
  decision: PolicyDecision;
  /** By the name of the permission, where it is another. */
  decisions?: Readonly<Record<string, PolicyDecision>>;
}

export interface AuditEntry {
  readonly eventId: string;
  readonly status: 'succeeded' | 'failed';
  readonly person: unknown;
  readonly meta: object;
  readonly error?: string;
}

export interface TestPortal {
  /** Runs a repository's task, as its schedule would. */
  read(repositoryId: string): Promise<void>;
  /** Reads the catalog anew. */
  readCatalog(): Promise<void>;
  /** The answer to a GET below `/api/gitops`. */
  get(path: string): request.Test;
  /** The answer to a POST below `/api/gitops`. */
  post(path: string, body?: object): request.Test;
  /** Follows a repository's pull requests, as their schedule would. */
  follow(repositoryId: string): Promise<void>;
  /** Looks for repositories that were made on other replicas. */
  catchUp(): Promise<void>;
  /** Begins to watch a cluster, as its schedule would; resolves at the end. */
  watch(cluster: string): Promise<void>;
  /** What was written to the audit log. */
  readonly audits: () => readonly AuditEntry[];
  readonly signalled: () => string[];
  readonly events: ReturnType<typeof mockServices.events>;
  readonly logged: () => string;
  stop(): Promise<void>;
}

export interface TestPortalOptions {
  readonly knex: Knex;
  readonly repositories: Readonly<Record<string, DeclaredRepository>>;
  readonly entities?: Entity[];
  readonly policy?: TestPolicy;
  readonly config?: Record<string, object>;
  readonly workingDirectory: string;
  readonly openRepository?: OpenRepository;
  readonly clusters?: readonly ObservedCluster[];
  readonly openClusters?: OpenClusters;
  readonly openArgoCd?: OpenArgoCd;
  readonly openRenderer?: OpenRenderer;
  readonly openForges?: (config: Config) => Forges;
  readonly times?: Partial<SessionTimes>;
  readonly scheduler?: ServiceFactory;
  readonly features?: BackendFeature[];
}

const signalSchema = z.object({
  channel: z.literal(GITOPS_SIGNAL_CHANNEL),
  recipients: z.object({ type: z.literal('broadcast') }),
  message: gitopsSignalSchema,
});

/**
 * Sessions that last, with signs of life in quick succession, and time enough
 * for each on a busy machine.
 */
const testTimes: SessionTimes = {
  session: 3_600_000,
  turn: 20,
  claim: 120_000,
  beat: 20,
  probe: 60_000,
  poll: 10,
  grace: 30_000,
};

const renderNothing: RenderUnit = async ({ unit, ref = '' }) => ({
  unit,
  revision: ref,
  resources: [],
  indeterminate: [],
  diagnostics: [],
});

function auditorInto(
  audits: AuditEntry[],
  httpAuth: HttpAuthService,
): AuditorService {
  return {
    async createEvent({ eventId, request: asked, meta }) {
      const person = asked && (await httpAuth.credentials(asked)).principal;
      return {
        success: async more => {
          const status = 'succeeded';
          const all = { ...meta, ...more?.meta };
          audits.push({ eventId, status, person, meta: all });
        },
        fail: async ({ error, meta: more }) => {
          const status = 'failed';
          const all = { ...meta, ...more };
          audits.push({
            ...{ eventId, status, person, meta: all },
            error: error.message,
          });
        },
      };
    },
  };
}

/** A backend with the plugin, over declared repositories in place of Git. */
export async function startGitops(
  options: TestPortalOptions,
): Promise<TestPortal> {
  const { repositories, policy } = options;
  const scheduler = mockServices.scheduler();
  const events = mockServices.events();
  const signalled: string[] = [];
  await events.subscribe({
    id: 'test',
    topics: ['signals'],
    onEvent: async ({ eventPayload }) => {
      const { message } = signalSchema.parse(eventPayload);
      signalled.push(...message.targets);
    },
  });
  const audits: AuditEntry[] = [];
  const lines: unknown[] = [];
  const log = (...line: unknown[]) => lines.push(line);
  const logger: RootLoggerService = {
    error: log,
    warn: log,
    info: log,
    debug: log,
    child: () => logger,
  };
  const backend = await startTestBackend({
    features: [
      createGitopsPlugin({
        openRepository:
          options.openRepository ??
          (({ repository }) => repositories[repository.id]),
        openClusters: options.openClusters ?? (() => options.clusters ?? []),
        openArgoCd: options.openArgoCd ?? openConfiguredArgoCd,
        openForges: options.openForges ?? configuredForges,
        openRenderer: options.openRenderer ?? (async () => renderNothing),
        times: { ...testTimes, ...options.times },
      }),
      mockServices.rootConfig.factory({
        data: {
          backend: { workingDirectory: options.workingDirectory },
          gitops: {
            repositories: Object.keys(repositories).map(id => ({
              id,
              url: `https://github.com/acme/${id}`,
            })),
          },
          ...options.config,
        },
      }),
      createServiceFactory({
        service: coreServices.rootLogger,
        deps: {},
        factory: () => logger,
      }),
      createServiceFactory({
        service: coreServices.auditor,
        deps: { httpAuth: coreServices.httpAuth },
        factory: ({ httpAuth }) => auditorInto(audits, httpAuth),
      }),
      mockServices.database.factory({ knex: options.knex }),
      mockServices.permissions.mock({
        authorizeConditional: async queries =>
          queries.map(
            ({ permission }) =>
              policy?.decisions?.[permission.name] ??
              policy?.decision ?? { result: AuthorizeResult.ALLOW },
          ),
        authorize: async queries =>
          queries.map(({ permission }) => ({
            result:
              (policy?.decisions?.[permission.name] ?? policy?.decision)
                ?.result === AuthorizeResult.DENY
                ? AuthorizeResult.DENY
                : AuthorizeResult.ALLOW,
          })),
      }).factory,
      catalogServiceMock.factory({ entities: options.entities ?? [] }),
      createServiceFactory({
        service: eventsServiceRef,
        deps: {},
        factory: () => events,
      }),
      options.scheduler ??
        createServiceFactory({
          service: coreServices.scheduler,
          deps: {},
          factory: () => scheduler,
        }),
      ...(options.features ?? []),
    ],
  });
  return {
    read: id => scheduler.triggerTask(`gitops:repository:${id}`),
    readCatalog: () => scheduler.triggerTask('gitops:catalog'),
    get: path => request(backend.server).get(`/api/gitops${path}`),
    post: (path, body) =>
      request(backend.server)
        .post(`/api/gitops${path}`)
        .send(body ?? {}),
    follow: id => scheduler.triggerTask(`gitops:proposals:${id}`),
    catchUp: () => scheduler.triggerTask('gitops:registrations'),
    watch: cluster => scheduler.triggerTask(`gitops:cluster:${cluster}`),
    audits: () => audits,
    signalled: () => signalled,
    events,
    logged: () => JSON.stringify(lines),
    stop: () => backend.stop(),
  };
}
