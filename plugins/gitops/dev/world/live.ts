import type {
  LiveArtifact,
  TargetLive,
  TargetState,
} from '@backstage-gitops/plugin-gitops-common';
import { aLive, ObservedParts } from '../../src/__testUtils__/live';
import { daysAgo, hoursAgo, sha } from './clock';

const noDrift = {
  fields: 0,
  resources: 0,
  missing: 0,
  orphaned: 0,
  indeterminate: 0,
};

/** What a target can be found as; each is shown by some service. */
export const liveStories = {
  fine: {},
  drifted: {
    sync: 'outOfSync',
    drift: {
      ...noDrift,
      fields: 4,
      resources: 2,
      since: hoursAgo(3.1),
      by: 'kubectl-scale',
    },
  },
  olderVersion: {
    health: 'progressing',
    message: 'Waiting for rollout: 1 of 3 updated replicas are available',
  },
  degraded: {
    health: 'degraded',
    message:
      'Back-off pulling image "registry.larkspur.example/timetable:v74": the image was not found',
  },
  degradedAndDrifted: {
    health: 'degraded',
    message: 'Deployment has 1 of 3 replicas available for 14 min',
    sync: 'outOfSync',
    drift: {
      ...noDrift,
      fields: 1,
      resources: 1,
      since: hoursAgo(0.4),
      by: 'kubectl-edit',
    },
  },
  progressing: {
    health: 'progressing',
    sync: 'outOfSync',
    message: 'Waiting for rollout: 2 of 3 replicas are updated',
  },
  stale: {
    observedAt: hoursAgo(2.2),
    stale: {
      since: hoursAgo(2.2),
      reason: 'connect ETIMEDOUT: us-1 did not answer within 10 s',
    },
  },
  orphaned: {
    sync: 'outOfSync',
    drift: {
      ...noDrift,
      missing: 1,
      orphaned: 2,
      since: daysAgo(2),
    },
  },
  uncertain: {
    sync: 'unknown',
    health: 'unknown',
    message: 'No kind of this unit tells how it is.',
    drift: { ...noDrift, indeterminate: 2 },
  },
  observeOnly: {
    mode: 'observe',
    sync: 'outOfSync',
    drift: {
      ...noDrift,
      fields: 1,
      resources: 1,
      since: daysAgo(1),
      by: 'helm',
    },
  },
  flux: { engine: 'flux', mode: undefined },
  secret: {
    sync: 'outOfSync',
    drift: {
      ...noDrift,
      fields: 2,
      resources: 1,
      since: hoursAgo(9),
      by: 'vault-sync',
    },
  },
} satisfies Record<string, ObservedParts>;

export type LiveStory = keyof typeof liveStories | 'unobserved' | 'never';

export function liveOf(target: TargetState, story: LiveStory): TargetLive {
  const cluster = target.cluster ?? 'eu-1';
  if (story === 'unobserved') {
    return {
      state: 'unobserved',
      cluster,
      reason: `${cluster} is not among the clusters that this portal may read.`,
    };
  }
  if (story === 'never') {
    return {
      state: 'unobserved',
      reason:
        'The chart it renders from is in another repository, which is not allowed to be fetched.',
    };
  }
  return observedLive(
    target,
    story === 'olderVersion' ? 'older' : 'declared',
    liveStories[story],
    liveStories[story] === liveStories.degraded ? 1 : 3,
  );
}

/** Three pods that run what is declared, or the version before. */
export function observedLive(
  target: TargetState,
  runs: 'declared' | 'older',
  parts: ObservedParts,
  ready = 3,
): TargetLive {
  const cluster = target.cluster ?? 'eu-1';
  const declared = target.artifacts.find(({ name }) => !name.endsWith('envoy'));
  const version = declared?.version ?? 'v1';
  const older = `v${Number(version.replace(/\D/g, '')) - 1}`;
  const running = runs === 'older' ? older : version;
  const artifact: LiveArtifact = {
    kind: 'image',
    name: declared?.name ?? target.service,
    version: running,
    digest: `sha256:${sha(running.length)}${sha(3).slice(0, 24)}`,
    pods: 3,
    ready,
    since: target.lastChange?.effectiveAt,
  };
  return aLive({
    cluster,
    observedAt: hoursAgo(0.004),
    revision: '6aa2976855200d4d6339e6f086c3113286d752ef',
    appliedRevision: '6aa2976855200d4d6339e6f086c3113286d752ef',
    artifacts: [
      artifact,
      {
        kind: 'image',
        name: 'registry.larkspur.example/envoy',
        version: '1.31.2',
        digest: `sha256:${sha(7)}${sha(8).slice(0, 24)}`,
        pods: 3,
        ready: 3,
        since: target.lastChange?.effectiveAt,
      },
    ],
    behind:
      runs === 'older' ? { running: [older], since: hoursAgo(3.2) } : undefined,
    ...parts,
  });
}
