/** What is said of the places that a merged proposal is on its way to. */
export const placeMessages = {
  title: 'Where it is',
  step: {
    declared: 'Merged',
    fetched: 'Seen by {{engine}}',
    applied: 'Applied',
    running: 'Running',
  },
  running: 'runs',
  unseen: 'not observed',
  superseded: 'moved on',
  trouble: {
    waiting: 'waits',
    notFetched: 'not fetched yet',
    fetchFailed: 'fetch failed',
    failed: 'sync failed',
    suspended: 'suspended',
    rollingOut: 'rolling out',
    degraded: 'degraded',
    claimed: 'claimed twice',
    rolloutPaused: 'rollout paused',
    needsSync: 'waits for a sync',
    unknown: 'not known',
  },
} as const;
