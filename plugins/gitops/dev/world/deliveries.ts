import type { TargetState } from '@backstage-gitops/plugin-gitops-common';
import { argocdStories } from './argocdStories';
import { fluxStories } from './fluxStories';

export const engineStories = { ...fluxStories, ...argocdStories };

export type EngineStoryName = keyof typeof engineStories;

/** The story of each service and cluster that an engine delivers. */
const told: Record<string, Readonly<Record<string, EngineStoryName>>> = {
  'route-planner': {
    'dev-1': 'fluxWell',
    'stg-1': 'notFetched',
    'eu-1': 'waiting',
    'us-1': 'applyFailed',
  },
  'luggage-track': {
    'dev-1': 'suspended',
    'stg-1': 'upgradeFailed',
    'eu-1': 'claimed',
    'us-1': 'fetchFailed',
  },
  'gate-control': {
    'dev-1': 'argocdWell',
    'stg-1': 'rollingOut',
    'eu-1': 'degraded',
    'us-1': 'away',
  },
  'ferry-link': {
    'dev-1': 'argocdWell',
    'stg-1': 'syncFailed',
    'eu-1': 'needsSync',
    'us-1': 'argocdWell',
  },
  'night-train': {
    'eu-2': 'waiting',
    'us-1': 'applyFailed',
    'ap-1': 'suspended',
    'sa-1': 'notFetched',
    '*': 'fluxWell',
  },
  'dining-car': { '*': 'fluxWell' },
};

export function engineStoryOf({
  service,
  cluster = '',
}: TargetState): EngineStoryName | undefined {
  const stories = new Map(Object.entries(told[service] ?? {}));
  return stories.get(cluster) ?? stories.get('*');
}
