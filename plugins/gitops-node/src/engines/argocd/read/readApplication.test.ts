import { applicationAnswer, commit } from '@backstage-gitops/envtest';
import { readApplication } from './readApplication';

describe('readApplication', () => {
  it('reads an Application of 3.x', () => {
    const read = readApplication(
      applicationAnswer({
        metadata: {
          labels: { team: 'shop' },
          ownerReferences: [{ kind: 'ApplicationSet', name: 'shops' }],
        },
        status: {
          resources: [
            {
              ...{ group: 'apps', version: 'v1', kind: 'Deployment' },
              ...{ namespace: 'shop', name: 'api', status: 'OutOfSync' },
              requiresPruning: true,
            },
          ],
          summary: { images: ['api:v1'] },
        },
      }),
      'eu',
    );

    expect(read).toEqual({
      ...{ instance: 'eu', name: 'shop', namespace: 'argocd' },
      ...{ project: 'default', resourceVersion: '10' },
      ...{ labels: { team: 'shop' }, annotations: {} },
      ...{ applicationSet: 'shops', isDeleting: false, isSkipped: false },
      destination: {
        server: 'https://kubernetes.default.svc',
        namespace: 'shop',
      },
      sources: [
        {
          url: 'https://git.example/acme/config.git',
          ...{ path: 'apps/shop', targetRevision: 'main' },
        },
      ],
      automated: { prune: true, selfHeal: true },
      sync: { state: 'synced' },
      health: { state: 'healthy' },
      revisions: [{ revision: commit(1), commit: commit(1) }],
      operation: {
        ...{ phase: 'succeeded', automated: true },
        message: 'successfully synced (all tasks run)',
        startedAt: '2026-03-01T09:59:50Z',
        finishedAt: '2026-03-01T10:00:00Z',
        revisions: [{ revision: commit(1), commit: commit(1) }],
        resources: [],
      },
      history: [
        {
          revisions: [
            {
              ...{ revision: commit(1), commit: commit(1) },
              at: '2026-03-01T10:00:00Z',
            },
          ],
          startedAt: '2026-03-01T09:59:50Z',
        },
      ],
      conditions: [],
      resources: [
        {
          ...{ group: 'apps', version: 'v1', kind: 'Deployment' },
          ...{ namespace: 'shop', name: 'api', status: 'outOfSync' },
          ...{ isHook: false, requiresPruning: true },
        },
      ],
      ...{ images: ['api:v1'], ignored: [] },
      reconciledAt: '2026-03-01T10:00:05Z',
    });
  });

  it('reads an Application of 2.x: no namespace, health of resources, no initiator', () => {
    const read = readApplication(
      {
        metadata: { name: 'shop' },
        spec: {
          source: {
            ...{ repoURL: 'https://charts.example', chart: 'shop' },
            targetRevision: '1.x',
          },
          destination: { name: 'eu-1' },
        },
        status: {
          sync: { status: 'Synced', revision: '1.4.2' },
          health: { status: 'Degraded', message: 'back-off' },
          history: [
            { revision: '1.4.1', deployedAt: '2023-01-01T00:00:00Z' },
            { revision: '1.4.2', deployedAt: '2023-01-02T00:00:00Z' },
          ],
          resources: [
            {
              ...{ group: 'apps', kind: 'Deployment', name: 'api' },
              ...{ status: 'Synced', health: { status: 'Degraded' } },
            },
          ],
        },
      },
      'eu',
    );

    expect(read).toMatchObject({
      ...{ namespace: 'argocd', project: 'default', resourceVersion: '' },
      sources: [{ path: '', chart: 'shop', targetRevision: '1.x' }],
      // The version of a chart is no commit.
      revisions: [{ revision: '1.4.2' }],
      health: { state: 'degraded', message: 'back-off' },
      history: [
        { revisions: [{ revision: '1.4.2', at: '2023-01-02T00:00:00Z' }] },
        { revisions: [{ revision: '1.4.1', at: '2023-01-01T00:00:00Z' }] },
      ],
      resources: [{ health: { state: 'degraded' } }],
    });
    expect(read?.revisions[0].commit).toBeUndefined();
    expect(read?.automated).toBeUndefined();
    expect(read?.operation).toBeUndefined();
  });

  it('reads several sources, with a revision and history of each', () => {
    const read = readApplication(
      applicationAnswer({
        spec: {
          source: undefined,
          sources: [
            { repoURL: 'https://charts.example', chart: 'shop' },
            {
              repoURL: 'https://bot:hush@git.example/acme/config.git',
              ref: 'values',
            },
            { path: 'a source without a repository' },
          ],
        },
        status: {
          sync: { status: 'Synced', revisions: ['1.4.2', commit(2)] },
          history: [
            {
              revisions: ['1.4.1', commit(1)],
              initiatedBy: { username: 'amara' },
            },
          ],
        },
      }),
      'eu',
    );

    expect(read?.sources).toEqual([
      { url: 'https://charts.example', path: '', chart: 'shop' },
      {
        ...{ url: 'https://git.example/acme/config.git', path: '' },
        isReference: true,
      },
    ]);
    expect(read?.revisions).toEqual([
      { revision: '1.4.2' },
      { revision: commit(2), commit: commit(2) },
    ]);
    expect(read?.history).toEqual([
      {
        revisions: [
          { revision: '1.4.1' },
          { revision: commit(1), commit: commit(1) },
        ],
        by: 'amara',
      },
    ]);
  });

  it.each([
    [
      'Hydrated',
      { hydrated: { dry: { revision: commit(2) }, wet: commit(3) } },
    ],
    [
      'Failed',
      {
        failure: 'no such path',
        hydrated: { dry: { revision: commit(1) }, wet: commit(9) },
      },
    ],
    [
      'Hydrating',
      {
        isRunning: true,
        hydrated: { dry: { revision: commit(1) }, wet: commit(9) },
      },
    ],
  ])('reads hydrated manifests by their dry source: %s', (phase, expected) => {
    const read = readApplication(
      applicationAnswer({
        spec: {
          source: undefined,
          sourceHydrator: {
            drySource: {
              repoURL: 'https://git.example/acme/config.git',
              ...{ path: 'apps/shop', targetRevision: 'main' },
            },
            syncSource: { targetBranch: 'env/prod', path: 'shop' },
          },
        },
        status: {
          sourceHydrator: {
            currentOperation: {
              ...{ phase, drySHA: commit(2), hydratedSHA: commit(3) },
              message: 'rpc error: code = Unknown desc = no such path',
            },
            lastSuccessfulOperation: {
              ...{ drySHA: commit(1), hydratedSHA: commit(9) },
            },
          },
        },
      }),
      'eu',
    );

    expect(read?.sources).toMatchObject([{ path: 'apps/shop' }]);
    expect(read?.hydration).toMatchObject({
      seen: { revision: commit(2) },
      ...expected,
    });
  });

  it('reads one that Argo CD has not looked at yet', () => {
    const { metadata, spec } = applicationAnswer();

    expect(readApplication({ metadata, spec }, 'eu')).toMatchObject({
      sync: { state: 'unknown', reason: 'Argo CD has not compared it' },
      health: { state: 'unknown', message: 'Argo CD tells no health' },
      ...{ revisions: [], history: [], conditions: [], resources: [] },
    });
  });

  it.each([undefined, null, 7, [], {}, { metadata: { name: '' } }])(
    'reads nothing out of %j',
    answer => {
      expect(readApplication(answer, 'eu')).toBeUndefined();
    },
  );

  it('leaves out what is not as it should be, and nothing else', () => {
    const read = readApplication(
      {
        metadata: { name: 'shop', labels: { a: 1, b: 'b' }, annotations: [] },
        spec: { source: 'nowhere', sources: [7], syncPolicy: null },
        status: {
          ...{ sync: 'Synced', health: [], history: {}, conditions: [7, {}] },
          resources: [{ kind: 'ConfigMap' }, { kind: 'Secret', name: 's' }],
          operationState: { phase: 'Dancing' },
        },
      },
      'eu',
    );

    expect(read).toMatchObject({
      ...{ labels: { b: 'b' }, annotations: {}, sources: [] },
      ...{ history: [], conditions: [] },
      sync: { state: 'unknown' },
      resources: [{ kind: 'Secret', name: 's', status: 'unknown' }],
    });
    expect(read?.operation).toBeUndefined();
  });

  it('reads no NUL, which some databases do not take', () => {
    const read = readApplication(
      applicationAnswer({
        spec: { destination: { name: 'eu\0-1', namespace: '\0' } },
      }),
      'eu',
    );

    expect(read?.destination).toEqual({ name: 'eu-1' });
  });

  it.each(['constructor', '__proto__', 'toString', 'Odd'])(
    'knows nothing of a state that is called %s',
    word => {
      const read = readApplication(
        applicationAnswer({
          status: {
            sync: { status: word },
            health: { status: word },
            operationState: { phase: word },
            resources: [
              { kind: 'X', name: 'x', status: word, health: { status: word } },
            ],
          },
        }),
        'eu',
      );

      expect(read).toMatchObject({
        ...{ sync: { state: 'unknown' }, health: { state: 'unknown' } },
        resources: [{ status: 'unknown', health: { state: 'unknown' } }],
      });
      expect(read?.operation).toBeUndefined();
    },
  );

  it('says why an Application can not be compared, without the wrapping', () => {
    const read = readApplication(
      applicationAnswer({
        status: {
          sync: { status: 'Unknown' },
          conditions: [
            {
              type: 'ComparisonError',
              message:
                'Failed to load target state: failed to generate manifest for source 1 of 1: rpc error: code = Unknown desc = failed to unmarshal manifest /tmp/_argocd-repo/1b9c2a33-8c1f-4a53-9d8b-2f8f3a8d6f10/apps/shop/cm.yaml from https://bot:hush@git.example/x',
              lastTransitionTime: '2026-03-01T10:00:00Z',
            },
          ],
        },
      }),
      'eu',
    );
    const message =
      'failed to unmarshal manifest apps/shop/cm.yaml from https://git.example/x';

    expect(read?.sync).toEqual({ state: 'unknown', reason: message });
    expect(read?.conditions).toEqual([
      {
        ...{ type: 'ComparisonError', status: 'True', message },
        since: '2026-03-01T10:00:00Z',
      },
    ]);
  });

  it('reads what differs on purpose, as far as its paths can be read', () => {
    const read = readApplication(
      applicationAnswer({
        spec: {
          ignoreDifferences: [
            {
              ...{ group: 'apps', kind: 'Deployment', name: 'api' },
              jsonPointers: ['/spec/replicas', 'no pointer'],
              jqPathExpressions: [
                '.spec.template.spec.containers[].env',
                'to_entries | map(.key)',
              ],
            },
            {
              ...{ group: '*', kind: '*' },
              managedFieldsManagers: ['vault-injector'],
            },
            { kind: 'ConfigMap', jqPathExpressions: ['walk(.)'] },
          ],
        },
      }),
      'eu',
    );

    const reason = 'Argo CD is told to leave it alone (ignoreDifferences)';
    expect(read?.ignored).toEqual([
      {
        ...{ name: 'argocd-ignore-differences', reason },
        match: { groups: ['apps'], kinds: ['Deployment'], names: ['api'] },
        pointers: ['/spec/replicas'],
        paths: ['.spec.template.spec.containers[].env'],
      },
      {
        ...{ name: 'argocd-ignore-differences', reason, match: {} },
        managers: ['vault-injector'],
      },
    ]);
  });

  it.each([
    [{ enabled: false, selfHeal: true }, undefined],
    [{}, { prune: false, selfHeal: false }],
    [
      { enabled: true, prune: true },
      { prune: true, selfHeal: false },
    ],
  ])('tells of %j whether it syncs by itself', (automated, expected) => {
    const answer = applicationAnswer({ spec: { syncPolicy: { automated } } });

    expect(readApplication(answer, 'eu')?.automated).toEqual(expected);
  });
});
