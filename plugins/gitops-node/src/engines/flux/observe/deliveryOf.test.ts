import { Unit, UnitObservation } from '@backstage-gitops/plugin-gitops-common';
import { desiredUnit } from '../../builtin/__testUtils__/desiredUnit';
import { isApplier } from '../api/FluxObject';
import { readFluxObject } from '../api/readFluxObject';
import { DeliveryContext } from './DeliveryContext';
import { deliveryOf } from './deliveryOf';
import { FluxState } from './FluxState';

const older = 'a'.repeat(40);
const newer = 'b'.repeat(40);

type Content = Readonly<Record<string, unknown>>;

const ready = (status: string, reason: string, message = reason) => ({
  conditions: [{ type: 'Ready', status, reason, message }],
});
const well = ready('True', 'Succeeded');
const healthy = { state: 'healthy' } as const;
const synced = { state: 'synced' } as const;

const groups: Readonly<Record<string, string>> = {
  Kustomization: 'kustomize',
  HelmRelease: 'helm',
};

function flux(kind: string, name: string, spec: Content, status: Content) {
  const object = readFluxObject({
    apiVersion: `${groups[kind] ?? 'source'}.toolkit.fluxcd.io/v1`,
    kind,
    metadata: {
      name,
      namespace: 'apps',
      labels: {
        'kustomize.toolkit.fluxcd.io/name': 'root',
        'kustomize.toolkit.fluxcd.io/namespace': 'apps',
      },
    },
    spec,
    status,
  });
  if (object === undefined) throw new Error(`${kind} can't be read`);
  return object;
}

const source = (status: Content, spec: Content = {}) =>
  flux('GitRepository', 'config', { url: 'https://x/y', ...spec }, status);

const fetched = (commit: string) => ({
  artifact: { revision: `main@sha1:${commit}` },
});

const kustomization = (status: Content, spec: Content = {}) =>
  flux(
    'Kustomization',
    'shop',
    { sourceRef: { kind: 'GitRepository', name: 'config' }, ...spec },
    status,
  );

const applied = (commit: string) => ({
  lastAppliedRevision: `main@sha1:${commit}`,
  lastAttemptedRevision: `main@sha1:${commit}`,
});

/** How far the first of the objects has come with what Git declares, `newer`. */
function delivery(
  objects: readonly ReturnType<typeof flux>[],
  seen: Pick<UnitObservation, 'sync' | 'health'>,
  more: Partial<DeliveryContext> = {},
) {
  const [object] = objects;
  if (!isApplier(object)) throw new Error('It applies nothing');
  const told = deliveryOf(
    { type: 'claimed', object },
    {
      desired: desiredUnit([], { revision: newer }),
      state: new FluxState(objects),
      seen,
      ...more,
    },
  );
  const { state, steps, stopped } = told;
  return {
    state,
    steps: steps.map(step => step.state).join(' '),
    ...(stopped !== undefined && {
      stopped: `${stopped.reason}: ${stopped.message}`,
    }),
  };
}

const behind = {
  sync: { state: 'outOfSync' },
  health: healthy,
} as const;
const arrived = { sync: synced, health: healthy };

describe('deliveryOf a Kustomization', () => {
  it('tells that its source has not fetched it, and why', () => {
    const shop = kustomization({ ...well, ...applied(older) });
    const steps = 'done pending pending pending';
    expect(
      delivery([shop, source({ ...well, ...fetched(older) })], behind),
    ).toEqual({
      state: 'outOfSync',
      steps,
      stopped:
        'notFetched: GitRepository apps/config has fetched aaaaaaaa, not yet bbbbbbbb',
    });
    expect(
      delivery(
        [shop, source({ ...well, ...fetched(older) }, { suspend: true })],
        behind,
      ),
    ).toMatchObject({
      steps,
      stopped: 'notFetched: GitRepository apps/config is suspended',
    });
    const broken = ready('False', 'GitOperationFailed', 'no such host');
    expect(
      delivery([shop, source({ ...broken, ...fetched(older) })], behind),
    ).toMatchObject({
      steps: 'done failed pending pending',
      stopped: 'notFetched: GitRepository apps/config: no such host',
    });
  });

  it('tells that it was fetched and is not applied', () => {
    const config = source({ ...well, ...fetched(newer) });
    const shop = (status: Content, spec: Content = {}) =>
      delivery(
        [kustomization({ ...applied(older), ...status }, spec), config],
        behind,
      );
    const failed = ready('False', 'BuildFailed', 'no such file');
    expect(shop(failed)).toEqual({
      state: 'failed',
      steps: 'done done failed pending',
      stopped: 'failed: no such file',
    });
    expect(shop(well, { suspend: true })).toEqual({
      state: 'suspended',
      steps: 'done done pending pending',
      stopped: 'suspended: It is suspended',
    });
    const busy = ready('Unknown', 'Progressing', 'Detecting drift');
    expect(shop(busy)).toEqual({
      state: 'progressing',
      steps: 'done done pending pending',
      stopped: 'rollingOut: Detecting drift',
    });
  });

  it('tells that it is applied and does not run well', () => {
    const config = source({ ...well, ...fetched(newer) });
    const unhealthy = { state: 'degraded', message: 'CrashLoop' } as const;
    expect(
      delivery([kustomization({ ...well, ...applied(newer) }), config], {
        sync: synced,
        health: unhealthy,
      }),
    ).toEqual({
      state: 'synced',
      steps: 'done done done failed',
      stopped: 'degraded: CrashLoop',
    });
    // Flux notes a revision as applied only after its health checks.
    const checked = {
      ...ready('False', 'HealthCheckFailed', 'timeout waiting'),
      lastAppliedRevision: `main@sha1:${older}`,
      lastAttemptedRevision: `main@sha1:${newer}`,
    };
    expect(
      delivery([kustomization(checked), config], {
        sync: synced,
        health: healthy,
      }),
    ).toEqual({
      state: 'failed',
      steps: 'done done done failed',
      stopped: 'degraded: timeout waiting',
    });
  });

  it('takes a commit that changes nothing of it, or that came later, as reached', () => {
    const shop = kustomization({ ...well, ...applied(older) });
    const config = source({ ...well, ...fetched(older) });
    const done = { state: 'synced', steps: 'done done done done' };
    expect(delivery([shop, config], arrived)).toEqual(done);
    expect(
      delivery([shop, config], arrived, {
        containsCommit: (_, later) => later === older,
      }),
    ).toEqual(done);
    expect(
      delivery([shop, config], behind, { containsCommit: () => true }),
    ).toMatchObject({ state: 'outOfSync', steps: 'done done done done' });
  });

  it.each(['DependencyNotReady', 'Progressing'])(
    'has come all the way, whatever Flux is at next (%s)',
    reason => {
      const config = source({ ...well, ...fetched(newer) });
      const again = ready('False', reason, 'Something of another commit');
      expect(
        delivery(
          [kustomization({ ...again, ...applied(newer) }), config],
          arrived,
        ),
      ).toEqual({ state: 'synced', steps: 'done done done done' });
    },
  );

  it('is never told to be synced where that is not known', () => {
    const shop = kustomization(well);
    expect(delivery([shop], behind)).toMatchObject({
      steps: 'done unknown pending pending',
      state: 'unknown',
    });
    expect(delivery([kustomization({})], arrived).state).toBe('unknown');
    const unknown = { sync: { state: 'unknown' }, health: healthy } as const;
    expect(
      delivery(
        [
          kustomization({ ...well, ...applied(newer) }),
          source({ ...well, ...fetched(newer) }),
        ],
        unknown,
      ).state,
    ).toBe('unknown');
  });

  it('names what it waits for, also in a circle', () => {
    const waiting = ready('False', 'DependencyNotReady', 'dependency');
    const named = (name: string, dependsOn: string, status: Content) =>
      flux(
        'Kustomization',
        name,
        { dependsOn: [{ name: dependsOn, namespace: 'apps' }] },
        status,
      );
    const chain = [
      named('shop', 'database', waiting),
      named('database', 'operator', waiting),
      named('operator', 'shop', waiting),
      source({ ...well, ...fetched(newer) }),
    ];
    expect(delivery(chain, behind).stopped).toBe(
      'waiting: It waits for apps/database, apps/operator, apps/shop',
    );
  });
});

describe('deliveryOf a HelmRelease', () => {
  const chart = (status: Content) => flux('HelmChart', 'apps-shop', {}, status);
  const root = (commit: string) =>
    flux('Kustomization', 'root', {}, { ...well, ...applied(commit) });
  const release = (status: Content) =>
    flux('HelmRelease', 'shop', {}, { helmChart: 'apps/apps-shop', ...status });
  const history = [
    { name: 'shop', namespace: 'apps', version: 1, status: 'deployed' },
  ];

  it('waits for the Kustomization that brings it', () => {
    const objects = [release({ ...well, history }), root(older), chart(well)];
    expect(delivery(objects, arrived)).toEqual({
      state: 'outOfSync',
      steps: 'done pending done done',
      stopped: 'notFetched: Kustomization apps/root has not applied it yet',
    });
    expect(
      delivery(objects, arrived, { declaringObject: 'synced' }).state,
    ).toBe('synced');
    expect(delivery([objects[0], root(newer), objects[2]], arrived)).toEqual({
      state: 'synced',
      steps: 'done done done done',
    });
    expect(delivery([objects[0], objects[2]], arrived).state).toBe('unknown');
  });

  it('tells that its chart is not there, and that it was not released', () => {
    const missing = chart(ready('False', 'ChartPullFailed', 'no chart v9'));
    const unfetched = ready('False', 'SourceNotReady', 'not ready');
    expect(
      delivery([release(unfetched), root(newer), missing], behind),
    ).toEqual({
      state: 'failed',
      steps: 'done failed pending pending',
      stopped: 'notFetched: HelmChart apps/apps-shop: no chart v9',
    });
    const failed = ready('False', 'UpgradeFailed', 'Service is invalid');
    expect(
      delivery([release(failed), root(newer), chart(well)], behind),
    ).toEqual({
      state: 'failed',
      steps: 'done done failed pending',
      stopped: 'failed: Service is invalid',
    });
  });
});

describe('deliveryOf what no object was seen to bring', () => {
  const reason = 'Listing Kustomization is not permitted';
  const narrowed = new Map([
    ['Kustomization', { namespaces: ['apps'], reason }],
  ]);

  const unclaimed = (unit: Partial<Unit>) =>
    deliveryOf(
      { type: 'unclaimed' },
      {
        desired: desiredUnit([], { unit }),
        state: new FluxState([], new Map(), new Set(), narrowed),
        seen: behind,
      },
    );

  it('calls it absent where it would have been seen', () => {
    expect(
      unclaimed({ kind: 'Kustomization', namespace: 'apps' }),
    ).toMatchObject({
      ...{ state: 'outOfSync', stopped: { reason: 'notFetched' } },
      message: 'The cluster has no Kustomization apps/shop',
    });
  });

  it.each(['other', undefined])(
    'says why it was not seen in the namespace %s',
    namespace => {
      const told = unclaimed({ kind: 'Kustomization', namespace });

      expect(told).toMatchObject({ state: 'unknown', message: reason });
      expect(told.stopped).toBeUndefined();
    },
  );

  it('leaves a path to whom its namespaces were named for', () => {
    expect(unclaimed({ kind: 'Overlay' }).state).toBe('outOfSync');
  });
});
