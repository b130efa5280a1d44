import {
  ConflictError,
  NotAllowedError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import type {
  ChangeEntry,
  OpenProposal,
  Proposal,
  ProposalPlan,
  ProposalRequest,
  ProposalsQuery,
  TargetState,
} from '@backstage-gitops/plugin-gitops-common';
import { aProposal, aPullRequest } from '../src/__testUtils__/proposals';
import { hoursAgo } from './world/clock';
import { planOf } from './world/plans';

const forge = 'https://git.larkspur.example/larkspur/platform/pulls';

/** How long each step of a proposal takes here. */
const STEP_MS = 9_000;

const production = (service: string) =>
  ['eu-1', 'us-1'].map(cluster => `platform:${service}:production:${cluster}`);

/** What is open before anyone does anything. */
const standing: Proposal[] = [
  aProposal({
    id: 'p1218',
    title: 'Promote ticket-sales to v43 in production',
    targets: production('ticket-sales'),
    moves: production('ticket-sales').map(target => ({
      target,
      kind: 'image',
      name: 'registry.larkspur.example/ticket-sales',
      from: 'v41',
      to: 'v43',
    })),
    createdAt: hoursAgo(3),
    updatedAt: hoursAgo(0.2),
    pullRequest: aPullRequest({
      number: 1218,
      url: `${forge}/1218`,
      createdAt: hoursAgo(3),
      reviewsRequestedOf: ['@larkspur/sales-leads'],
      checks: {
        state: 'pending',
        waitingFor: ['kubeconform', 'gitops lint'],
        failed: [],
      },
    }),
  }),
  aProposal({
    id: 'p1219',
    kind: undefined,
    title: 'chore(deps): update envoy to 1.32.0',
    targets: [
      ...production('ticket-sales'),
      'platform:ticket-sales:staging:stg-1',
      'platform:ticket-worker:production:eu-1',
    ],
    moves: [],
    createdBy: undefined,
    createdAt: hoursAgo(30),
    updatedAt: hoursAgo(26),
    pullRequest: aPullRequest({
      number: 1219,
      url: `${forge}/1219`,
      title: 'chore(deps): update envoy to 1.32.0',
      author: 'renovate[bot]',
      createdAt: hoursAgo(30),
      checks: { state: 'failure', waitingFor: [], failed: ['kubeconform'] },
      mergeable: 'blocked',
    }),
  }),
  aProposal({
    id: 'p1220',
    kind: 'rollback',
    title: 'Roll departures back to v70 in production',
    targets: ['platform:departures:production:eu-1'],
    moves: [
      {
        target: 'platform:departures:production:eu-1',
        kind: 'image',
        name: 'registry.larkspur.example/departures',
        from: 'v71',
        to: 'v70',
      },
    ],
    createdBy: 'user:default/ama.owusu',
    createdAt: hoursAgo(0.4),
    updatedAt: hoursAgo(0.1),
    pullRequest: aPullRequest({
      number: 1220,
      url: `${forge}/1220`,
      createdAt: hoursAgo(0.4),
      checks: { state: 'success', waitingFor: [], failed: [] },
      approvedBy: ['ines.duarte'],
    }),
  }),
  aProposal({
    id: 'p1221',
    title:
      '<img src=x onerror=alert(1)> averyveryveryverylongwordwithoutanybreakatallthatgoesonandonandon',
    targets: ['platform:signal-box:ring-3:arn:aws:eks:eu-central-1:1'],
    moves: [],
    pullRequest: aPullRequest({
      number: 999_999,
      url: ['javascript', 'alert(1)'].join(':'),
      author: '<script>alert("author")</script>',
      mergeable: 'conflict',
    }),
  }),
];

export interface FakeWorld {
  readonly find: (id: string) => TargetState;
  readonly historyOf: (service: string) => readonly ChangeEntry[];
}

/** Plans, opens and follows in the page, each service with a story of its own. */
export class FakeProposals {
  readonly #world: FakeWorld;
  readonly #opened = new Map<string, { at: number; proposal: Proposal }>();

  constructor(world: FakeWorld) {
    this.#world = world;
  }

  preview(request: ProposalRequest): ProposalPlan {
    const service = this.#serviceOf(request);
    if (service === 'fare-rules') throw new NotAllowedError('Unauthorized');
    if (service === 'key-keeper') {
      throw new NotFoundError('Git does not declare this target any more');
    }
    const { find, historyOf } = this.#world;
    return planOf(request, find, historyOf(service));
  }

  open({ request }: OpenProposal): Proposal {
    const service = this.#serviceOf(request);
    const plan = this.preview(request);
    if (service === 'notify') {
      throw new ConflictError(
        'main has moved: Ines Duarte set newTag of production to v17 2 min ago (#1204)',
      );
    }
    if (service === 'timetable') {
      throw new ServiceUnavailableError(
        'git.larkspur.example answered 502 Bad Gateway',
      );
    }
    const number = 1230 + this.#opened.size;
    const id = plan.open?.id ?? `p${number}`;
    const now = new Date().toISOString();
    const targets =
      'to' in request && Array.isArray(request.to)
        ? request.to
        : plan.moves.map(({ target }) => target);
    const proposal = aProposal({
      id,
      kind: plan.kind,
      title: plan.title,
      state: 'opening',
      targets: targets.length > 0 ? targets : [targetOf(request)],
      moves: plan.moves,
      createdBy: 'user:default/guest',
      createdAt: now,
      updatedAt: now,
      pullRequest: aPullRequest({
        number: plan.open ? 1218 : number,
        url: `${forge}/${plan.open ? 1218 : number}`,
        title: plan.title,
        createdAt: now,
        draft: request.draft ?? false,
        autoMerge: request.autoMerge ?? false,
        reviewsRequestedOf: plan.reviewers,
        mergeable: 'blocked',
      }),
    });
    this.#opened.set(id, { at: Date.now(), proposal });
    return this.#now(id, proposal);
  }

  list({ entity, target }: ProposalsQuery): Proposal[] {
    const all = [...standing, ...this.#openedNow()];
    const unique = new Map(all.map(one => [one.id, one]));
    const service = entity?.split('/').pop();
    return [...unique.values()].filter(
      one =>
        one.state !== 'running' &&
        one.targets.some(id =>
          target ? id === target : !service || id.split(':')[1] === service,
        ),
    );
  }

  get(id: string): Proposal {
    const opened = this.#opened.get(id);
    if (opened) return this.#now(id, opened.proposal);
    const known = standing.find(one => one.id === id);
    if (!known) throw new NotFoundError(`No proposal ${id}`);
    return known;
  }

  /** What a proposal made here has brought a target to by now. */
  arrived(target: TargetState): { version: string; runs: boolean } | undefined {
    for (const { at, proposal } of this.#opened.values()) {
      const move = proposal.moves.find(one => one.target === target.id);
      const step = (Date.now() - at) / STEP_MS;
      if (!move || step < 4) continue;
      const late = target.cluster === 'us-1' ? 2 : 1;
      return { version: move.to, runs: step >= 4 + late };
    }
    return undefined;
  }

  #serviceOf(request: ProposalRequest): string {
    return targetOf(request).split(':')[1];
  }

  #openedNow(): Proposal[] {
    return [...this.#opened].map(([id, { proposal }]) =>
      this.#now(id, proposal),
    );
  }

  /** Opened, checked, approved, merged, running: one after the other. */
  #now(id: string, proposal: Proposal): Proposal {
    const at = this.#opened.get(id)?.at ?? Date.now();
    const step = (Date.now() - at) / STEP_MS;
    const { pullRequest } = proposal;
    if (!pullRequest || pullRequest.draft) {
      return { ...proposal, state: 'open' };
    }
    const done = { state: 'success', waitingFor: [], failed: [] } as const;
    const checks =
      step < 1 ? pullRequest.checks : { ...done, waitingFor: [], failed: [] };
    const approved = step >= 2;
    const merged = step >= 3;
    const state = step >= 6.5 ? 'running' : 'merged';
    return {
      ...proposal,
      state: merged ? state : 'open',
      pullRequest: {
        ...pullRequest,
        state: merged ? 'merged' : 'open',
        checks,
        approvedBy: approved ? ['ines.duarte'] : [],
        reviewsRequestedOf: approved ? [] : pullRequest.reviewsRequestedOf,
        mergeable: approved ? 'yes' : 'blocked',
        mergedAt: merged ? new Date(at + 3 * STEP_MS).toISOString() : undefined,
      },
    };
  }
}

function targetOf(request: ProposalRequest): string {
  switch (request.kind) {
    case 'promotion':
      return request.to[0];
    case 'rollback':
      return request.targets[0];
    case 'acceptDrift':
      return request.target;
    default:
      return '';
  }
}
