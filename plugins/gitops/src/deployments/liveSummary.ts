import type {
  Artifact,
  DeliveryTrouble,
  EngineKind,
  TargetState,
  TroubleKind,
} from '@backstage-gitops/plugin-gitops-common';
import { artifactsOf } from '../artifacts/orderArtifacts';
import {
  driftCount,
  LiveState,
  liveStateOf,
  troubleOf,
} from '../live/liveState';

/** Where a clause is true; `targets` counts, the place is told where it is one. */
export interface Whereabouts {
  readonly targets: number;
  readonly environment: string;
  readonly cluster?: string;
}

/** One thing that is not as it should be, or not known. */
export type LiveClause =
  | ({
      readonly kind: 'failing' | 'outOfSync' | 'progressing' | 'unknown';
    } & Whereabouts)
  | ({
      readonly kind: 'running';
      readonly version: string;
      readonly since?: string;
    } & Whereabouts)
  | ({
      readonly kind: 'drift';
      readonly count: number;
      readonly since?: string;
    } & Whereabouts)
  | ({
      readonly kind: 'delivery';
      readonly of: DeliveryClauseKind;
      readonly trouble: DeliveryTrouble;
      readonly engine: EngineKind;
      /** What should be there. */
      readonly artifact?: Artifact;
    } & Whereabouts)
  | ({
      readonly kind: 'stale';
      readonly since: string;
      /** Where all of it is one engine's. */
      readonly engine?: EngineKind;
    } & Whereabouts);

/** What isn't well is said with everything else that fails. */
export type DeliveryClauseKind = Exclude<TroubleKind, 'degraded' | 'unknown'>;

const COULD_NOT: readonly DeliveryClauseKind[] = [
  'claimed',
  'fetchFailed',
  'failed',
];
const DOES_NOT: readonly DeliveryClauseKind[] = [
  'suspended',
  'rolloutPaused',
  'waiting',
  'needsSync',
  'notFetched',
];
const TOLD_BY_DELIVERY: readonly TroubleKind[] = [
  ...COULD_NOT,
  ...DOES_NOT,
  'rollingOut',
];

export interface LiveSummary {
  /** The worst that is true anywhere. */
  readonly state: LiveState;
  readonly clauses: readonly LiveClause[];
}

const WORST_FIRST: readonly LiveState[] = [
  'unhealthy',
  'undelivered',
  'drifted',
  'unknown',
  'held',
  'outOfSync',
  'progressing',
  'fine',
];

/**
 * What runs, in clauses, the worst first; undefined where the portal knows no
 * cluster. A target without a word on it among others that have one is unknown.
 */
export function liveSummary(
  targets: readonly TargetState[],
): LiveSummary | undefined {
  if (targets.every(({ live }) => live === undefined)) return undefined;
  const states = new Map(
    targets.map(
      target =>
        [target, target.live ? liveStateOf(target.live) : 'unknown'] as const,
    ),
  );
  const of = (state: LiveState) =>
    targets.filter(target => states.get(target) === state);
  return {
    state:
      WORST_FIRST.find(state => [...states.values()].includes(state)) ?? 'fine',
    clauses: [
      ...clause('failing', targets.filter(fails)),
      ...delivery(COULD_NOT, targets),
      ...running(targets),
      ...drift(targets),
      ...delivery(DOES_NOT, targets),
      ...clause('outOfSync', of('outOfSync')),
      ...delivery(['rollingOut'], targets),
      ...clause(
        'progressing',
        of('progressing').filter(
          target => !otherVersion(target) && !toldByDelivery(target),
        ),
      ),
      ...stale(targets),
      ...clause(
        'unknown',
        of('unknown').filter(target => !staleSince(target)),
      ),
    ],
  };
}

function clause(
  kind: 'failing' | 'outOfSync' | 'progressing' | 'unknown',
  targets: readonly TargetState[],
): LiveClause[] {
  return targets.length === 0 ? [] : [{ kind, ...whereabouts(targets) }];
}

function fails({ live }: TargetState): boolean {
  if (!live) return false;
  return (
    liveStateOf(live) === 'unhealthy' || troubleOf(live)?.kind === 'degraded'
  );
}

function toldByDelivery({ live }: TargetState): boolean {
  const kind = live && troubleOf(live)?.kind;
  return kind !== undefined && TOLD_BY_DELIVERY.includes(kind);
}

function delivery(
  kinds: readonly DeliveryClauseKind[],
  all: readonly TargetState[],
): LiveClause[] {
  return kinds.flatMap(of => {
    const found = all.flatMap(target => {
      const { live } = target;
      const trouble = live && troubleOf(live);
      return live?.state === 'observed' && trouble?.kind === of
        ? [{ target, trouble, engine: live.engine }]
        : [];
    });
    if (found.length === 0) return [];
    const [{ target, trouble, engine }] = found;
    return [
      {
        kind: 'delivery',
        of,
        trouble,
        engine,
        artifact: artifactsOf(target).main,
        ...whereabouts(found.map(one => one.target)),
      },
    ];
  });
}

function running(all: readonly TargetState[]): LiveClause[] {
  const targets = all.filter(otherVersion);
  if (targets.length === 0) return [];
  const behind = otherVersion(targets[0]);
  return [
    {
      kind: 'running',
      version: behind?.running.join(', ') ?? '',
      since: behind?.since,
      ...whereabouts(targets),
    },
  ];
}

function drift(all: readonly TargetState[]): LiveClause[] {
  const drifted = all.flatMap(target => {
    const { live } = target;
    const fresh = live?.state === 'observed' && !live.stale;
    return fresh && driftCount(live) > 0 ? [{ target, live }] : [];
  });
  if (drifted.length === 0) return [];
  return [
    {
      kind: 'drift',
      count: drifted.reduce((sum, { live }) => sum + driftCount(live), 0),
      since: oldest(drifted.flatMap(({ live }) => live.drift.since ?? [])),
      ...whereabouts(drifted.map(({ target }) => target)),
    },
  ];
}

function stale(all: readonly TargetState[]): LiveClause[] {
  const targets = all.filter(staleSince);
  const since = oldest(targets.flatMap(target => staleSince(target) ?? []));
  if (since === undefined) return [];
  const engines = new Set(
    targets.flatMap(({ live }) =>
      live?.state === 'observed' ? live.engine : [],
    ),
  );
  const engine = engines.size === 1 ? [...engines][0] : undefined;
  return [{ kind: 'stale', since, engine, ...whereabouts(targets) }];
}

function otherVersion({ live }: TargetState) {
  return live?.state === 'observed' && !live.stale ? live.behind : undefined;
}

function staleSince({ live }: TargetState): string | undefined {
  return live?.state === 'observed' && live.stale ? live.observedAt : undefined;
}

function oldest(times: readonly string[]): string | undefined {
  return [...times].sort()[0];
}

function whereabouts(targets: readonly TargetState[]): Whereabouts {
  const [{ environment, cluster }] = targets;
  return { targets: targets.length, environment, cluster };
}
