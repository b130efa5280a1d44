import type { ChangeEntry } from '@backstage-gitops/plugin-gitops-common';

export interface TimelineDot {
  readonly entry: ChangeEntry;
  /** From 0, the oldest time shown, to 1, now. */
  readonly position: number;
}

export interface TimelineTrack {
  readonly environment: string;
  readonly dots: readonly TimelineDot[];
  readonly rollbacks: number;
}

export interface Timeline {
  readonly from: string;
  readonly tracks: readonly TimelineTrack[];
}

/** Fewer changes than this have no rhythm to show. */
const WORTH_SHOWING = 3;

/**
 * The rhythm of each environment over the same span of time, in the order of
 * `environments`. An environment without a change in the span keeps its empty
 * track: that nothing arrived is what it shows.
 */
export function timelineTracks(
  entries: readonly ChangeEntry[],
  environments: readonly string[],
  now: Date,
): Timeline | undefined {
  if (entries.length < WORTH_SHOWING) return undefined;
  const from = entries
    .map(({ effectiveAt }) => effectiveAt)
    .reduce((oldest, at) => (at < oldest ? at : oldest));
  const start = Date.parse(from);
  const span = Math.max(now.getTime() - start, 1);
  const tracks = environments.map(environment => {
    const own = entries.filter(entry => entry.environment === environment);
    return {
      environment,
      rollbacks: own.filter(({ rollback }) => rollback).length,
      dots: own.map(entry => ({
        entry,
        position: clamp((Date.parse(entry.effectiveAt) - start) / span),
      })),
    };
  });
  return { from, tracks };
}

function clamp(share: number): number {
  return Math.min(1, Math.max(0, share));
}
