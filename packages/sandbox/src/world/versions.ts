import { Random } from './random';

/** How a service counts its releases. */
export type VersionScheme = 'semver' | 'number' | 'dated';

/** The version after `previous`, released on the day that begins at `day`. */
export function nextVersion(
  scheme: VersionScheme,
  previous: string,
  day: number,
  random: Random,
): string {
  switch (scheme) {
    case 'number':
      return `v${Number(previous.slice(1)) + 1}`;
    case 'dated':
      return nextDated(previous, day);
    default:
      return nextSemver(previous, random);
  }
}

function nextSemver(previous: string, random: Random): string {
  const [major, minor, patch] = previous.split('.').map(Number);
  return random.chance(0.45)
    ? `${major}.${minor + 1}.0`
    : `${major}.${minor}.${patch + 1}`;
}

function nextDated(previous: string, day: number): string {
  const date = new Date(day * 1000)
    .toISOString()
    .slice(0, 10)
    .replaceAll('-', '');
  const [previousDate, build] = previous.split('-');
  return `${date}-${previousDate === date ? Number(build) + 1 : 1}`;
}
