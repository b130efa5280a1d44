import {
  DriftStatus,
  ResourceObservation,
  Sync,
} from '@backstage-gitops/plugin-gitops-common';

type Judged = Pick<ResourceObservation, 'status' | 'reason'> & {
  /** An orphan that someone keeps on purpose: nothing has to be done about it. */
  readonly isKept?: boolean;
};

/** How resources that are not as declared are counted, in this order. */
const outOfSync: readonly (readonly [DriftStatus, string])[] = [
  ['drifted', 'drifted'],
  ['missing', 'missing'],
  ['undelivered', 'not applied yet'],
  ['orphaned', 'orphaned'],
];

/**
 * Whether what is live is what is declared. One difference is enough to be out
 * of sync; to be synced, everything has to be known.
 *
 * @param doubts - Why it can't be told what is declared.
 */
export function syncOf(
  resources: readonly Judged[],
  doubts: readonly string[],
): Sync {
  const [doubt] = doubts;
  if (resources.length === 0) {
    return { state: 'unknown', reason: doubt ?? 'Nothing is declared' };
  }
  const counts = outOfSync.flatMap(([status, word]) => {
    const { length } = resources.filter(
      resource => resource.status === status && resource.isKept !== true,
    );
    return length === 0 ? [] : [`${length} ${word}`];
  });
  if (counts.length > 0) {
    return { state: 'outOfSync', reason: counts.join(', ') };
  }
  const indeterminate = resources.filter(
    ({ status }) => status === 'indeterminate',
  );
  if (indeterminate.length === 0) return { state: 'synced' };
  const { reason } = indeterminate[0];
  return {
    state: 'unknown',
    reason: reason ?? `${indeterminate.length} resources can't be compared`,
  };
}
