import {
  CheckedProposalRequest,
  openProposalSchema,
  Proposal,
  ProposalPlan,
  proposalsQuerySchema,
  ProposalsResponse,
} from '@backstage-gitops/plugin-gitops-common';
import { PlannedProposal } from '@backstage-gitops/plugin-gitops-node';
import {
  AuditorService,
  AuthService,
  BackstageCredentials,
  HttpAuthService,
} from '@backstage/backend-plugin-api';
import { NotFoundError } from '@backstage/errors';
import { Request } from 'express';
import { z } from 'zod';
import { ProposalReader, VisibleProposal } from '../database/ProposalReader';
import { proposalFromRow, readPullRequest } from '../database/proposalRows';
import { ProposalStore } from '../database/ProposalStore';
import { ProposalAccess, ProposalGrant } from '../permissions/ProposalAccess';
import { requestedTargets } from '../permissions/requestedTargets';
import { TargetAccess } from '../permissions/TargetAccess';
import { visiblePlan } from '../permissions/visiblePlan';
import { ProposalOpener } from '../proposals/ProposalOpener';
import { ProposalPlanner } from '../proposals/ProposalPlanner';
import { combineRollouts } from '../proposals/rollout';
import { RolloutWatch } from '../proposals/RolloutWatch';
import { audited } from './audited';
import { decodeCursor, encodeCursor, int32Schema } from './cursor';

type OpenQuestion = z.output<typeof openProposalSchema>;
type PageQuestion = z.output<typeof proposalsQuerySchema>;

export interface ProposalsOptions {
  readonly access: TargetAccess;
  readonly auditor: AuditorService;
  readonly auth: AuthService;
  readonly httpAuth: HttpAuthService;
  readonly opener: ProposalOpener;
  readonly planner: ProposalPlanner;
  readonly proposalAccess: ProposalAccess;
  readonly reader: ProposalReader;
  readonly rollouts: Pick<RolloutWatch, 'rollouts'>;
  readonly store: ProposalStore;
}

/** Answers what a change would do, opens it, and tells how it goes. */
export class Proposals {
  readonly #options: ProposalsOptions;

  constructor(options: ProposalsOptions) {
    this.#options = options;
  }

  async preview(
    http: Request,
    request: CheckedProposalRequest,
    signal: AbortSignal,
  ): Promise<ProposalPlan> {
    const { planner, proposalAccess } = this.#options;
    const grant = await this.#grant(http, request);
    const { repository } = grant;
    const planned = await planner.preview({ repository, request, signal });
    await proposalAccess.requireCopied(grant, planned);
    const moved = await proposalAccess.moved(grant, planned);
    // Whoever isn't to change along is only told of; the plan refuses it.
    const along = request.allowOthers ? [] : planned.plan.alsoAffects;
    proposalAccess.requireMoves(grant, moved, {
      except: new Set(along.map(({ id }) => id)),
    });
    return this.#shown(grant, planned);
  }

  /** Written to the audit log whatever becomes of it, a refusal included. */
  async open(
    http: Request,
    question: OpenQuestion,
    signal: AbortSignal,
  ): Promise<Proposal> {
    const { request } = question;
    const named = requestedTargets(request);
    return audited(
      this.#options.auditor,
      {
        eventId: 'proposal-open',
        severityLevel: 'medium',
        request: http,
        meta: {
          kind: request.kind,
          targets: [...named.moved],
          ...(named.repository && { repository: named.repository }),
        },
      },
      () => this.#open(http, question, signal),
      ({ id, repository, state, targets, pullRequest }) => ({
        ...{ proposal: id, repository, state, targets },
        ...(pullRequest && { pullRequest: pullRequest.url }),
      }),
    );
  }

  async page(
    http: Request,
    question: PageQuestion,
  ): Promise<ProposalsResponse> {
    const { access, reader } = this.#options;
    const visibility = await access.visibility(http);
    const { limit, cursor, entity, ...narrowed } = question;
    const selection = {
      ...narrowed,
      entity: entity?.toLocaleLowerCase('en-US'),
    };
    const asked = { proposals: selection };
    const found = await reader.page(
      {
        ...selection,
        limit: limit + 1,
        before:
          cursor === undefined
            ? undefined
            : decodeCursor(int32Schema, asked, cursor),
      },
      visibility,
    );
    const shown = found.slice(0, limit);
    return {
      items: await Promise.all(shown.map(one => this.#told(one))),
      nextCursor:
        found.length > limit
          ? encodeCursor(asked, shown[shown.length - 1].row.key)
          : undefined,
    };
  }

  async one(http: Request, id: string): Promise<Proposal> {
    const { access, reader } = this.#options;
    const found = await reader.byId(id, await access.visibility(http));
    if (!found) throw new NotFoundError(`No proposal '${id}'`);
    return this.#told(found);
  }

  /** While it is awaited, with how far it has come on visible targets. */
  async #told({ row, targets }: VisibleProposal): Promise<Proposal> {
    const proposal = proposalFromRow(row, targets);
    const isAwaited = proposal.state === 'merged' && row.ended_at === null;
    if (!isAwaited) return proposal;
    const { rollouts: watch, store } = this.#options;
    const visible = new Set(targets);
    const all = await store.targetsOf(row.key);
    const rollouts = await watch.rollouts(
      row,
      all.filter(({ target_id }) => visible.has(target_id)),
    );
    // What is stored may tell of targets that are not visible.
    const { reason } = combineRollouts(rollouts);
    return { ...proposal, reason, rollouts };
  }

  async #open(
    http: Request,
    { request, revisions, forgeToken }: OpenQuestion,
    signal: AbortSignal,
  ): Promise<Proposal> {
    const { auth, opener, proposalAccess, reader } = this.#options;
    const credentials = await this.#credentials(http);
    const grant = await proposalAccess.grant(http, request, credentials);
    const row = await opener.open({
      ...{ repository: grant.repository, request, revisions, signal },
      ...(auth.isPrincipal(credentials, 'user') && {
        askedBy: credentials.principal.userEntityRef,
      }),
      ...(forgeToken !== undefined && { token: forgeToken }),
      inspect: planned => proposalAccess.requireCopied(grant, planned),
      authorize: async planned => {
        const moved = await proposalAccess.moved(grant, planned);
        proposalAccess.requireMoves(grant, moved);
        return moved.map(({ target }) => target);
      },
    });
    const found = await reader.byId(row.id, grant.read);
    return proposalFromRow(row, found?.targets ?? []);
  }

  async #shown(
    grant: ProposalGrant,
    planned: PlannedProposal,
  ): Promise<ProposalPlan> {
    const { opener, proposalAccess, store } = this.#options;
    const { repository, request } = grant;
    const plan = visiblePlan(
      planned.shown,
      await proposalAccess.planVisibility(grant, planned),
    );
    const branch = await opener.branch(repository, request);
    const row = await store.onBranch(repository, branch);
    const url = row && readPullRequest(row)?.url;
    const obstacle = opener.obstacle(repository);
    return {
      ...plan,
      // Told before a person has written why, not once they want to open it.
      ...(obstacle && { refused: plan.refused ?? obstacle }),
      repository,
      ...(row && { open: { id: row.id, ...(url && { url }) } }),
    };
  }

  async #grant(
    http: Request,
    request: CheckedProposalRequest,
  ): Promise<ProposalGrant> {
    return this.#options.proposalAccess.grant(
      http,
      request,
      await this.#credentials(http),
    );
  }

  #credentials(http: Request): Promise<BackstageCredentials> {
    return this.#options.httpAuth.credentials(http, {
      allow: ['user', 'service'],
    });
  }
}
