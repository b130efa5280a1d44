import type {
  Artifact,
  LiveArtifact,
  ProposalRollout,
  ProposedMove,
  TargetState,
} from '@backstage-gitops/plugin-gitops-common';

/**
 * How far what was merged has come on one target. `reading`: the portal has
 * not read the merge yet. `applying`: the engine has not made it so. `failing`:
 * it was applied, and is not well. `unobserved`: nobody can tell. `superseded`:
 * a later change took the target elsewhere.
 */
export type ArrivalState =
  | 'reading'
  | 'applying'
  | 'applied'
  | 'running'
  | 'failing'
  | 'unobserved'
  | 'superseded';

export interface Arrival {
  readonly place: string;
  readonly state: ArrivalState;
  /** When it began to run. */
  readonly since?: string;
}

/**
 * The same, as the portal tells it step by step. Its place is the target's own,
 * as it is named among others.
 */
export function arrivalOfRollout(rollout: ProposalRollout): Arrival {
  const { place, state, steps, stopped } = rollout;
  const isDone = (name: string) =>
    steps.some(({ step, state: at }) => step === name && at === 'done');
  if (state === 'superseded') return { place, state };
  if (state === 'unseen') return { place, state: 'unobserved' };
  if (state === 'running') return { place, state };
  if (!isDone('declared')) return { place, state: 'reading' };
  if (stopped?.reason === 'degraded') return { place, state: 'failing' };
  return { place, state: isDone('applied') ? 'applied' : 'applying' };
}

export function arrivalOf(
  target: TargetState,
  moves: readonly ProposedMove[],
  mergedAt?: string,
): Arrival {
  const { live, environment } = target;
  const own = moves.filter(move => move.target === target.id);
  const observed = live?.state === 'observed' ? live : undefined;
  const place = target.cluster ?? observed?.cluster ?? environment;
  if (!own.every(move => target.artifacts.some(one => declares(one, move)))) {
    const later =
      mergedAt !== undefined &&
      target.lastChange !== undefined &&
      Date.parse(target.lastChange.effectiveAt) > Date.parse(mergedAt);
    return { place, state: later ? 'superseded' : 'reading' };
  }
  if (!observed || observed.stale) return { place, state: 'unobserved' };
  const running = own
    .filter(({ kind }) => kind === 'image')
    .map(move => observed.artifacts.find(one => declares(one, move)));
  const arrived = running.every(one => one !== undefined) && !observed.behind;
  const { state: health } = observed.health;
  if (arrived && health === 'healthy') {
    const since = running
      .flatMap(one => one?.since ?? [])
      .sort()
      .at(-1);
    return { place, state: 'running', since };
  }
  if (observed.sync.state !== 'synced') return { place, state: 'applying' };
  const failing = health === 'degraded' || health === 'missing';
  return { place, state: failing ? 'failing' : 'applied' };
}

function declares(
  artifact: Artifact | LiveArtifact,
  { name, to }: ProposedMove,
): boolean {
  const { version, digest } = artifact;
  return (
    basename(artifact.name) === basename(name) &&
    [version, digest, `${version}@${digest}`].includes(to)
  );
}

function basename(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}
