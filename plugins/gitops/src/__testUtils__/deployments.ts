import type {
  EntityTargetsResponse,
  GitopsApi,
} from '@backstage-gitops/plugin-gitops-common';
import {
  aChange,
  anArtifact,
  anEntry,
  aRepository,
  aTarget,
  pipeline,
} from './builders';
import { aLive } from './live';

const image = (version: string) =>
  anArtifact({ name: 'registry.larkspur.example/ticket-sales', version });

const staging = aTarget({
  environment: 'staging',
  cluster: 'stg-1',
  artifacts: [image('v44')],
  behind: { state: 'same', environment: 'development' },
});

const production = ['eu-1', 'us-1'].map(cluster =>
  aTarget({
    environment: 'production',
    cluster,
    artifacts: [image('v41')],
    live: aLive({ cluster }),
    behind: {
      state: 'behind',
      environment: 'staging',
      count: 3,
      since: '2026-11-12T08:00:00.000Z',
      changes: [aChange({ subject: 'Promote ticket-sales to v44' })],
    },
  }),
);

export const eu1 = 'platform:production:eu-1:ticket-sales';
export const us1 = 'platform:production:us-1:ticket-sales';
export const stg1 = 'platform:staging:stg-1:ticket-sales';

/** Staging three changes ahead of production on two clusters. */
export function laggingAnswer(
  parts: Partial<EntityTargetsResponse> = {},
): EntityTargetsResponse {
  return {
    services: ['ticket-sales'],
    environments: pipeline,
    targets: [staging, ...production],
    repositories: [
      aRepository({ url: 'https://github.com/larkspur/platform.git' }),
    ],
    ...parts,
  };
}

/** A target's history: v41 now, v40 and v39 before. */
export const releases = ['v41', 'v40', 'v39'].map((version, index) =>
  anEntry({
    targets: [eu1, us1],
    clusters: ['eu-1', 'us-1'],
    commit: `c${version}`,
    landedBy: `l${version}`,
    subject: `Promote ticket-sales to ${version}`,
    effectiveAt: `2026-11-${15 - index}T08:00:00.000Z`,
    pullRequest: { number: 201 - index },
    artifacts: [
      {
        kind: 'image',
        name: 'registry.larkspur.example/ticket-sales',
        from: `v${40 - index}`,
        to: version,
        file: 'apps/ticket-sales/overlays/production/kustomization.yaml',
        line: 12,
      },
    ],
  }),
);

export function laggingApi(parts: Partial<GitopsApi> = {}): Partial<GitopsApi> {
  const answer = laggingAnswer();
  return {
    entityTargets: async () => answer,
    entityHistory: async () => ({ items: releases }),
    targetHistory: async () => ({ items: releases }),
    target: async id => {
      const found = answer.targets.find(one => one.id === id);
      if (!found) throw new Error(`No target ${id}`);
      return found;
    },
    ...parts,
  };
}
