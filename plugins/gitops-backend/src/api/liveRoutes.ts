import {
  ClustersResponse,
  gitopsManifestReadPermission,
  resourceSelectorSchema,
  syncRequestSchema,
  SyncResponse,
  TargetDriftResponse,
  TargetManifestResponse,
  TargetResourcesResponse,
} from '@backstage-gitops/plugin-gitops-common';
import { NotAllowedError, NotFoundError } from '@backstage/errors';
import express, { Request, Response, Router } from 'express';
import { TargetReader, TargetWithUnit } from '../database/TargetReader';
import { TargetAccess } from '../permissions/TargetAccess';
import { abortedWith } from './abortedWith';
import { DriftOrigins } from './DriftOrigins';
import { LivePages } from './LivePages';
import { LiveStates } from './LiveStates';
import { parseInput } from './parseInput';
import { TargetManifests } from './TargetManifests';
import { TargetSync } from './TargetSync';

export interface LiveRouteOptions {
  readonly access: TargetAccess;
  readonly targets: TargetReader;
  readonly live: LiveStates;
  readonly pages: LivePages;
  readonly origins: DriftOrigins;
  readonly manifests: TargetManifests;
  readonly sync: TargetSync;
}

/** A question about resources is small, however many it names. */
const largestBody = '256kb';

/** What runs: a target's resources, drift and manifests, and its sync. */
export function addLiveRoutes(router: Router, options: LiveRouteOptions): void {
  const { access, live, pages, origins, manifests, sync } = options;

  router.get('/clusters', async (req, res: Response<ClustersResponse>) => {
    await access.visibility(req);
    res.json({ items: await live.clusters() });
  });

  router.get(
    '/targets/:id/resources',
    async (req, res: Response<TargetResourcesResponse>) => {
      res.json(await pages.resources(await readable(req, options)));
    },
  );

  router.get(
    '/targets/:id/drift',
    async (req, res: Response<TargetDriftResponse>) => {
      const target = await withManifests(req, options);
      const drift = await pages.drift(target);
      res.json(await origins.fill(target, drift, abortedWith(res)));
    },
  );

  router.get(
    '/targets/:id/manifest',
    async (req, res: Response<TargetManifestResponse>) => {
      const target = await withManifests(req, options);
      const named = parseInput(resourceSelectorSchema, req.query);
      res.json(await manifests.of(target, named, abortedWith(res)));
    },
  );

  router.post(
    '/targets/:id/sync',
    express.json({ limit: largestBody }),
    async (req, res: Response<SyncResponse>) => {
      const target = await readable(req, options);
      const question = parseInput(syncRequestSchema, req.body ?? {});
      // Once begun it ends, whether or not the person waits for it.
      res.json(
        await sync.run(req, target, question, new AbortController().signal),
      );
    },
  );
}

async function readable(
  req: Request,
  { access, targets }: LiveRouteOptions,
): Promise<TargetWithUnit> {
  const { id } = req.params;
  const target = await targets.byId(id, await access.visibility(req));
  if (!target) throw new NotFoundError(`No target '${id}'`);
  return target;
}

async function withManifests(
  req: Request,
  options: LiveRouteOptions,
): Promise<TargetWithUnit> {
  const target = await readable(req, options);
  const visibility = await options.access.visibility(
    req,
    gitopsManifestReadPermission,
  );
  if (!(await options.targets.byId(target.id, visibility))) {
    throw new NotAllowedError(
      `The permission '${gitopsManifestReadPermission.name}' is denied for this target`,
    );
  }
  return target;
}
