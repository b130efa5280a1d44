import type {
  Delivery,
  EngineObject,
  TargetState,
} from '@backstage-gitops/plugin-gitops-common';
import { daysAgo, hoursAgo } from './clock';
import {
  DeliveryParts,
  EngineStory,
  former,
  fresh,
  revisionOf,
  way,
} from './deliveryParts';

function kustomization(name: string): EngineObject {
  return {
    group: 'kustomize.toolkit.fluxcd.io',
    kind: 'Kustomization',
    namespace: 'flux-system',
    name,
  };
}

function flux(target: TargetState, parts: DeliveryParts = {}): Delivery {
  return {
    object: kustomization(target.service),
    state: 'synced',
    fetched: fresh,
    attempted: fresh,
    applied: fresh,
    waitsFor: [],
    conditions: [
      {
        type: 'Ready',
        status: 'True',
        reason: 'ReconciliationSucceeded',
        message: `Applied revision: main@sha1:${fresh.commit}`,
        since: hoursAgo(0.5),
      },
    ],
    history: [
      { revision: fresh, status: 'ReconciliationSucceeded' },
      { revision: former, status: 'ReconciliationSucceeded' },
      {
        revision: revisionOf(13, 74),
        status: 'HealthCheckFailed',
      },
    ],
    steps: way(['done', 'done', 'done', 'done']),
    ...parts,
  };
}

const notReady = (reason: string, message: string, hours: number) => ({
  type: 'Ready',
  status: 'False' as const,
  reason,
  message,
  since: hoursAgo(hours),
});

const invalid =
  'ConfigMap/route-planner/limits dry-run failed (Invalid): ConfigMap "limits" is invalid: data[burst]: Invalid value: 20: must be a string';
const upgrade =
  'Helm upgrade failed for release luggage/luggage-track with chart rail-service@2.8.0: cannot patch "luggage-track" with kind Deployment: Deployment.apps "luggage-track" is invalid: spec.selector: Invalid value: field is immutable';

const fluxLive = { engine: 'flux', mode: undefined } as const;

/** What Flux can be found at. */
export const fluxStories = {
  fluxWell: target => ({ live: fluxLive, delivery: flux(target) }),
  notFetched: target => {
    const message = `GitRepository flux-system/platform has fetched ${former.commit?.slice(
      0,
      8,
    )}, not yet ${fresh.commit?.slice(0, 8)}`;
    return {
      live: { ...fluxLive, sync: 'outOfSync' },
      older: true,
      delivery: flux(target, {
        state: 'outOfSync',
        fetched: former,
        applied: former,
        steps: way(['done', 'pending', 'pending', 'pending'], message),
        stopped: { reason: 'notFetched', message },
      }),
    };
  },
  waiting: target => ({
    live: { ...fluxLive, sync: 'outOfSync' },
    older: true,
    delivery: flux(target, {
      state: 'progressing',
      applied: former,
      waitsFor: ['infra/cert-manager', 'infra/crds', 'infra/dns'],
      conditions: [
        notReady(
          'DependencyNotReady',
          "dependency 'infra/cert-manager' is not ready",
          0.4,
        ),
      ],
      steps: way(['done', 'done', 'pending', 'pending']),
      stopped: {
        reason: 'waiting',
        message: 'It waits for infra/cert-manager, infra/crds, infra/dns',
      },
    }),
  }),
  applyFailed: target => ({
    live: { ...fluxLive, sync: 'outOfSync' },
    older: true,
    delivery: flux(target, {
      state: 'failed',
      applied: former,
      message: invalid,
      conditions: [notReady('ReconciliationFailed', invalid, 0.4)],
      steps: way(['done', 'done', 'failed', 'pending'], invalid),
      stopped: { reason: 'failed', message: invalid },
    }),
  }),
  suspended: target => ({
    live: { ...fluxLive, sync: 'outOfSync' },
    older: true,
    delivery: flux(target, {
      state: 'suspended',
      applied: former,
      suspended: {
        by: 'user:default/ines.duarte',
        reason:
          'The belts of terminal 2 are measured until Monday; nothing new before.',
        since: daysAgo(2.1),
      },
      steps: way(['done', 'done', 'pending', 'pending'], 'It is suspended'),
      stopped: { reason: 'suspended', message: 'It is suspended' },
    }),
  }),
  upgradeFailed: target => ({
    live: { ...fluxLive, health: 'healthy' },
    older: true,
    delivery: flux(target, {
      object: {
        group: 'helm.toolkit.fluxcd.io',
        kind: 'HelmRelease',
        namespace: 'luggage',
        name: 'luggage-track',
      },
      state: 'failed',
      applied: { revision: '2.7.3', at: daysAgo(9) },
      fetched: { revision: '2.8.0', at: hoursAgo(0.6) },
      message: upgrade,
      conditions: [
        notReady('UpgradeFailed', upgrade, 0.6),
        {
          type: 'Released',
          status: 'False',
          reason: 'UpgradeFailed',
          message: upgrade,
          since: hoursAgo(0.6),
        },
        {
          type: 'Remediated',
          status: 'True',
          reason: 'RollbackSucceeded',
          message:
            'Helm rollback to previous release luggage/luggage-track.v41 succeeded',
          since: hoursAgo(0.58),
        },
      ],
      history: [
        {
          revision: { revision: '2.7.3', at: hoursAgo(0.58) },
          status: 'deployed',
          message: 'Release luggage-track v43 rail-service 2.7.3',
        },
        {
          revision: { revision: '2.8.0', at: hoursAgo(0.6) },
          status: 'failed',
          message: 'Release luggage-track v42 rail-service 2.8.0',
        },
        {
          revision: { revision: '2.7.3', at: daysAgo(9) },
          status: 'superseded',
          message: 'Release luggage-track v41 rail-service 2.7.3',
        },
      ],
      steps: way(['done', 'done', 'failed', 'pending'], upgrade),
      stopped: { reason: 'failed', message: upgrade },
    }),
  }),
  claimed: target => ({
    live: { ...fluxLive, sync: 'unknown', health: 'unknown' },
    delivery: flux(target, {
      object: undefined,
      claimedBy: [kustomization(target.service), kustomization('luggage-old')],
      state: 'unknown',
      message: `Several objects of Flux apply it: Kustomization flux-system/${target.service}, Kustomization flux-system/luggage-old`,
      conditions: [],
      history: [],
      steps: way(['done', 'unknown', 'unknown', 'unknown']),
    }),
  }),
  fetchFailed: target => {
    const message =
      'GitRepository flux-system/platform: failed to checkout and determine revision: unable to clone https://git.larkspur.example/larkspur/platform.git: authentication required';
    return {
      live: fluxLive,
      older: true,
      delivery: flux(target, {
        state: 'failed',
        fetched: former,
        applied: former,
        steps: way(['done', 'failed', 'pending', 'pending'], message),
        stopped: { reason: 'notFetched', message },
      }),
    };
  },
} satisfies Record<string, (target: TargetState) => EngineStory>;
