import {
  Artifact,
  ArtifactChange,
} from '@backstage-gitops/plugin-gitops-common';

/** A change of the environment before, as measuring looks at it. */
export interface LagChange {
  readonly key: number;
  readonly effectiveAt: number;
  readonly artifacts: readonly ArtifactChange[];
}

/** How far one target is behind another. */
export type Lag =
  | { readonly state: 'same' }
  | { readonly state: 'differs' }
  | {
      readonly state: 'behind';
      /** Keys of all the changes that have not arrived, newest first. */
      readonly changes: readonly number[];
      readonly since: number;
    };

interface Pair {
  readonly here: Artifact;
  readonly before: Artifact;
}

/**
 * Compares what a target declares with the target of the environment before
 * it: the changes there since it last declared the version that is here are
 * those that have not arrived. `changes` are that target's, newest first.
 */
export function measureLag(
  here: readonly Artifact[],
  before: readonly Artifact[],
  changes: readonly LagChange[],
): Lag {
  const pairs = pairArtifacts(here, before);
  if (pairs.length === 0) return { state: 'differs' };
  const unequal = pairs.filter(pair => !isSameVersion(pair));
  if (unequal.length === 0) return { state: 'same' };
  const waiting = new Map<number, LagChange>();
  for (const pair of unequal) {
    for (const change of changesSince(pair, changes) ?? []) {
      waiting.set(change.key, change);
    }
  }
  if (waiting.size === 0) return { state: 'differs' };
  const newestFirst = changes.filter(({ key }) => waiting.has(key));
  return {
    state: 'behind',
    changes: newestFirst.map(({ key }) => key),
    since: newestFirst[newestFirst.length - 1].effectiveAt,
  };
}

/** Whether the changes given tell where every version was left behind. */
export function isLagSettled(
  here: readonly Artifact[],
  before: readonly Artifact[],
  changes: readonly LagChange[],
): boolean {
  return pairArtifacts(here, before)
    .filter(pair => !isSameVersion(pair))
    .every(pair => changesSince(pair, changes) !== undefined);
}

/**
 * The changes that the artifact saw since it had the version that is here, or
 * undefined where none of them tells that it ever had.
 */
function changesSince(
  { here, before }: Pair,
  changes: readonly LagChange[],
): readonly LagChange[] | undefined {
  const since: LagChange[] = [];
  for (const change of changes) {
    const moves = change.artifacts.filter(
      ({ kind, name }) => kind === before.kind && name === before.name,
    );
    if (moves.some(({ to }) => isVersionOf(here, to))) return since;
    if (moves.length > 0) since.push(change);
    if (moves.some(({ from }) => isVersionOf(here, from))) return since;
  }
  return undefined;
}

/**
 * The same artifact on both sides: of the same name, else of the same last
 * part of the name (environments often have registries of their own), else
 * the only one of its kind.
 */
function pairArtifacts(
  here: readonly Artifact[],
  before: readonly Artifact[],
): readonly Pair[] {
  return here.flatMap(artifact => {
    const sameKind = before.filter(({ kind }) => kind === artifact.kind);
    const hereOfKind = here.filter(({ kind }) => kind === artifact.kind);
    const partner =
      sameKind.find(({ name }) => name === artifact.name) ??
      only(
        sameKind.filter(
          ({ name }) => basename(name) === basename(artifact.name),
        ),
      ) ??
      (hereOfKind.length === 1 ? only(sameKind) : undefined);
    return partner ? [{ here: artifact, before: partner }] : [];
  });
}

function only<T>(values: readonly T[]): T | undefined {
  return values.length === 1 ? values[0] : undefined;
}

function basename(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}

function isSameVersion({ here, before }: Pair): boolean {
  if (here.digest && before.digest) return here.digest === before.digest;
  return here.version === before.version && here.digest === before.digest;
}

/**
 * A change tells a version, and the digest with it (`version@digest`) or alone
 * where only that moved.
 */
function isVersionOf(artifact: Artifact, told: string | undefined): boolean {
  if (told === undefined || told === '') return false;
  const { version, digest } = artifact;
  return (
    told === version ||
    (digest !== undefined &&
      (told === digest || told === `${version}@${digest}`))
  );
}
