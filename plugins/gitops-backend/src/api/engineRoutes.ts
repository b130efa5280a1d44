import {
  engineActionRequestSchema,
  EngineActionResponse,
  EnginesResponse,
  TargetDeliveryResponse,
} from '@backstage-gitops/plugin-gitops-common';
import { NotFoundError } from '@backstage/errors';
import express, { Request, Response, Router } from 'express';
import { TargetReader, TargetWithUnit } from '../database/TargetReader';
import { TargetAccess } from '../permissions/TargetAccess';
import { abortedWith } from './abortedWith';
import { EngineStates } from './EngineStates';
import { parseInput } from './parseInput';
import { TargetEngines } from './TargetEngines';

export interface EngineRouteOptions {
  readonly access: TargetAccess;
  readonly targets: TargetReader;
  readonly engineStates: EngineStates;
  readonly targetEngines: TargetEngines;
}

/** What engines say of targets, how reading them goes, and what they are asked. */
export function addEngineRoutes(
  router: Router,
  options: EngineRouteOptions,
): void {
  const { access, engineStates, targetEngines } = options;

  router.get('/engines', async (req, res: Response<EnginesResponse>) => {
    const { scope } = await access.visibility(req);
    const shows = scope === 'all' ? 'all' : 'state';
    res.json({ items: await engineStates.all({ shows }) });
  });

  router.get(
    '/targets/:id/delivery',
    async (req, res: Response<TargetDeliveryResponse>) => {
      const target = await readable(req, options);
      res.json(await targetEngines.delivery(target, abortedWith(res)));
    },
  );

  router.post(
    '/targets/:id/engine',
    express.json({ limit: '16kb' }),
    async (req, res: Response<EngineActionResponse>) => {
      const target = await readable(req, options);
      const asked = parseInput(engineActionRequestSchema, req.body ?? {});
      // Once begun it ends, whether or not the person waits for it.
      const { signal } = new AbortController();
      res.json(await targetEngines.act(req, target, asked, signal));
    },
  );
}

async function readable(
  req: Request,
  { access, targets }: EngineRouteOptions,
): Promise<TargetWithUnit> {
  const { id } = req.params;
  const target = await targets.byId(id, await access.visibility(req));
  if (!target) throw new NotFoundError(`No target '${id}'`);
  return target;
}
