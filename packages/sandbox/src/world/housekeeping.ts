import { Edit } from '../history/Edit';
import { Landing } from '../history/Landing';
import { bots, Team, teams } from './organisation';
import { Calendar, clock } from './calendar';
import { createRandom } from './random';

const minute = 60;

/** A kind of change that moves no version, in one of a service's files. */
export interface Chore {
  readonly title: string;
  /** The file at the time of the change. */
  path(at: number): string;
  readonly rewrite: (text: string) => string;
}

/** What people do to a service besides releasing it, at the given rate. */
export function landHousekeeping(options: {
  readonly service: string;
  readonly team: Team;
  readonly chores: readonly Chore[];
  /** Likelihood per working day. */
  readonly rate: number;
  readonly introducedOn: number;
  readonly calendar: Calendar;
}): Landing[] {
  const { service, team, chores, rate, introducedOn, calendar } = options;
  const random = createRandom(`housekeeping of ${service}`);
  const days = calendar.days.slice(introducedOn + 1);
  return days.flatMap((day): Landing[] => {
    if (!random.chance(rate)) return [];
    const chore = random.pick(chores);
    const author = random.pick(teams[team]);
    const at = day + random.integer(clock('09:00'), clock('14:00'));
    const edits: Edit[] = [
      { type: 'rewrite', path: chore.path(at), rewrite: chore.rewrite },
    ];
    return [
      {
        type: 'pullRequest',
        title: chore.title,
        branch: `${service}/${slug(chore.title)}-${at % 1000}`,
        author,
        openedAt: at,
        commits: [{ author, at, subject: chore.title, edits }],
        approvers: [random.pick(teams.platform)],
        landed: {
          as: random.chance(0.4) ? 'merge' : 'squash',
          at: at + random.integer(10 * minute, 180 * minute),
          by: author,
        },
      },
    ];
  });
}

/** Something from outside that renovate keeps current. */
export interface Dependency {
  readonly name: string;
  readonly firstVersion: string;
  /** The edits that take it from one version to the next. */
  edits(from: string, to: string): Edit[];
  readonly introducedOn: number;
  /** Working days between two updates, at least and at most. */
  readonly every: readonly [number, number];
  /** Working days before the last on which an update must land. */
  readonly alsoOn?: number;
}

/** Renovate's pull requests for a dependency. */
export function landUpdates(
  dependency: Dependency,
  calendar: Calendar,
): Landing[] {
  const { name, alsoOn } = dependency;
  const random = createRandom(`updates of ${name}`);
  const last = calendar.days.length - 1;
  const landings: Landing[] = [];
  let version = dependency.firstVersion;
  let index = dependency.introducedOn + 1;
  const told = alsoOn === undefined ? last + 1 : last - alsoOn;
  // The told update takes the place of whichever would come near it.
  const advance = (from: number) => {
    const next = from + random.integer(...dependency.every);
    return from < told && next > told - 4 ? told : next;
  };
  for (index = advance(index); index <= last - 2; index = advance(index)) {
    const openedAt = calendar.days[index] + random.integer(0, clock('06:00'));
    const to = bump(version, random.chance(0.6));
    const waits = random.integer(3, index === told ? 8 : 30) * 60 * minute;
    const title = `Update ${name} to ${to}`;
    const edits = dependency.edits(version, to);
    const approver = random.pick(teams.platform);
    landings.push({
      type: 'pullRequest',
      title,
      body: `Updates ${name} from ${version} to ${to}.`,
      branch: `renovate/${slug(name)}-${to}`,
      author: bots.renovate,
      openedAt,
      commits: [{ author: bots.renovate, at: openedAt, subject: title, edits }],
      approvers: [approver],
      landed: {
        as: random.chance(0.5) ? 'merge' : 'squash',
        at: openedAt + waits,
        by: approver,
      },
    });
    version = to;
  }
  return landings;
}

function bump(version: string, minor: boolean): string {
  const [, prefix, major, middle, patch] =
    /^(v?)(\d+)\.(\d+)\.(\d+)$/.exec(version) ?? [];
  return minor
    ? `${prefix}${major}.${Number(middle) + 1}.0`
    : `${prefix}${major}.${middle}.${Number(patch) + 1}`;
}

function slug(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 40);
}
