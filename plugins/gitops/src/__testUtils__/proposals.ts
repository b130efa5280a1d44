import type {
  Proposal,
  ProposalPlan,
  PullRequestStatus,
} from '@backstage-gitops/plugin-gitops-common';

const file = 'apps/ticket-sales/overlays/production/kustomization.yaml';

/** A unified diff that moves one line. */
export function aDiff(path: string, from: string, to: string): string {
  return [
    `--- a/${path}`,
    `+++ b/${path}`,
    '@@ -10,4 +10,4 @@',
    ' images:',
    '   - name: ticket-sales',
    `-    newTag: ${from}`,
    `+    newTag: ${to}`,
    ' resources: []',
    '',
  ].join('\n');
}

export function aPullRequest(
  parts: Partial<PullRequestStatus> = {},
): PullRequestStatus {
  return {
    number: 218,
    url: 'https://git.larkspur.example/larkspur/platform/pulls/218',
    title: 'Promote ticket-sales to v44 in production',
    state: 'open',
    draft: false,
    author: 'larkspur-portal',
    sourceBranch: 'gitops/promote-ticket-sales-production',
    targetBranch: 'main',
    headCommit: '1f0e9d8c7b6a594837261504f3e2d1c0b9a88776',
    checks: { state: 'pending', waitingFor: ['kubeconform'], failed: [] },
    approvedBy: [],
    changesRequestedBy: [],
    reviewsRequestedOf: [],
    mergeable: 'yes',
    autoMerge: false,
    createdAt: '2026-11-21T09:10:00.000Z',
    updatedAt: '2026-11-21T09:20:00.000Z',
    ...parts,
  };
}

export function aProposal(parts: Partial<Proposal> = {}): Proposal {
  return {
    id: 'p218',
    repository: 'platform',
    kind: 'promotion',
    state: 'open',
    title: 'Promote ticket-sales to v44 in production',
    targets: ['platform:production:eu-1:ticket-sales'],
    moves: [
      {
        target: 'platform:production:eu-1:ticket-sales',
        kind: 'image',
        name: 'registry.larkspur.example/ticket-sales',
        from: 'v41',
        to: 'v44',
      },
    ],
    createdBy: 'user:default/dev-a',
    createdAt: '2026-11-21T09:10:00.000Z',
    updatedAt: '2026-11-21T09:20:00.000Z',
    pullRequest: aPullRequest(),
    ...parts,
  };
}

export function aPlan(parts: Partial<ProposalPlan> = {}): ProposalPlan {
  return {
    kind: 'promotion',
    title: 'Promote ticket-sales to v44 in production',
    repository: 'platform',
    revisions: { main: '6aa2976855200d4d6339e6f086c3113286d752ef' },
    moves: aProposal().moves,
    files: [{ branch: 'main', path: file, diff: aDiff(file, 'v41', 'v44') }],
    rendered: [
      {
        unit: 'platform:production',
        resource: 'apps/Deployment/sales/ticket-sales',
        diff: aDiff('ticket-sales', 'v41', 'v44'),
      },
    ],
    alsoAffects: [],
    brings: [],
    values: [],
    places: [],
    policies: [],
    diagnostics: [],
    reviewers: ['@larkspur/sales-leads'],
    ...parts,
  };
}
