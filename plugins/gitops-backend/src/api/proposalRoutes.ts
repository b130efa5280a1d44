import {
  createRepositorySchema,
  CreateRepositoryResponse,
  openProposalSchema,
  Proposal,
  ProposalPlan,
  proposalRequestSchema,
  proposalsQuerySchema,
  ProposalsResponse,
} from '@backstage-gitops/plugin-gitops-common';
import { InputError } from '@backstage/errors';
import express, { NextFunction, Request, Response, Router } from 'express';
import { abortedWith } from './abortedWith';
import { NewRepositories } from './NewRepositories';
import { parseInput } from './parseInput';
import { Proposals } from './Proposals';

export interface ProposalRouteOptions {
  readonly proposals: Proposals;
  readonly newRepositories: NewRepositories;
}

/** A request names targets and fields, however many there are. */
const largestBody = '256kb';

/** Nothing is named or said so, and PostgreSQL can't even be asked. */
function refuseNul(req: Request, _res: Response, next: NextFunction): void {
  if (JSON.stringify(req.body ?? {}).includes('\\u0000')) {
    throw new InputError('The request holds a NUL character');
  }
  next();
}

/** Changes through Git: what one would do, opening it, and how it goes. */
export function addProposalRoutes(
  router: Router,
  { proposals, newRepositories }: ProposalRouteOptions,
): void {
  const json = express.json({ limit: largestBody });

  router.post(
    '/proposals/preview',
    json,
    refuseNul,
    async (req, res: Response<ProposalPlan>) => {
      const request = parseInput(proposalRequestSchema, req.body ?? {});
      res.json(await proposals.preview(req, request, abortedWith(res)));
    },
  );

  router.post(
    '/proposals',
    json,
    refuseNul,
    async (req, res: Response<Proposal>) => {
      const question = parseInput(openProposalSchema, req.body ?? {});
      // Once begun it ends, whether or not the person waits for it.
      const { signal } = new AbortController();
      res.json(await proposals.open(req, question, signal));
    },
  );

  router.get('/proposals', async (req, res: Response<ProposalsResponse>) => {
    const query = parseInput(proposalsQuerySchema, req.query);
    res.json(await proposals.page(req, query));
  });

  router.get('/proposals/:id', async (req, res: Response<Proposal>) => {
    res.json(await proposals.one(req, req.params.id));
  });

  router.post(
    '/repositories',
    json,
    refuseNul,
    async (req, res: Response<CreateRepositoryResponse>) => {
      const question = parseInput(createRepositorySchema, req.body ?? {});
      res.json(await newRepositories.create(req, question));
    },
  );
}
