import { Stale, TargetLive } from '@backstage-gitops/plugin-gitops-common';
import { EngineState } from '../database/EngineStore';
import { ObservationRow } from '../database/liveRows';
import { isoTime, TargetRow } from '../database/rows';
import { readStoredLive } from '../database/targetLive';
import { isOfNow, seenAs, shownOf, unheard } from './shownLive';

/** An Argo CD is listed every third minute, which may take two. */
const freshInstanceMilliseconds = 10 * 60_000;

/** What Argo CD tells of a target, on whichever cluster that is. */
export function argoCdLive(
  target: TargetRow,
  seen: {
    readonly look: ObservationRow;
    /** Of its instance; of what several claim there is none. */
    readonly state: EngineState | undefined;
    readonly now: Date;
  },
): TargetLive {
  const { look, state, now } = seen;
  const { cluster } = look;
  const stored = readStoredLive(target.live);
  if (!stored || target.live_cluster !== cluster) {
    const reason = 'Argo CD is read, but nothing was seen of it yet';
    return { state: 'unobserved', cluster, reason };
  }
  // The stream is open, and has told of nothing else since.
  const heardAt =
    state?.state === 'ready' ? Date.parse(state.lastSuccessAt ?? '') : NaN;
  const observedAt = Number(look.observed_at);
  return {
    state: 'observed',
    cluster,
    ...seenAs(look, {
      stale: state && instanceStaleness(state, now),
      observedAt: heardAt > observedAt ? heardAt : observedAt,
    }),
    ...shownOf(target, stored),
    ...(isOfNow(target, stored)
      ? {}
      : unheard(look, 'Argo CD was not heard of what Git declares now')),
  };
}

/** Why what an instance said is not the newest, where it isn't. */
export function instanceStaleness(
  state: EngineState,
  now: Date,
): Stale | undefined {
  if (state.state === 'pending') return undefined;
  if (state.state === 'failed') {
    return {
      since: state.failedAt ?? isoTime(0),
      reason: state.reason ?? 'Argo CD can not be read',
    };
  }
  const since = state.lastSuccessAt ?? isoTime(0);
  const age = now.getTime() - Date.parse(since);
  return age > freshInstanceMilliseconds
    ? { since, reason: 'Nobody has looked at Argo CD since' }
    : undefined;
}
