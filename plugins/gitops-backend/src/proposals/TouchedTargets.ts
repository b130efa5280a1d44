import {
  ProposedMove,
  PullRequestStatus,
} from '@backstage-gitops/plugin-gitops-common';
import {
  ConfigRepository,
  DiscoveredArtifact,
  DiscoveredRevisions,
  DiscoveredTarget,
} from '@backstage-gitops/plugin-gitops-node';

/** What a pull request of somebody else's would do. */
export interface Touched {
  readonly targets: readonly DiscoveredTarget[];
  readonly moves: readonly ProposedMove[];
}

/** A look at a pull request's head may fetch, and reads a whole commit. */
const headMilliseconds = 60_000;

export type TouchingPullRequest = Pick<
  PullRequestStatus,
  'targetBranch' | 'headCommit'
> & { readonly files: readonly string[] };

/** The targets that depend on a file that the pull request changes. */
export function touchedTargets(
  { targetBranch, files }: TouchingPullRequest,
  { units, targets }: DiscoveredRevisions,
): readonly DiscoveredTarget[] {
  const changed = new Set(files);
  const touched = new Set(
    units
      .filter(unit => unit.files.some(file => changed.has(file)))
      .map(({ id }) => id),
  );
  return targets.filter(
    ({ unit, branch }) => branch === targetBranch && touched.has(unit),
  );
}

/**
 * The versions that it would move, read from its head: of artifacts whose file
 * it changes, so that what has moved on the branch since is not taken for its.
 * Those that it would move are what it is about; else all that it touches.
 */
export async function readTouched(
  pullRequest: TouchingPullRequest,
  base: DiscoveredRevisions,
  repository: Pick<ConfigRepository, 'discover'>,
  signal: AbortSignal,
): Promise<Touched> {
  const { targetBranch, headCommit, files } = pullRequest;
  const touched = touchedTargets(pullRequest, base);
  if (touched.length === 0) return { targets: [], moves: [] };
  const head = await repository.discover({
    revisions: { ...base.revisions, [targetBranch]: headCommit },
    signal: AbortSignal.any([signal, AbortSignal.timeout(headMilliseconds)]),
  });
  const changed = new Set(files);
  const after = new Map(head.targets.map(target => [target.id, target]));
  const moves = touched.flatMap(before =>
    movesOf(before, after.get(before.id)?.artifacts ?? [], changed),
  );
  const moved = new Set(moves.map(({ target }) => target));
  const about = touched.filter(({ id }) => moved.has(id));
  return { targets: about.length > 0 ? about : touched, moves };
}

function movesOf(
  { id, artifacts }: DiscoveredTarget,
  after: readonly DiscoveredArtifact[],
  changed: ReadonlySet<string>,
): ProposedMove[] {
  return artifacts.flatMap(({ kind, name, version, file }) => {
    const same = after.filter(
      artifact => artifact.kind === kind && artifact.name === name,
    );
    if (!changed.has(file) || same.length !== 1) return [];
    const [{ version: to }] = same;
    return to === version
      ? []
      : [{ target: id, kind, name, from: version, to }];
  });
}
