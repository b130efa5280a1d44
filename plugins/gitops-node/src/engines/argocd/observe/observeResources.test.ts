import { commit } from '@backstage-gitops/envtest';
import { managed, observe, resource } from '../__testUtils__/observeAnswer';

describe('observeResources', () => {
  it('tells what differs, and who wrote it', () => {
    const managedFields = [
      {
        ...{ manager: 'kubectl-edit', operation: 'Update' },
        time: '2026-03-01T11:00:00Z',
        fieldsV1: { 'f:data': { 'f:mode': {} } },
      },
    ];
    const observation = observe(
      {
        status: {
          sync: { status: 'OutOfSync', revision: commit(1) },
          resources: [
            resource('ConfigMap', 'shop', 'OutOfSync'),
            resource('ConfigMap', 'gone', 'OutOfSync'),
            resource('ConfigMap', 'left', 'OutOfSync', {
              requiresPruning: true,
            }),
            resource('ConfigMap', 'fine', 'Synced'),
            resource('Job', 'migrate', 'OutOfSync', { hook: true }),
          ],
        },
      },
      {
        items: [
          managed(
            ...(['ConfigMap', 'shop', { data: { mode: 'on' } }] as const),
            {
              data: { mode: 'off' },
              metadata: { namespace: 'shop', name: 'shop', managedFields },
            },
          ),
          managed('ConfigMap', 'gone', {}, null),
          managed('ConfigMap', 'left', null, {}),
          // Argo CD calls it synced: it was told to ignore the difference.
          managed('ConfigMap', 'fine', { data: { a: '1' } }, {}),
          managed('Job', 'migrate', {}, null, { hook: true }),
        ],
      },
    );

    expect(observation.sync).toEqual({
      ...{ state: 'outOfSync', reason: '1 drifted, 1 missing, 1 orphaned' },
    });
    expect(observation.resources.map(each => [each.name, each.status])).toEqual(
      [
        ['shop', 'drifted'],
        ['gone', 'missing'],
        ['left', 'orphaned'],
        ['fine', 'synced'],
      ],
    );
    expect(observation.resources[1].health.state).toBe('missing');
    expect(observation.resources[0].differences).toEqual([
      {
        ...{ field: 'data.mode', class: 'changed' },
        ...{ declared: 'on', live: 'off' },
        lastWrite: {
          ...{ manager: 'kubectl-edit', operation: 'Update' },
          time: '2026-03-01T11:00:00Z',
        },
      },
    ]);
  });

  it.each([
    [commit(0), 'undelivered'],
    [commit(1), 'changed'],
  ])('tells where %s is applied what Argo CD wrote as %s', (applied, kind) => {
    const managedFields = [
      {
        ...{ manager: 'argocd-controller', operation: 'Update' },
        fieldsV1: { 'f:data': { 'f:mode': {} } },
      },
    ];
    const deployedAt = '2026-03-01T10:00:00Z';
    const observation = observe(
      {
        status: {
          sync: { status: 'OutOfSync', revision: commit(1) },
          history: [{ id: 0, revision: applied, deployedAt }],
          operationState: undefined,
          resources: [resource('ConfigMap', 'shop', 'OutOfSync')],
        },
      },
      {
        items: [
          managed(
            ...(['ConfigMap', 'shop', { data: { mode: 'on' } }] as const),
            {
              data: { mode: 'off' },
              metadata: { namespace: 'shop', name: 'shop', managedFields },
            },
          ),
        ],
      },
    );

    const [{ differences }] = observation.resources;
    expect(differences.map(each => each.class)).toEqual([kind]);
  });

  it.each([
    ['new', 'undelivered', 'healthy', '1 not applied yet'],
    ['gone', 'missing', 'missing', '1 missing'],
  ])(
    'calls what is not there and %s %s, and the unit %s',
    (name, status, health, reason) => {
      const observation = observe(
        {
          status: {
            sync: { status: 'OutOfSync', revision: commit(2) },
            health: { status: 'Missing' },
            resources: [
              resource('ConfigMap', 'shop', 'Synced'),
              resource('ConfigMap', name, 'OutOfSync'),
            ],
          },
        },
        {
          items: [managed('ConfigMap', name, {}, null)],
          nodes: [
            {
              version: 'v1',
              kind: 'ConfigMap',
              namespace: 'shop',
              name: 'shop',
            },
          ],
          applied: ['ConfigMap shop shop', 'ConfigMap shop gone'],
        },
      );

      expect(observation.resources[1].status).toBe(status);
      for (const each of [observation, ...observation.targets]) {
        expect(each).toMatchObject({
          ...{ sync: { state: 'outOfSync', reason } },
          health: { state: health },
        });
      }
    },
  );

  it('tells of a Secret that a value differs, and nothing of the value', () => {
    const observation = observe(
      {
        status: {
          sync: { status: 'OutOfSync', revision: commit(1) },
          resources: [resource('Secret', 'key', 'OutOfSync')],
        },
      },
      {
        items: [
          managed(
            ...(['Secret', 'key'] as const),
            { data: { same: '++++++++', other: '++++++++' } },
            { data: { same: '++++++++', other: '+++++++++' } },
          ),
        ],
      },
    );

    const [{ status, differences }] = observation.resources;
    expect(status).toBe('drifted');
    expect(differences).toMatchObject([
      { field: 'data.other', class: 'changed' },
    ]);
    expect(JSON.stringify(differences)).not.toContain('+++');
    expect(differences[0].declared).toMatch(/^\*\*\*/);
  });

  it('keeps what Argo CD is told to ignore out, by name', () => {
    const observation = observe(
      {
        spec: {
          ignoreDifferences: [
            { kind: 'ConfigMap', jsonPointers: ['/data/mode'] },
          ],
        },
        status: {
          sync: { status: 'OutOfSync', revision: commit(1) },
          resources: [resource('ConfigMap', 'shop', 'OutOfSync')],
        },
      },
      {
        items: [
          managed(
            ...([
              'ConfigMap',
              'shop',
              { data: { mode: 'a', x: '1' } },
            ] as const),
            { data: { mode: 'b', x: '2' } },
          ),
        ],
      },
    );

    expect(observation.resources).toMatchObject([
      {
        differences: [{ field: 'data.x' }],
        ignored: [{ rule: 'argocd-ignore-differences', fields: ['data.mode'] }],
      },
    ]);
  });

  it('does not call synced what Argo CD says differs, where we see nothing', () => {
    const observation = observe(
      {
        status: {
          sync: { status: 'OutOfSync', revision: commit(1) },
          resources: [resource('ConfigMap', 'shop', 'OutOfSync')],
        },
      },
      {
        items: [
          managed(
            'ConfigMap',
            'shop',
            { data: { a: '1' } },
            { data: { a: '1' } },
          ),
        ],
      },
    );

    expect(observation.resources).toMatchObject([
      {
        status: 'indeterminate',
        reason: 'Argo CD calls it out of sync, and no declared field differs',
      },
    ]);
    expect(observation.sync.state).toBe('outOfSync');
  });
});
