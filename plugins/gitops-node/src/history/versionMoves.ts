import { DiscoveredArtifact } from '../discovery/model';
import {
  declaredVersion,
  DeclaredVersion,
  describeMove,
  lastKey,
} from './declaredVersion';
import { StoredFact } from './FactStore';
import { FactPlace, PredecessorFinder } from './PredecessorFinder';
import { HistoryIndex } from './HistoryIndex';
import { absent, PathHistory } from './PathHistory';

/** One step of an artifact's version, and where it was made. */
export interface VersionMove {
  /** Of the first-parent commit that brought it, 0 the oldest. */
  readonly position: number;
  readonly from?: string;
  readonly to?: string;
  readonly path: PathHistory;
  /** What the step left at the path. */
  readonly blob: number;
  readonly line: number;
}

/** A value and the state that brought it; no value where the field is gone. */
interface Step {
  readonly position: number;
  readonly path: PathHistory;
  readonly blob: number;
  readonly line: number;
  readonly version?: DeclaredVersion;
}

/** A field may be moved often, but not this often. */
const maximumPredecessors = 50;

/**
 * How an artifact's version moved, newest first, up to the first-parent
 * position `end` (exclusive). The artifact is one that the last of these
 * states declares. Empty where its origin can't be read in that state.
 */
export function versionMoves(
  index: HistoryIndex,
  artifact: DiscoveredArtifact,
  end: number,
  predecessors: PredecessorFinder,
  dependencies: readonly string[],
): VersionMove[] {
  const path = index.path(artifact.source.file);
  const state = path?.statesBefore(index.graph, end)[0];
  if (path === undefined || state === undefined) return [];
  const fact = originFact(index, artifact, state.blob);
  if (fact === undefined) return [];
  const read = versionReader(index, artifact, fact);
  const start = { path, fact };
  const steps = stepsOf(index, start, end, read, predecessors, dependencies);
  return movesOf(index, steps);
}

/** The scalar of the blob that an artifact's origin names. */
function originFact(
  index: HistoryIndex,
  artifact: DiscoveredArtifact,
  blob: number,
): StoredFact | undefined {
  const { document, field } = artifact.source;
  const key = index.facts.keyOf(document, field);
  const exact = key === undefined ? undefined : index.facts.find(blob, key);
  if (exact !== undefined) return exact;
  const wanted = artifact.version || artifact.digest || '';
  const near = index.facts
    .all(blob)
    .filter(
      ({ line, value }) => line === artifact.line && value.includes(wanted),
    );
  const last = lastKey(field);
  return (
    near.find(
      ({ key: other }) => lastKey(index.facts.fieldOf(other)) === last,
    ) ?? near[0]
  );
}

type VersionReader = (key: number, value: string) => DeclaredVersion;

/**
 * How a version is taken from the scalar. Where the scalar holds it among
 * other text that isn't understood, what stands around it now is taken off.
 */
function versionReader(
  index: HistoryIndex,
  artifact: DiscoveredArtifact,
  fact: StoredFact,
): VersionReader {
  const plain: VersionReader = (key, value) =>
    declaredVersion(index.facts.fieldOf(key), value);
  const { version } = plain(fact.key, fact.value);
  const at = fact.value.indexOf(artifact.version);
  if (version === artifact.version || artifact.version === '' || at < 0) {
    return plain;
  }
  const before = fact.value.slice(0, at);
  const after = fact.value.slice(at + artifact.version.length);
  return (key, value) =>
    value.length > before.length + after.length &&
    value.startsWith(before) &&
    value.endsWith(after)
      ? { version: value.slice(before.length, value.length - after.length) }
      : plain(key, value);
}

/** The states in which the value was set, newest first. */
function stepsOf(
  index: HistoryIndex,
  start: FactPlace,
  end: number,
  read: VersionReader,
  predecessors: PredecessorFinder,
  dependencies: readonly string[],
): Step[] {
  const steps: Step[] = [];
  let place = start;
  let before = end;
  for (let moved = 0; moved <= maximumPredecessors; moved += 1) {
    const own = stepsOfPlace(index, place, before, read);
    const begun = beginOf(index, place, own, predecessors, dependencies);
    if (begun === undefined) return [...steps, ...own];
    steps.push(...own.slice(0, begun.at + 1));
    place = begun.predecessor;
    before = own[begun.at].position;
  }
  return steps;
}

/** The newest step that begins the field, and has a predecessor elsewhere. */
function beginOf(
  index: HistoryIndex,
  place: FactPlace,
  steps: readonly Step[],
  predecessors: PredecessorFinder,
  dependencies: readonly string[],
): { at: number; predecessor: FactPlace } | undefined {
  for (let at = 0; at < steps.length; at += 1) {
    const step = steps[at];
    if (step.version === undefined || steps.at(at + 1)?.version) continue;
    const predecessor = predecessors.find(
      { path: place.path, fact: factAt(index, place, step) },
      step.position,
      dependencies,
    );
    if (predecessor !== undefined) return { at, predecessor };
  }
  return undefined;
}

function factAt(
  index: HistoryIndex,
  { fact }: FactPlace,
  { blob }: Step,
): StoredFact {
  return index.facts.find(blob, fact.key) ?? fact;
}

function stepsOfPlace(
  index: HistoryIndex,
  { path, fact }: FactPlace,
  end: number,
  read: VersionReader,
): Step[] {
  const { facts, graph } = index;
  const steps: Step[] = [];
  for (const { position, blob } of path.statesBefore(graph, end)) {
    // What can't be read is unknown, and not the end of the field.
    if (blob !== absent && !facts.isKnown(blob)) continue;
    const found = blob === absent ? undefined : facts.find(blob, fact.key);
    steps.push({
      position,
      path,
      blob,
      line: found?.line ?? 1,
      ...(found && { version: read(found.key, found.value) }),
    });
  }
  return steps;
}

function movesOf(index: HistoryIndex, steps: readonly Step[]): VersionMove[] {
  const moves: VersionMove[] = [];
  steps.forEach((step, at) => {
    const older = steps.at(at + 1);
    const isOldest = at + 1 === steps.length;
    // Where a shallow history was cut off nothing tells what was before.
    if (isOldest && step.position === 0 && index.isCutOff()) return;
    const move = describeMove(older?.version, step.version);
    if (move === undefined) return;
    const { position, path, blob } = step;
    const line = step.version ? step.line : older?.line ?? step.line;
    moves.push({ position, path, blob, line, ...move });
  });
  return moves;
}
