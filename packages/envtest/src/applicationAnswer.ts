/** A commit's id that a test can tell from others. */
export const commit = (digit: number | string) => String(digit).repeat(40);

type Fields = Readonly<Record<string, unknown>>;

/** An Application as the API of Argo CD answers it, synced and well. */
export function applicationAnswer({
  metadata = {},
  spec = {},
  status = {},
}: {
  readonly metadata?: Fields;
  readonly spec?: Fields;
  readonly status?: Fields;
} = {}) {
  return {
    metadata: {
      ...{ name: 'shop', namespace: 'argocd', resourceVersion: '10' },
      ...metadata,
    },
    spec: {
      project: 'default',
      source: {
        repoURL: 'https://git.example/acme/config.git',
        ...{ path: 'apps/shop', targetRevision: 'main' },
      },
      destination: {
        ...{ server: 'https://kubernetes.default.svc', namespace: 'shop' },
      },
      syncPolicy: { automated: { prune: true, selfHeal: true } },
      ...spec,
    },
    status: {
      sync: { status: 'Synced', revision: commit(1) },
      health: { status: 'Healthy' },
      history: [
        {
          ...{ id: 0, revision: commit(1), deployedAt: '2026-03-01T10:00:00Z' },
          deployStartedAt: '2026-03-01T09:59:50Z',
          initiatedBy: { automated: true },
        },
      ],
      operationState: {
        ...{
          phase: 'Succeeded',
          message: 'successfully synced (all tasks run)',
        },
        startedAt: '2026-03-01T09:59:50Z',
        finishedAt: '2026-03-01T10:00:00Z',
        operation: { initiatedBy: { automated: true }, sync: {} },
        syncResult: { revision: commit(1) },
      },
      resources: [
        {
          ...{ version: 'v1', kind: 'ConfigMap' },
          ...{ namespace: 'shop', name: 'shop', status: 'Synced' },
        },
      ],
      reconciledAt: '2026-03-01T10:00:05Z',
      ...status,
    },
  };
}
