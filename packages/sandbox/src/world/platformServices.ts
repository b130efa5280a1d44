import { ServicePlan } from './ServicePlan';

/** The services that Flux applies, and what happens to them at the end. */
export const platformServices: readonly ServicePlan[] = [
  {
    service: 'payments',
    team: 'payments',
    scheme: 'semver',
    firstVersion: '2.4.0',
    introducedOn: 0,
    release: 0.2,
    staging: 0.45,
    production: 0.24,
    waves: false,
    lands: 'merge',
    promoter: 'people',
    // A version was rolled back; production still runs the one before it while
    // staging has gone on.
    storyFrom: 12,
    story: [
      { back: 11, time: '09:12', does: 'release', stage: 'development' },
      { back: 11, time: '13:05', does: 'promote', stage: 'staging' },
      { back: 9, time: '09:40', does: 'promote', stage: 'production' },
      { back: 8, time: '10:31', does: 'release', stage: 'development' },
      { back: 7, time: '13:15', does: 'promote', stage: 'staging' },
      { back: 6, time: '09:20', does: 'promote', stage: 'production' },
      { back: 6, time: '14:02', does: 'revert', stage: 'production' },
      { back: 5, time: '11:47', does: 'release', stage: 'development' },
      { back: 5, time: '14:10', does: 'promote', stage: 'staging' },
      { back: 3, time: '08:55', does: 'release', stage: 'development' },
      { back: 2, time: '12:34', does: 'promote', stage: 'staging' },
      { back: 0, time: '10:18', does: 'release', stage: 'development' },
      { back: 0, time: '15:20', does: 'propose', stage: 'production' },
    ],
  },
  {
    service: 'checkout',
    team: 'shop',
    scheme: 'number',
    firstVersion: 'v118',
    introducedOn: 0,
    release: 0.17,
    staging: 0.45,
    production: 0.2,
    waves: true,
    lands: 'squash',
    promoter: 'people',
    // The two clusters of production differ: us-1 is first, eu-1 still waits.
    storyFrom: 10,
    story: [
      { back: 10, time: '13:31', does: 'promote', stage: 'staging' },
      { back: 9, time: '09:05', does: 'promote', stage: 'production-us-1' },
      { back: 8, time: '09:25', does: 'promote', stage: 'production-eu-1' },
      { back: 5, time: '10:02', does: 'release', stage: 'development' },
      { back: 4, time: '13:10', does: 'promote', stage: 'staging' },
      { back: 1, time: '09:48', does: 'promote', stage: 'production-us-1' },
      { back: 0, time: '14:05', does: 'propose', stage: 'production-eu-1' },
    ],
  },
  {
    service: 'search',
    team: 'discovery',
    scheme: 'semver',
    firstVersion: '0.31.0',
    introducedOn: 20,
    release: 0.18,
    staging: 0.45,
    production: 0.24,
    waves: false,
    lands: 'either',
    promoter: 'bot',
    // Production has been left behind: everything after this day stops at
    // staging.
    storyFrom: 33,
    story: [
      { back: 33, time: '09:30', does: 'promote', stage: 'production' },
      ...[31, 27, 22, 17, 13, 8, 4].flatMap(
        back =>
          [
            { back, time: '10:26', does: 'release', stage: 'development' },
            { back, time: '13:40', does: 'promote', stage: 'staging' },
          ] as const,
      ),
      { back: 1, time: '11:09', does: 'release', stage: 'development' },
    ],
  },
  {
    service: 'notifications',
    team: 'discovery',
    scheme: 'semver',
    firstVersion: '1.0.0',
    introducedOn: 70,
    release: 0.16,
    staging: 0.4,
    production: 0.24,
    waves: false,
    lands: 'squash',
    promoter: 'people',
    storyFrom: 6,
    story: [
      // Months ago production went back a version, and nobody wrote "Revert".
      { back: 86, time: '09:33', does: 'release', stage: 'development' },
      { back: 86, time: '12:40', does: 'promote', stage: 'staging' },
      { back: 85, time: '10:15', does: 'promote', stage: 'production' },
      { back: 84, time: '11:50', does: 'pin', stage: 'production' },
      { back: 6, time: '09:27', does: 'release', stage: 'development' },
      { back: 6, time: '13:02', does: 'promote', stage: 'staging' },
      { back: 4, time: '10:11', does: 'promote', stage: 'production' },
      { back: 1, time: '10:44', does: 'release', stage: 'development' },
      { back: 0, time: '13:22', does: 'promote', stage: 'staging' },
    ],
  },
];
