import { Change } from '@backstage-gitops/plugin-gitops-common';
import { NotFoundError } from '@backstage/errors';
import { DiscoveredTarget } from '../../discovery/model';
import { ConfigRepository, HistoryOptions, ReadAt } from '../ConfigRepository';

/** Changes that are read at once, and as many as are looked through in all. */
const pageSize = 200;
const maximumChanges = 10_000;

/** Where to look, and whether for what moved no version as well. */
export interface LandingSearch extends ReadAt {
  readonly repository: Pick<ConfigRepository, 'history'>;
  readonly kind: HistoryOptions['kind'];
  readonly signal?: AbortSignal;
}

/**
 * The newest change of a target that went to a version, or that a commit made
 * or brought in. A commit may also be known from the other targets of the
 * request, where they are on the same branch: it is a state of all of them.
 */
export async function findLanding(
  to: string,
  target: DiscoveredTarget,
  targets: readonly DiscoveredTarget[],
  search: LandingSearch,
): Promise<Change> {
  const own = await landingOf(to, [target.id], search);
  if (own.change !== undefined) return own.change;
  const others = targets
    .filter(({ branch }) => branch === target.branch)
    .map(({ id }) => id);
  const shared = isCommit(to) ? await landingOf(to, others, search) : undefined;
  if (shared?.change !== undefined) return shared.change;
  throw new NotFoundError(unknown(to, own.versions));
}

async function landingOf(
  to: string,
  ids: readonly string[],
  { repository, ...at }: LandingSearch,
): Promise<{ change?: Change; versions: readonly string[] }> {
  const versions = new Set<string>();
  let cursor: string | undefined;
  for (let seen = 0; seen < maximumChanges; seen += pageSize) {
    const page = await repository.history(ids, {
      limit: pageSize,
      ...(cursor !== undefined && { cursor }),
      ...at,
    });
    const change = page.changes.find(candidate => isMeant(candidate, to));
    if (change !== undefined) return { change, versions: [] };
    for (const { artifacts } of page.changes) {
      artifacts.forEach(artifact => artifact.to && versions.add(artifact.to));
    }
    cursor = page.nextCursor;
    if (cursor === undefined) break;
  }
  return { versions: [...versions] };
}

function isMeant({ commit, landedBy, artifacts }: Change, to: string): boolean {
  return (
    artifacts.some(artifact => artifact.to === to) ||
    (isCommit(to) && (commit.startsWith(to) || landedBy.startsWith(to)))
  );
}

export function isCommit(to: string): boolean {
  return /^[0-9a-f]{7,64}$/.test(to);
}

/** How many of the versions that there are to go back to are named. */
const maximumNamed = 5;

function unknown(to: string, versions: readonly string[]): string {
  const known = versions.slice(0, maximumNamed).join(', ');
  return known === ''
    ? `nothing is known to have changed, so there is no '${to}' to go back to`
    : `no change went to '${to}'; the newest went to ${known}`;
}
