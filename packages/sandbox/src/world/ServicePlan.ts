import { Team } from './organisation';
import { VersionScheme } from './versions';

/** Where a version is written: an environment, or one cluster of production. */
export type Stage =
  | 'development'
  | 'staging'
  | 'production'
  | 'production-us-1'
  | 'production-eu-1';

/**
 * Something that must happen, `back` working days before the last one.
 * `release` brings a new version to development; `promote` takes what the
 * stage before declares; `revert` undoes the stage's last promotion by a
 * `Revert`; `pin` goes back a version without saying so.
 */
export interface StoryStep {
  readonly back: number;
  readonly time: string;
  readonly does: 'release' | 'promote' | 'propose' | 'revert' | 'pin';
  readonly stage: Stage;
}

/** How a service is released. Likelihoods are per working day. */
export interface ServicePlan {
  readonly service: string;
  readonly team: Team;
  readonly scheme: VersionScheme;
  readonly firstVersion: string;
  /** The working day, counted from the first, on which it is added. */
  readonly introducedOn: number;
  readonly release: number;
  readonly staging: number;
  readonly production: number;
  /** Production goes cluster by cluster, us-1 first. */
  readonly waves: boolean;
  readonly lands: 'merge' | 'squash' | 'either';
  /** Promotions to staging are opened by a bot. */
  readonly promoter: 'bot' | 'people';
  /** From this many working days before the last, only the story happens. */
  readonly storyFrom: number;
  readonly story: readonly StoryStep[];
}
