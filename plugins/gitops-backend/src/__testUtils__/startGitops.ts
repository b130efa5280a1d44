import {
  BackendFeature,
  coreServices,
  createServiceFactory,
  RootLoggerService,
  ServiceFactory,
} from '@backstage/backend-plugin-api';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import {
  AuthorizeResult,
  PolicyDecision,
} from '@backstage/plugin-permission-common';
import { Knex } from 'knex';
import request from 'supertest';
import { createGitopsPlugin, OpenRepository } from '../plugin';
import { DeclaredRepository } from './DeclaredRepository';

/** What the permission policy says; a test may change its mind. */
export interface TestPolicy {
  decision: PolicyDecision;
}

export interface TestPortal {
  /** Runs a repository's task, as its schedule would. */
  read(repositoryId: string): Promise<void>;
  /** Reads the catalog anew. */
  readCatalog(): Promise<void>;
  /** The answer to a GET below `/api/gitops`. */
  get(path: string): request.Test;
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
  readonly scheduler?: ServiceFactory;
  readonly features?: BackendFeature[];
}

/** A backend with the plugin, over declared repositories in place of Git. */
export async function startGitops(
  options: TestPortalOptions,
): Promise<TestPortal> {
  const { repositories, policy } = options;
  const scheduler = mockServices.scheduler();
  const events = mockServices.events();
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
      createGitopsPlugin(
        options.openRepository ??
          (({ repository }) => repositories[repository.id]),
      ),
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
      mockServices.database.factory({ knex: options.knex }),
      mockServices.permissions.mock({
        authorizeConditional: async queries =>
          queries.map(
            () => policy?.decision ?? { result: AuthorizeResult.ALLOW },
          ),
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
    events,
    logged: () => JSON.stringify(lines),
    stop: () => backend.stop(),
  };
}
