import {
  ArtifactChange,
  Change,
  PullRequest,
} from '@backstage-gitops/plugin-gitops-common';
import { DiscoveredTarget } from '../discovery/model';
import { CommitDetails, CommitReader } from './CommitReader';
import { HistoryIndex } from './HistoryIndex';
import { isLower, isRevert } from './isRollback';
import { absent } from './PathHistory';
import { PredecessorFinder } from './PredecessorFinder';
import { pullRequestOf } from './pullRequestOf';
import { VersionMove, versionMoves } from './versionMoves';

/** A target and the files that its unit depends on. */
export interface TargetFiles {
  readonly target: DiscoveredTarget;
  readonly files: readonly string[];
}

interface ArtifactMove {
  readonly move: VersionMove;
  readonly artifact: DiscoveredTarget['artifacts'][number];
}

/** What one first-parent commit brought to the targets that are asked for. */
export interface Landing {
  /** Index among the branch's first parents; 0 is the oldest. */
  readonly position: number;
  /** Seconds since the epoch. */
  readonly time: number;
  readonly targets: Set<string>;
  readonly moves: ArtifactMove[];
  /** Dependency files that it touched, where no version moved. */
  readonly files: Set<string>;
}

/** Which landings are asked for; positions count from 0, the oldest. */
export interface LandingOptions {
  readonly kind: 'versions' | 'all';
  /** As if the branch ended before this position. */
  readonly end: number;
  /** Leaves out what landed before this position. */
  readonly downTo: number;
}

/** A change with its place on the branch. */
export type PlacedChange = Change & { readonly position: number };

export interface BranchHistoryOptions {
  readonly index: HistoryIndex;
  readonly commits: CommitReader;
  /** A pull request by its head commit, where the remote tells. */
  readonly pullRequestAt: (head: string) => Promise<number | undefined>;
  readonly pullRequestUrl: (number: number) => string | undefined;
}

/** Artifacts whose moves are remembered. */
const maximumKnownMoves = 20_000;

/** The changes of targets on one branch. */
export class BranchHistory {
  readonly #options: BranchHistoryOptions;
  readonly #predecessors: PredecessorFinder;
  /** A field's moves stay the same until its file is touched again. */
  readonly #moves = new Map<string, readonly VersionMove[]>();

  constructor(options: BranchHistoryOptions) {
    this.#options = options;
    this.#predecessors = new PredecessorFinder(options.index);
  }

  /**
   * The landings that moved the targets, newest first. With kind `all` also those that only touched a file
   * the unit depends on.
   */
  landings(
    targets: readonly TargetFiles[],
    { kind, end, downTo }: LandingOptions,
  ): Landing[] {
    const landings = new Map<number, Landing>();
    for (const { target, files } of targets) {
      for (const artifact of target.artifacts) {
        for (const move of this.#movesOf(artifact, end, files)) {
          if (move.position < downTo) break;
          const landing = this.#landingAt(landings, move.position);
          landing.targets.add(target.id);
          landing.moves.push({ move, artifact });
        }
      }
      if (kind === 'all')
        this.#touches(landings, target.id, files, [downTo, end]);
    }
    return [...landings.values()].sort((a, b) => b.position - a.position);
  }

  #movesOf(
    artifact: DiscoveredTarget['artifacts'][number],
    end: number,
    files: readonly string[],
  ): readonly VersionMove[] {
    const { index } = this.#options;
    const { source, version, line } = artifact;
    const path = index.path(source.file);
    const newest = path?.newestBefore(index.graph, end);
    if (newest === undefined) return [];
    const key = JSON.stringify([source, version, line, newest, files.length]);
    const known = this.#moves.get(key);
    if (known !== undefined) return known;
    const predecessors = this.#predecessors;
    const moves = versionMoves(index, artifact, end, predecessors, files);
    this.#moves.set(key, moves);
    if (this.#moves.size > maximumKnownMoves) {
      const [oldest] = this.#moves.keys();
      this.#moves.delete(oldest);
    }
    return moves;
  }

  #touches(
    landings: Map<number, Landing>,
    target: string,
    files: readonly string[],
    [downTo, end]: readonly [number, number],
  ): void {
    const { index } = this.#options;
    const { graph } = index;
    const oldest = index.isCutOff() ? Math.max(downTo, 1) : downTo;
    for (const file of files) {
      const path = index.path(file);
      const newest = path?.newestBefore(graph, end) ?? -1;
      if (newest < oldest) continue;
      for (const { position } of path?.statesBefore(graph, end) ?? []) {
        if (position < oldest) break;
        const landing = this.#landingAt(landings, position);
        landing.targets.add(target);
        landing.files.add(file);
      }
    }
  }

  #landingAt(landings: Map<number, Landing>, position: number): Landing {
    const known = landings.get(position);
    if (known !== undefined) return known;
    const { graph } = this.#options.index;
    const landing: Landing = {
      position,
      time: graph.timeOf(graph.commitAt(position)),
      targets: new Set(),
      moves: [],
      files: new Set(),
    };
    landings.set(position, landing);
    return landing;
  }

  /** The id of the first-parent commit of a landing. */
  landedBy({ position }: Landing): string {
    const { graph } = this.#options.index;
    return graph.ids.text(graph.commitAt(position));
  }

  /** Who made the change, why, and through which pull request. */
  async describe(landing: Landing): Promise<PlacedChange> {
    const { commits } = this.#options;
    const landedBy = this.landedBy(landing);
    const landed = await commits.read(landedBy);
    const commit = this.#creditedCommit(landing, landed);
    const credited = await commits.read(commit);
    const pullRequest = await this.#pullRequest(landed, credited);
    const artifacts = artifactChanges(landing.moves);
    return {
      targets: [...landing.targets],
      commit,
      landedBy,
      effectiveAt: timestamp(landing.time),
      authoredAt: timestamp(credited.authoredAt),
      author: credited.author,
      subject: credited.subject,
      ...(pullRequest && { pullRequest }),
      artifacts,
      rollback:
        artifacts.some(({ from, to }) => from && to && isLower(from, to)) ||
        (artifacts.length > 0 && isRevert(credited.subject)),
      position: landing.position,
    };
  }

  /** The newest of the non-merge commits that set what a merge brought in. */
  #creditedCommit(landing: Landing, landed: CommitDetails): string {
    const { graph } = this.#options.index;
    const { position } = landing;
    const own = graph.commitAt(position);
    if (!graph.isMerge(own)) return graph.ids.text(own);
    const candidates = this.#touched(landing).map(({ path, blob }) =>
      path.creditedCommit(graph, position, blob),
    );
    let newest: number | undefined;
    for (const commit of candidates) {
      if (commit === undefined) continue;
      if (newest === undefined || graph.timeOf(commit) > graph.timeOf(newest)) {
        newest = commit;
      }
    }
    if (newest !== undefined) return graph.ids.text(newest);
    return this.#mergedCommit(landed) ?? graph.ids.text(own);
  }

  #touched({
    moves,
    files,
    position,
  }: Landing): Pick<VersionMove, 'path' | 'blob'>[] {
    if (moves.length > 0) return moves.map(({ move }) => move);
    const { index } = this.#options;
    return [...files].flatMap(file => {
      const path = index.path(file);
      const blob = path?.blobAt(index.graph, position) ?? absent;
      return path === undefined ? [] : [{ path, blob }];
    });
  }

  /** The second parent, where it isn't a merge itself. */
  #mergedCommit({ parents }: CommitDetails): string | undefined {
    const { graph } = this.#options.index;
    const merged = parents.at(1);
    const number = merged === undefined ? undefined : graph.ids.get(merged);
    return number === undefined || graph.isMerge(number) ? undefined : merged;
  }

  async #pullRequest(
    landed: CommitDetails,
    credited: CommitDetails,
  ): Promise<PullRequest | undefined> {
    const number =
      pullRequestOf(landed.subject, landed.body) ??
      (await this.#pullRequestOfHeads(landed.parents.slice(1))) ??
      pullRequestOf(credited.subject, credited.body);
    if (number === undefined) return undefined;
    const url = this.#options.pullRequestUrl(number);
    return { number, ...(url !== undefined && { url }) };
  }

  async #pullRequestOfHeads(
    heads: readonly string[],
  ): Promise<number | undefined> {
    for (const head of heads) {
      const number = await this.#options.pullRequestAt(head);
      if (number !== undefined) return number;
    }
    return undefined;
  }
}

function artifactChanges(moves: readonly ArtifactMove[]): ArtifactChange[] {
  const changes = new Map<string, ArtifactChange>();
  for (const { move, artifact } of moves) {
    const change: ArtifactChange = {
      kind: artifact.kind,
      name: artifact.name,
      ...(move.from !== undefined && { from: move.from }),
      ...(move.to !== undefined && { to: move.to }),
      file: move.path.path,
      line: move.line,
    };
    // A file that several targets share moves all of them by one change.
    changes.set(JSON.stringify(change), change);
  }
  return [...changes.values()];
}

/** The furthest second that a date can hold. */
const latestTime = 8_640_000_000_000;

function timestamp(seconds: number): string {
  const bounded = Math.min(Math.max(seconds, -latestTime), latestTime);
  return new Date(bounded * 1000).toISOString();
}
