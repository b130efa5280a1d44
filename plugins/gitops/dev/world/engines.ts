import type {
  EngineAction,
  EngineEvent,
  EnginesResponse,
  EngineStatus,
  EngineWindow,
  TargetDeliveryResponse,
  UndeclaredObject,
} from '@backstage-gitops/plugin-gitops-common';
import { hoursAgo } from './clock';
import type { EngineStory } from './deliveryParts';

const source = 'https://git.larkspur.example/larkspur';

function undeclared(index: number): UndeclaredObject {
  const name = index === 0 ? 'load-test' : `preview-${index}`;
  return {
    object: {
      group: 'argoproj.io',
      kind: 'Application',
      namespace: 'argocd',
      name,
    },
    link: `https://argocd.larkspur.example/applications/argocd/${name}`,
    sources:
      index === 3
        ? []
        : [{ url: `${source}/previews.git`, path: `previews/${name}` }],
  };
}

const engines: readonly EngineStatus[] = [
  {
    kind: 'argocd',
    name: 'mainland',
    link: 'https://argocd.larkspur.example',
    state: 'ready',
    lastSuccessAt: hoursAgo(0.01),
    units: 212,
    undeclaredTotal: 137,
    undeclared: Array.from({ length: 100 }, (_, index) => undeclared(index)),
  },
  {
    kind: 'argocd',
    name: 'overseas',
    link: 'https://argocd-overseas.larkspur.example',
    state: 'failed',
    reason: 'It did not answer within 10 s (connect ETIMEDOUT)',
    since: hoursAgo(0.2),
    lastSuccessAt: hoursAgo(0.21),
    units: 64,
    undeclaredTotal: 0,
    undeclared: [],
  },
  {
    kind: 'flux',
    name: 'eu-1',
    state: 'ready',
    lastSuccessAt: hoursAgo(0.004),
    units: 48,
    undeclaredTotal: 1,
    undeclared: [
      {
        object: {
          group: 'kustomize.toolkit.fluxcd.io',
          kind: 'Kustomization',
          namespace: 'flux-system',
          name: 'luggage-old',
        },
        sources: [{ url: `${source}/luggage.git`, path: './deploy' }],
      },
    ],
  },
  { kind: 'flux', name: 'ap-3', state: 'pending', units: 0 },
];

export const enginesAnswer: EnginesResponse = { items: [...engines] };

const windows: readonly EngineWindow[] = [
  {
    kind: 'deny',
    schedule: '0 0 * * *',
    duration: '24h',
    timeZone: 'Europe/Lisbon',
    manual: false,
    active: true,
  },
  {
    kind: 'allow',
    schedule: '0 9 * * 1-4',
    duration: '7h',
    timeZone: 'Europe/Lisbon',
    manual: true,
    active: false,
  },
];

/** What an engine would answer of a target, asked for its page. */
export function deliveryAnswer(
  live: TargetDeliveryResponse['live'],
  { delivery }: EngineStory,
  name: string,
): TargetDeliveryResponse {
  const argocd = delivery.object?.kind === 'Application';
  const unanswered =
    name === 'away'
      ? 'Argo CD overseas did not answer within 10 s (connect ETIMEDOUT)'
      : undefined;
  return {
    live,
    delivery,
    events: unanswered ? [] : eventsOf(delivery),
    windows: argocd && name === 'needsSync' ? [...windows] : [],
    ...(unanswered && { unanswered }),
    ...(argocd && !unanswered && { canSync: name !== 'needsSync' }),
    actions: actionsOf(delivery),
  };
}

function actionsOf(delivery: EngineStory['delivery']): EngineAction[] {
  if (!delivery.object) return [];
  if (delivery.object.kind === 'Application') {
    return delivery.operation?.phase === 'running'
      ? ['refresh', 'terminate']
      : ['refresh'];
  }
  return delivery.suspended ? ['resume'] : ['refresh', 'suspend'];
}

function eventsOf(delivery: EngineStory['delivery']): EngineEvent[] {
  const { object, stopped } = delivery;
  if (!object) return [];
  const failed: EngineEvent[] =
    stopped?.reason === 'failed' || stopped?.reason === 'degraded'
      ? [
          {
            type: 'warning',
            reason: 'ReconciliationFailed',
            message: stopped.message,
            at: hoursAgo(0.03),
            count: 14,
            object,
          },
        ]
      : [];
  return [
    ...failed,
    {
      type: 'normal',
      reason: 'Progressing',
      message: 'Health check passed in 12.4 s',
      at: hoursAgo(1.2),
      count: 1,
      object,
    },
    ...Array.from(
      { length: 9 },
      (_, index): EngineEvent => ({
        type: 'normal',
        reason: 'ReconciliationSucceeded',
        message: 'Reconciliation finished in 862 ms, next run in 10 min',
        at: hoursAgo(26 + index * 3),
        count: 1 + index,
        object,
      }),
    ),
  ];
}
