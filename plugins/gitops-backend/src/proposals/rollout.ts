import {
  Artifact,
  ProposedMove,
  TargetLive,
} from '@backstage-gitops/plugin-gitops-common';
import { imageMismatch } from '../database/imageMismatch';

/** What is known of one target that a merged proposal moved. */
export interface RolloutTarget {
  /** For a person: `production on eu-1`. */
  readonly place: string;
  /** Absent where the target is not declared. */
  readonly declared?: readonly Artifact[];
  /** Whether the merge is among the target's changes that were read. */
  readonly hasLanded: boolean;
  /** Where the target's branch was last read. */
  readonly revision?: string;
  readonly moves: readonly ProposedMove[];
  /** Absent where no cluster is configured. */
  readonly live?: TargetLive;
}

/** How far a merged proposal has come in one target. */
export type TargetRollout =
  | { readonly state: 'running' }
  | { readonly state: 'waiting'; readonly reason: string }
  /** Nobody looks at where it runs. */
  | { readonly state: 'unseen'; readonly reason: string }
  /** A later change took it elsewhere. */
  | { readonly state: 'superseded'; readonly reason: string };

/** Whether a target runs what a merged proposal asked for. */
export function rolloutOf(target: RolloutTarget): TargetRollout {
  const { place, declared, hasLanded, moves, live } = target;
  if (!declared) {
    return waiting(`waiting for ${place} to be read from its branch`);
  }
  const elsewhere = moves.filter(move => !isDeclared(move, declared));
  if (elsewhere.length > 0 && hasLanded) {
    return {
      state: 'superseded',
      reason: `a later change moved ${place} to something else`,
    };
  }
  const isRead = moves.length > 0 ? elsewhere.length === 0 : hasLanded;
  if (!isRead) return waiting(`waiting for ${place} to be read`);
  if (!live || live.state === 'unobserved') {
    const why = live?.reason ?? 'No cluster is configured';
    return {
      state: 'unseen',
      reason: `what runs in ${place} is not seen: ${why}`,
    };
  }
  if (live.stale) {
    return waiting(`${place} can’t be looked at: ${live.stale.reason}`);
  }
  return isRunning(target, live)
    ? { state: 'running' }
    : waiting(`waiting for ${place} to run it`);
}

function waiting(reason: string): TargetRollout {
  return { state: 'waiting', reason };
}

function isDeclared(
  move: ProposedMove,
  declared: readonly Artifact[],
): boolean {
  return declared.some(
    artifact =>
      artifact.kind === move.kind &&
      artifact.name === move.name &&
      spellings(artifact).includes(move.to),
  );
}

/** How a move may write a version. */
function spellings({ version, digest }: Artifact): string[] {
  return digest === undefined
    ? [version]
    : [version, digest, `${version}@${digest}`];
}

/**
 * Images are seen in pods. Of whatever has none, and of changes that move no
 * version, it counts that the engine found the target in sync with the
 * revision that was read.
 */
function isRunning(
  { declared = [], moves, revision }: RolloutTarget,
  live: Extract<TargetLive, { state: 'observed' }>,
): boolean {
  const moved = declared.filter(({ kind, name }) =>
    moves.some(move => move.kind === kind && move.name === name),
  );
  if (imageMismatch(moved, live.artifacts).length > 0) return false;
  const seen = new Set(live.artifacts.map(({ name }) => name));
  const areSeen =
    moved.length > 0 &&
    moved.every(({ kind, name }) => kind === 'image' && seen.has(name));
  const isInSync =
    live.sync.state === 'synced' &&
    (live.appliedRevision ?? live.revision) === revision;
  return areSeen || isInSync;
}

/** How far a proposal has come, of how far its targets have. */
export function combineRollouts(rollouts: readonly TargetRollout[]): {
  readonly state: 'merged' | 'running';
  readonly reason?: string;
  readonly ended: boolean;
} {
  const first = (state: TargetRollout['state']) =>
    rollouts.find(rollout => rollout.state === state);
  const open =
    first('superseded') ?? first('waiting') ?? first('unseen') ?? undefined;
  if (!open || open.state === 'running') {
    return { state: 'running', ended: true };
  }
  const ended = open.state !== 'waiting';
  return { state: 'merged', reason: sentence(open.reason), ended };
}

function sentence(text: string): string {
  return text.charAt(0).toLocaleUpperCase('en-US') + text.slice(1);
}
