import {
  Artifact,
  FleetRow,
  Proposal,
  ProposalPlan,
  ProposalRequest,
} from '@backstage-gitops/plugin-gitops-common';

export function anArtifact(parts: Partial<Artifact> = {}): Artifact {
  return {
    kind: 'image',
    name: 'registry.example/shop/cart',
    version: 'v41',
    file: 'apps/cart/overlays/production/kustomization.yaml',
    line: 8,
    field: 'images[name=cart].newTag',
    origin: 'exact',
    ...parts,
  };
}

export function aTarget(
  environment: string,
  parts: Partial<FleetRow> = {},
): FleetRow {
  const service = parts.service ?? 'cart';
  return {
    id: `platform:${service}:${environment}:${parts.cluster ?? ''}`,
    unit: `platform:${environment}`,
    service,
    environment,
    path: `apps/${service}/overlays/${environment}`,
    artifacts: [anArtifact()],
    repository: 'platform',
    behindState: 'first',
    entityRef: 'component:default/cart',
    ...parts,
  };
}

const pageSize = 2;

/** Pages are small, so that a caller who reads one alone is found out. */
export function aFleet(targets: readonly FleetRow[], query: URLSearchParams) {
  const selected = targets.filter(target =>
    (['service', 'repository', 'environment'] as const).every(
      name => !query.has(name) || query.get(name) === target[name],
    ),
  );
  const from = Number(query.get('cursor') ?? 0);
  const next = from + pageSize;
  return {
    items: selected.slice(from, next),
    total: selected.length,
    ...(next < selected.length ? { nextCursor: String(next) } : {}),
    facets: {
      environments: [...new Set(targets.map(({ environment }) => environment))],
      repositories: [...new Set(targets.map(({ repository }) => repository))],
      owners: [],
    },
    repositories: [],
  };
}

export function anEntityAnswer(targets: readonly FleetRow[], path: string) {
  const [, , kind, namespace, name] = path.split('/').map(decodeURIComponent);
  const found = targets.filter(
    ({ entityRef }) => entityRef === `${kind}:${namespace}/${name}`,
  );
  return {
    services: [...new Set(found.map(({ service }) => service))],
    environments: [],
    repositories: [],
    targets: found.map(({ behindState: _, ...target }) => ({
      ...target,
      aliases: [],
      revision: 'abc',
      unitKind: 'Kustomization',
      unitName: target.service,
      behind: { state: 'first' },
      links: {},
    })),
  };
}

export function aPlan(
  request: ProposalRequest,
  parts: Partial<ProposalPlan>,
): ProposalPlan {
  return {
    kind: request.kind,
    title: request.title ?? `Do the ${request.kind}`,
    repository: 'platform',
    revisions: { main: 'c0ffee' },
    moves: [],
    files: [
      {
        branch: 'main',
        path: 'apps/cart/overlays/production/kustomization.yaml',
        diff: '--- a/kustomization.yaml\n+++ b/kustomization.yaml\n@@ -8 +8 @@\n-v41\n+v42\n',
      },
    ],
    rendered: [],
    alsoAffects: [],
    brings: [],
    values: [],
    places: [],
    policies: [],
    diagnostics: [],
    reviewers: [],
    ...parts,
  };
}

export function aProposal(number: number): Proposal {
  const at = '2026-11-27T10:00:00Z';
  return {
    id: `p${number}`,
    repository: 'platform',
    state: 'open',
    title: 'Promote cart',
    targets: [],
    moves: [],
    createdAt: at,
    updatedAt: at,
    pullRequest: {
      number,
      url: `https://forge.example/shop/platform/pull/${number}`,
      title: 'Promote cart',
      state: 'open',
      draft: false,
      author: 'noor',
      sourceBranch: 'gitops/promote-cart',
      targetBranch: 'main',
      headCommit: 'c0ffee',
      checks: { state: 'none', waitingFor: [], failed: [] },
      approvedBy: [],
      changesRequestedBy: [],
      reviewsRequestedOf: [],
      mergeable: 'unknown',
      autoMerge: false,
      createdAt: at,
      updatedAt: at,
    },
  };
}
