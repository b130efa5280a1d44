import {
  DiagnosticsResponse,
  EntityTargetsResponse,
  fleetQuerySchema,
  FleetResponse,
  historyQuerySchema,
  HistoryResponse,
  RepositoriesResponse,
  TargetState,
} from '@backstage-gitops/plugin-gitops-common';
import { HttpAuthService } from '@backstage/backend-plugin-api';
import { stringifyEntityRef } from '@backstage/catalog-model';
import { InputError, NotFoundError } from '@backstage/errors';
import { NextFunction, Request, Response, Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { z } from 'zod';
import { DiagnosticReader } from '../database/DiagnosticReader';
import { RepositoryStore } from '../database/RepositoryStore';
import { EntityDirectory } from '../entities/EntityDirectory';
import { KnownEntity } from '../entities/EntitySelector';
import { Visibility } from '../permissions/TargetAccess';
import { ConfiguredRepositories } from './ConfiguredRepositories';
import { decodeCursor, encodeCursor, int32Schema } from './cursor';
import { EntityTargets } from './EntityTargets';
import { Fleet } from './Fleet';
import { Histories } from './Histories';
import { addEngineRoutes, EngineRouteOptions } from './engineRoutes';
import { addLiveRoutes, LiveRouteOptions } from './liveRoutes';
import { parseInput } from './parseInput';
import { addProposalRoutes, ProposalRouteOptions } from './proposalRoutes';
import { TargetStates } from './TargetStates';

export interface RouterOptions
  extends LiveRouteOptions,
    EngineRouteOptions,
    ProposalRouteOptions {
  readonly directory: EntityDirectory;
  readonly diagnostics: DiagnosticReader;
  readonly entityTargets: EntityTargets;
  readonly fleet: Fleet;
  readonly histories: Histories;
  readonly httpAuth: HttpAuthService;
  readonly repositories: ConfiguredRepositories;
  readonly states: TargetStates;
  readonly status: RepositoryStore;
}

const diagnosticsQuerySchema = z.object({
  limit: z.coerce.number().int().min(1).max(500).default(100),
  cursor: z.string().optional(),
});

const name = z.string().min(1).max(253);
const entityPathSchema = z.object({ kind: name, namespace: name, name });

/** The GitOps API. A route reads what was sent, asks who may, and delegates. */
export function createRouter(options: RouterOptions): Router {
  const router = PromiseRouter();
  router.use(refuseNul);
  addRepositoryRoutes(router, options);
  addEntityRoutes(router, options);
  addTargetRoutes(router, options);
  addLiveRoutes(router, options);
  addEngineRoutes(router, options);
  addProposalRoutes(router, options);
  return router;
}

/** Nothing is named so, and PostgreSQL can't even be asked. */
function refuseNul(req: Request, _res: Response, next: NextFunction): void {
  if (req.url.includes('%00')) {
    throw new InputError('The address holds a NUL character');
  }
  next();
}

function addRepositoryRoutes(router: Router, options: RouterOptions): void {
  const { access, diagnostics, repositories, status } = options;

  router.get(
    '/repositories',
    async (req: Request, res: Response<RepositoriesResponse>) => {
      await access.visibility(req);
      res.json({ items: await status.statuses(repositories.all()) });
    },
  );

  router.get(
    '/repositories/:id/diagnostics',
    async (req: Request, res: Response<DiagnosticsResponse>) => {
      await access.requireAll(req, 'Diagnostics');
      const { id } = repositories.require(req.params.id);
      const { limit, cursor } = parseInput(diagnosticsQuerySchema, req.query);
      const question = { diagnostics: id };
      const after =
        cursor === undefined ? -1 : decodeCursor(int32Schema, question, cursor);
      const found = await diagnostics.page(id, { after, limit: limit + 1 });
      const page = found.slice(0, limit);
      res.json({
        items: page.map(({ diagnostic }) => diagnostic),
        total: await diagnostics.count(id),
        nextCursor:
          found.length > limit
            ? encodeCursor(question, page[page.length - 1].position)
            : undefined,
      });
    },
  );
}

function addEntityRoutes(router: Router, options: RouterOptions): void {
  const { access, directory, entityTargets, histories, targets } = options;

  const requireEntity = async (
    req: Request,
  ): Promise<KnownEntity | undefined> => {
    const ref = stringifyEntityRef(parseInput(entityPathSchema, req.params));
    const credentials = await options.httpAuth.credentials(req, {
      allow: ['user', 'service'],
    });
    return directory.require(ref, credentials);
  };

  router.get(
    '/entities/:kind/:namespace/:name/targets',
    async (req: Request, res: Response<EntityTargetsResponse>) => {
      const visibility = await access.visibility(req);
      res.json(await entityTargets.of(await requireEntity(req), visibility));
    },
  );

  router.get(
    '/entities/:kind/:namespace/:name/history',
    async (req: Request, res: Response<HistoryResponse>) => {
      const visibility = await access.visibility(req);
      const query = parseInput(historyQuerySchema, req.query);
      const entity = await requireEntity(req);
      const rows = entity ? await targets.ofEntity(entity.ref, visibility) : [];
      const subject = entity?.ref ?? '';
      res.json(await histories.page(subject, rows, query, visibility));
    },
  );
}

function addTargetRoutes(router: Router, options: RouterOptions): void {
  const { access, fleet, histories, states, targets } = options;

  const requireTarget = async (id: string, visibility: Visibility) => {
    const target = await targets.byId(id, visibility);
    if (!target) throw new NotFoundError(`No target '${id}'`);
    return target;
  };

  router.get('/targets', async (req: Request, res: Response<FleetResponse>) => {
    const visibility = await access.visibility(req);
    const query = parseInput(fleetQuerySchema, req.query);
    res.json(await fleet.page(query, visibility));
  });

  router.get(
    '/targets/:id',
    async (req: Request, res: Response<TargetState>) => {
      const visibility = await access.visibility(req);
      const target = await requireTarget(req.params.id, visibility);
      const [state] = await states.of([target], visibility);
      res.json(state);
    },
  );

  router.get(
    '/targets/:id/history',
    async (req: Request, res: Response<HistoryResponse>) => {
      const visibility = await access.visibility(req);
      const query = parseInput(historyQuerySchema, req.query);
      const target = await requireTarget(req.params.id, visibility);
      res.json(await histories.page(target.id, [target], query, visibility));
    },
  );
}
