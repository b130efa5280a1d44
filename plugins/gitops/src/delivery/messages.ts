/** What is said of engines in the cluster, and of what they bring there. */
export const deliveryMessages = {
  trouble: {
    claimed: 'Claimed twice',
    fetchFailed: 'Fetch failed',
    failed: 'Apply failed',
    degraded: 'Degraded',
    suspended: 'Suspended',
    suspendedBy: 'Suspended by {{by}}',
    rolloutPaused: 'Rollout paused',
    waiting: 'Waits for {{names}}',
    needsSync: 'Waits for a sync',
    notFetched: 'Not fetched',
    rollingOut: 'Rolling out',
    unknown: 'Delivery unknown',
  },
  andMore_one: '{{names}} and {{count}} more',
  andMore_other: '{{names}} and {{count}} more',
  track: {
    of: 'Show how {{engine}} delivers {{target}} in {{environment}}',
    declared: 'Git',
    seen: '{{engine}}',
    running: 'running',
    full: {
      declared: 'Declared in Git',
      seen: 'Seen by {{engine}}',
      running: 'Running',
    },
  },
  step: {
    declared: 'Declared in Git',
    fetched: 'Seen by {{engine}}',
    applied: 'Applied',
    running: 'Running',
  },
  stepState: {
    done: 'done',
    pending: 'not yet',
    failed: 'failed',
    unknown: 'not known',
  },
  link: {
    open: 'Open in {{engine}}',
    newTab: 'opens in a new tab',
  },
  still: 'still at',
  steps: 'The way from Git to what runs',
  laterCommits:
    'A step that names a later commit holds what is declared here, unchanged.',
  headline: {
    fine: 'What Git declares has arrived, and runs',
    wasFine: 'What Git declares had arrived when it was last seen',
    outOfSync: 'What runs is not what Git declares',
    unknown: 'How far it has come is not known',
    claimed: 'Several objects of {{engine}} claim this',
    fetchFailed: '{{engine}} could not fetch what Git declares',
    failed: '{{engine}} could not apply what Git declares',
    degraded: 'It was applied, and is not well',
    suspended: '{{engine}} is suspended here',
    rolloutPaused: 'The rollout is paused',
    waiting: 'It waits for something else to be ready',
    needsSync: 'It waits for a sync',
    notFetched: '{{engine}} has not seen it yet',
    rollingOut: 'It is on its way',
  },
  hint: {
    claimed:
      'Each undoes what the other does, so nothing is told of either. Keep one of them, and take this unit out of the others in Git.',
    fetchFailed:
      'What ran before still runs. Look at the address and the credentials of the source, and whether its manifests can be rendered.',
    failed:
      'What ran before still runs. Mend it in Git, or roll back by pull request; {{engine}} takes up what is merged.',
    degraded:
      'The Resources view says what of it is not well. A rollback is a pull request.',
    suspended:
      'Nothing that is merged arrives and drift is not corrected, until it is resumed.',
    rolloutPaused:
      'A resource of it stands still until someone lets it go on. What ran before still runs.',
    waiting: 'It goes on by itself once that is ready.',
    needsSync:
      '{{engine}} does not sync by itself here: see what a sync would change, then begin it.',
    notFetched:
      '{{engine}} looks at Git from time to time. Refresh has it look now.',
  },
  automated: {
    plain: 'syncs by itself',
    prune: 'syncs and prunes by itself',
    selfHeal: 'syncs and corrects drift by itself',
    both: 'syncs, prunes and corrects drift by itself',
  },
  unanswered: {
    title: '{{engine}} didn’t answer',
    text: 'What is below is of {{time}}, without what only {{engine}} can tell now.',
  },
  none: {
    title: 'No object of {{engine}} is known to apply this',
    text: 'So nothing can be told of how it is delivered, and nothing can be asked for. Whether its unit is declared for this cluster is in the diagnostics of its repository.',
  },
  operation: {
    now: 'Under way',
    last: 'Last operation',
    running: 'Running',
    succeeded: 'Succeeded',
    failed: 'Failed',
    dryRun: 'dry run',
    automated: 'by itself',
    by: 'by {{by}}',
    started: 'began {{time}}',
    ended: 'ended {{time}}',
  },
  conditions: 'Conditions',
  condition: '{{type}}: {{status}}',
  history: {
    title: 'What it has brought',
    none: 'It remembers nothing.',
    revision: 'Revision',
    at: 'When',
    by: 'Begun by',
    outcome: 'How it went',
  },
  event: {
    title: 'Events',
    none: 'Nothing was noted of late.',
    unanswered: 'Not known: the engine did not answer.',
    normal: 'Normal',
    warning: 'Warning',
    times_one: '{{count, number}} time',
    times_other: '{{count, number}} times',
  },
  window: {
    title: 'Sync windows',
    open: 'A sync would begin now.',
    closed: 'No sync begins now.',
    allow: 'Lets sync',
    deny: 'Keeps from syncing',
    duration: 'for {{duration}}',
    active: 'now',
    manual: 'people may sync all the same',
  },
  wholeText: 'Show all of it',
  more_one: 'Show {{count, number}} more',
  more_other: 'Show {{count, number}} more',
  action: {
    refresh: 'Refresh',
    refreshHow: 'Ways to refresh',
    terminate: 'Terminate…',
    suspend: 'Suspend…',
    resume: 'Resume…',
    busy: 'It is being asked.',
    asking: 'Asking…',
  },
  refresh: {
    plain: 'Refresh',
    plainHint: 'Looks at Git and the cluster now.',
    hard: 'Hard refresh',
    hardHint: 'Also renders everything anew, its caches left aside.',
  },
  done: {
    refresh: '{{engine}} was asked to look now. What it finds shows here.',
    terminate:
      '{{engine}} was asked to end what is under way. How it ended shows here.',
    suspend: '{{engine}} is suspended here. Your name and the reason are kept.',
    resume: '{{engine}} goes on from what Git declares now.',
  },
  failed: {
    refresh: '{{engine}} could not be asked to refresh',
    terminate: '{{engine}} could not be asked to end it',
    suspend: 'It could not be suspended',
    resume: 'It could not be resumed',
    stillTrue:
      'Nothing was changed by this: what runs goes on running, and {{engine}} does as it did before.',
  },
  dismiss: 'Dismiss',
  obstacle: {
    permission: 'You may not: it takes {{permission}}.',
    stale: '{{engine}} can’t be asked while it can’t be read.',
    claimed:
      'Several objects claim this, so it is not clear which one to ask. Keep one of them in Git first.',
    absent: 'No object of {{engine}} applies this, so there is none to ask.',
    idle: 'Nothing is under way that could be ended.',
    suspended: '{{engine}} is suspended here: resume it first.',
    notNow: '{{engine}} does not take this now.',
  },
  dialog: {
    suspend: {
      title: 'Suspend {{target}}',
      confirm: 'Suspend',
      first:
        '{{engine}} stops applying {{object}}: what is merged from now on does not arrive, and drift is not corrected.',
      second:
        'What runs goes on running. Other services of the same object are held as well.',
      third:
        'Git may undo this: where it declares whether {{object}} is suspended, what applies that puts it back.',
      reason: 'Why',
      reasonHint: 'Everyone who finds it suspended reads this, with your name.',
    },
    resume: {
      title: 'Resume {{target}}',
      confirm: 'Resume',
      first: '{{engine}} applies {{object}} again, at once.',
      second:
        'Everything that was merged meanwhile arrives, and what was changed on the cluster is put back as Git declares it.',
      third: 'Other services of the same object go on as well.',
    },
    terminate: {
      title: 'Terminate what is under way for {{target}}',
      confirm: 'Terminate',
      first: '{{engine}} ends the operation of {{object}} where it stands.',
      second:
        'What it has applied so far stays applied; the rest is not, and hooks may not have run.',
      third: 'Where it syncs by itself it may well begin anew.',
    },
  },
  rollback: {
    automated:
      '{{engine}} syncs by itself here: anything undone on the cluster would be put back from Git. So a rollback is a pull request.',
    flux: 'Flux follows Git here: anything undone on the cluster would be put back from Git. So a rollback is a pull request.',
  },
} as const;
