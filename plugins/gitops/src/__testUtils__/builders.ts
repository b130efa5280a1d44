import type {
  Artifact,
  Change,
  ChangeEntry,
  Environment,
  RepositoryStatus,
  TargetState,
} from '@backstage-gitops/plugin-gitops-common';

export function anArtifact(parts: Partial<Artifact> = {}): Artifact {
  return {
    kind: 'image',
    name: 'registry.larkspur.example/ticket-sales',
    version: 'v41',
    file: 'apps/ticket-sales/overlays/production/kustomization.yaml',
    line: 12,
    field: 'images[name=ticket-sales].newTag',
    origin: 'exact',
    ...parts,
  };
}

export function aChange(parts: Partial<Change> = {}): Change {
  return {
    targets: ['platform:ticket-sales'],
    commit: '4b14615d5affc4848469721fbc27144f64e47a66',
    landedBy: '9c8d1f0e2b3a4c5d6e7f8091a2b3c4d5e6f70819',
    effectiveAt: '2026-11-15T08:00:00.000Z',
    authoredAt: '2026-11-15T07:48:00.000Z',
    author: 'Noor Haddad',
    subject: 'Promote ticket-sales to v41',
    pullRequest: {
      number: 201,
      url: 'https://git.larkspur.example/larkspur/platform/pulls/201',
    },
    artifacts: [
      {
        kind: 'image',
        name: 'registry.larkspur.example/ticket-sales',
        from: 'v40',
        to: 'v41',
        file: 'apps/ticket-sales/overlays/production/kustomization.yaml',
        line: 12,
      },
    ],
    rollback: false,
    ...parts,
  };
}

export function anEntry(parts: Partial<ChangeEntry> = {}): ChangeEntry {
  return {
    ...aChange(),
    environment: 'production',
    clusters: ['eu-1'],
    repository: 'platform',
    ...parts,
  };
}

export function aTarget(parts: Partial<TargetState> = {}): TargetState {
  const environment = parts.environment ?? 'production';
  return {
    id: `platform:${environment}:${parts.cluster ?? ''}:ticket-sales`,
    unit: `platform:${environment}`,
    service: 'ticket-sales',
    aliases: [],
    environment,
    namespace: 'sales',
    path: `apps/ticket-sales/overlays/${environment}`,
    artifacts: [anArtifact()],
    repository: 'platform',
    revision: '6aa2976855200d4d6339e6f086c3113286d752ef',
    unitKind: 'Kustomization',
    unitName: 'ticket-sales',
    entityRef: 'component:default/ticket-sales',
    owner: 'group:default/sales',
    lastChange: aChange(),
    behind: { state: 'first' },
    links: {},
    ...parts,
  };
}

export function aRepository(
  parts: Partial<RepositoryStatus> = {},
): RepositoryStatus {
  return {
    id: 'platform',
    url: 'https://git.larkspur.example/larkspur/platform.git',
    state: 'ready',
    lastAttemptAt: '2026-11-21T09:26:00.000Z',
    lastSuccessAt: '2026-11-21T09:26:00.000Z',
    revisions: { main: '6aa2976855200d4d6339e6f086c3113286d752ef' },
    units: 48,
    targets: 126,
    diagnostics: { info: 0, warning: 0, error: 0 },
    ...parts,
  };
}

export const pipeline: Environment[] = [
  {
    name: 'development',
    order: 0,
    promotesTo: ['staging'],
    protected: false,
  },
  { name: 'staging', order: 1, promotesTo: ['production'], protected: false },
  { name: 'production', order: 2, promotesTo: [], protected: true },
];
