import type {
  Delivery,
  TargetState,
} from '@backstage-gitops/plugin-gitops-common';
import { hoursAgo } from './clock';
import {
  DeliveryParts,
  EngineStory,
  former,
  fresh,
  revisionOf,
  way,
} from './deliveryParts';

function argocd(target: TargetState, parts: DeliveryParts = {}): Delivery {
  const name = `${target.service}-${target.environment}`;
  return {
    object: {
      group: 'argoproj.io',
      kind: 'Application',
      namespace: 'argocd',
      name,
    },
    instance: target.cluster?.startsWith('us') ? 'overseas' : 'mainland',
    link: `https://argocd.larkspur.example/applications/argocd/${name}`,
    state: 'synced',
    fetched: fresh,
    applied: fresh,
    automated: { prune: true, selfHeal: true },
    operation: {
      phase: 'succeeded',
      automated: true,
      message: 'successfully synced (all tasks run)',
      startedAt: hoursAgo(0.5),
      finishedAt: hoursAgo(0.48),
      revision: fresh,
    },
    waitsFor: [],
    conditions: [],
    history: [
      { revision: fresh, startedAt: hoursAgo(0.5) },
      { revision: former, by: 'ines.duarte', startedAt: hoursAgo(26) },
      { revision: revisionOf(13, 74), startedAt: hoursAgo(74) },
      { revision: revisionOf(14, 190), by: 'admin', startedAt: hoursAgo(190) },
    ],
    steps: way(['done', 'done', 'done', 'done']),
    ...parts,
  };
}

const argocdLive = { engine: 'argocd', mode: undefined } as const;

/** What Argo CD can be found at. */
export const argocdStories = {
  argocdWell: target => ({ live: argocdLive, delivery: argocd(target) }),
  rollingOut: target => {
    const message = 'waiting for healthy state of apps/Deployment/gate-control';
    return {
      live: {
        ...argocdLive,
        health: 'progressing',
        message: 'Waiting for rollout: 1 of 3 updated replicas are available',
      },
      older: true,
      delivery: argocd(target, {
        state: 'progressing',
        automated: undefined,
        operation: {
          phase: 'running',
          automated: false,
          by: 'noor.haddad',
          message,
          startedAt: hoursAgo(0.05),
          revision: fresh,
        },
        steps: way(['done', 'done', 'pending', 'pending'], message),
        stopped: { reason: 'rollingOut', message },
      }),
    };
  },
  degraded: target => {
    const message =
      'Deployment "gate-control" exceeded its progress deadline: 0 of 3 new pods are ready';
    return {
      live: { ...argocdLive, health: 'degraded', message },
      delivery: argocd(target, {
        steps: way(['done', 'done', 'done', 'failed'], message),
        stopped: { reason: 'degraded', message },
      }),
    };
  },
  away: target => ({
    live: {
      ...argocdLive,
      observedAt: hoursAgo(0.21),
      stale: {
        since: hoursAgo(0.2),
        reason:
          'Argo CD overseas did not answer within 10 s (connect ETIMEDOUT)',
      },
    },
    delivery: argocd(target),
  }),
  syncFailed: target => {
    const message =
      'one or more objects failed to apply, reason: admission webhook "policy.larkspur.example" denied the request: container "ferry-link" has no memory limit';
    return {
      live: { ...argocdLive, sync: 'outOfSync' },
      older: true,
      delivery: argocd(target, {
        state: 'failed',
        applied: former,
        operation: {
          phase: 'failed',
          automated: true,
          message,
          startedAt: hoursAgo(0.4),
          finishedAt: hoursAgo(0.39),
          revision: fresh,
        },
        conditions: [
          {
            type: 'SyncError',
            status: 'True',
            message: `Failed last sync attempt to [${fresh.commit}]: ${message}`,
            since: hoursAgo(0.39),
          },
        ],
        steps: way(['done', 'done', 'failed', 'pending'], message),
        stopped: { reason: 'failed', message },
      }),
    };
  },
  needsSync: target => {
    const message = 'It waits for a person to sync it';
    return {
      live: { ...argocdLive, sync: 'outOfSync' },
      older: true,
      delivery: argocd(target, {
        state: 'outOfSync',
        automated: undefined,
        applied: former,
        operation: {
          phase: 'succeeded',
          automated: false,
          by: 'ines.duarte',
          message: 'successfully synced (all tasks run)',
          startedAt: hoursAgo(26),
          finishedAt: hoursAgo(25.9),
          revision: former,
        },
        steps: way(['done', 'done', 'pending', 'pending'], message),
        stopped: { reason: 'waiting', message },
      }),
    };
  },
} satisfies Record<string, (target: TargetState) => EngineStory>;
