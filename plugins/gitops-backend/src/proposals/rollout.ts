import {
  Artifact,
  DeliveryStop,
  personName,
  ProposalRollout,
  ProposedMove,
  TargetLive,
} from '@backstage-gitops/plugin-gitops-common';
import { imageMismatch } from '../database/imageMismatch';
import {
  deliveryWay,
  DeliveryWay,
  engineNames,
  MergeOnItsWay,
  ObservedLive,
} from './deliveryWay';

/** What is known of one target that a merged proposal moved. */
export interface RolloutTarget {
  /** For a person: `production on eu-1`. */
  readonly place: string;
  /** Absent where the target is not declared. */
  readonly declared?: readonly Artifact[];
  /** Whether the merge is among the target's changes that were read. */
  readonly hasLanded: boolean;
  /** Whether a commit holds the merge; undefined where it is not known. */
  readonly holds: MergeOnItsWay['holds'];
  readonly moves: readonly ProposedMove[];
  /** Absent where no cluster is configured. */
  readonly live?: TargetLive;
}

/** How far a merged proposal has come in one target. */
export type TargetRollout = Omit<ProposalRollout, 'target' | 'place'>;

/** Whether a target runs what a merged proposal asked for. */
export function rolloutOf(target: RolloutTarget): TargetRollout {
  const { place, declared, hasLanded, moves, live } = target;
  if (!declared) {
    return unread(`waiting for ${place} to be read from its branch`);
  }
  const elsewhere = moves.filter(move => !isDeclared(move, declared));
  if (elsewhere.length > 0 && hasLanded) {
    return {
      state: 'superseded',
      reason: `a later change moved ${place} to something else`,
      steps: [],
    };
  }
  const isRead = moves.length > 0 ? elsewhere.length === 0 : hasLanded;
  if (!isRead) return unread(`waiting for ${place} to be read`);
  if (!live || live.state === 'unobserved') {
    const why = live?.reason ?? 'No cluster is configured';
    return {
      // A cluster that is configured will be looked at.
      state: live?.cluster === undefined ? 'unseen' : 'waiting',
      reason: `what runs in ${place} is not seen: ${why}`,
      steps: [{ step: 'declared', state: 'done' }],
    };
  }
  return rolloutIn(target, live);
}

function unread(reason: string): TargetRollout {
  return {
    state: 'waiting',
    reason,
    steps: [{ step: 'declared', state: 'pending' }],
  };
}

function rolloutIn(target: RolloutTarget, live: ObservedLive): TargetRollout {
  const { place, holds } = target;
  const { engine, delivery, stale } = live;
  const told = {
    engine,
    ...(delivery?.object && { object: delivery.object }),
    ...(delivery?.link !== undefined && { link: delivery.link }),
  };
  const way = deliveryWay({ live, holds, images: imagesOf(target, live) });
  if (stale) {
    return {
      state: 'waiting',
      reason: `${place} can’t be looked at: ${stale.reason}`,
      ...told,
      steps: [...way.steps],
    };
  }
  const { steps, stopped } = way;
  if (!stopped) return { state: 'running', ...told, steps: [...steps] };
  return {
    state: 'waiting',
    reason: reasonOf(place, live, way, stopped),
    ...told,
    steps: [...steps],
    stopped,
  };
}

/** What the place waits for, as a person would say it. */
function reasonOf(
  place: string,
  { engine, delivery }: ObservedLive,
  { steps }: DeliveryWay,
  { reason, message }: DeliveryStop,
): string {
  const name = engineNames[engine];
  const isApplied = steps.some(
    ({ step, state }) => step === 'applied' && state === 'done',
  );
  const isFetched = steps.some(
    ({ step, state }) => step === 'fetched' && state === 'done',
  );
  switch (reason) {
    case 'notFetched':
      return `waiting for ${place}: ${name} has not fetched the merge yet`;
    case 'waiting': {
      const [first] = delivery?.waitsFor ?? [];
      return first === undefined
        ? `waiting for ${place}: ${lowered(message)}`
        : `waiting for ${place}, which waits for ${first} to be ready`;
    }
    case 'failed':
      return isFetched
        ? `sync failed in ${place}: ${message}`
        : `${name} can’t fetch the merge for ${place}: ${message}`;
    case 'suspended': {
      const { by, reason: why } = delivery?.suspended ?? {};
      if (by === undefined && why === undefined) {
        return `${place} is suspended: ${message}`;
      }
      const who = by === undefined ? '' : ` by ${personName(by)}`;
      return `${place} is suspended${who}${
        why === undefined ? '' : `: ${why}`
      }`;
    }
    case 'degraded':
      return `${place} is not well since: ${message}`;
    default:
      if (isApplied) return `rolling out in ${place}: ${message}`;
      return delivery
        ? `waiting for ${place}: ${message}`
        : `waiting for ${place} to run it`;
  }
}

function lowered(text: string): string {
  return text.charAt(0).toLocaleLowerCase('en-US') + text.slice(1);
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

/** Images are seen in pods; whatever has none, and charts, are not. */
function imagesOf(
  { declared = [], moves }: RolloutTarget,
  live: ObservedLive,
): MergeOnItsWay['images'] {
  const moved = declared.filter(({ kind, name }) =>
    moves.some(move => move.kind === kind && move.name === name),
  );
  if (imageMismatch(moved, live.artifacts).length > 0) return 'others';
  const seen = new Set(live.artifacts.map(({ name }) => name));
  const areSeen =
    moved.length > 0 &&
    moved.every(({ kind, name }) => kind === 'image' && seen.has(name));
  return areSeen ? 'asDeclared' : 'unseen';
}

/** What a person has to look at, before what comes by itself. */
const urgent: readonly (DeliveryStop['reason'] | undefined)[] = [
  'failed',
  'degraded',
  'suspended',
];

/** How far a proposal has come, of how far its targets have. */
export function combineRollouts(rollouts: readonly TargetRollout[]): {
  readonly state: 'merged' | 'running';
  readonly reason?: string;
  readonly ended: boolean;
} {
  const first = (state: TargetRollout['state']) =>
    rollouts.find(rollout => rollout.state === state);
  const stuck = rollouts.find(({ stopped }) =>
    urgent.includes(stopped?.reason),
  );
  const open =
    first('superseded') ?? stuck ?? first('waiting') ?? first('unseen');
  if (!open) return { state: 'running', ended: true };
  const ended = open.state !== 'waiting';
  return {
    state: 'merged',
    ...(open.reason !== undefined && { reason: sentence(open.reason) }),
    ended,
  };
}

function sentence(text: string): string {
  return text.charAt(0).toLocaleUpperCase('en-US') + text.slice(1);
}
