import { Diagnostic, TargetRef } from '@backstage-gitops/plugin-gitops-common';
import {
  DiscoveredArtifact,
  DiscoveredTarget,
  Discovery,
} from '../discovery/model';
import { VersionMove } from './model';

/** What a plan comes to, once everything is discovered anew. */
export interface Outcome {
  readonly alsoAffects: readonly TargetRef[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Whether what was asked is what would be declared, and who else would move.
 */
export function checkOutcome(
  before: Discovery,
  after: Discovery,
  moves: readonly VersionMove[],
): Outcome {
  const asked = new Set(moves.map(({ target }) => target.id));
  const targets = new Map(after.targets.map(target => [target.id, target]));
  const diagnostics: Diagnostic[] = [];
  for (const move of moves) {
    const now = targets.get(move.target.id)?.artifacts ?? [];
    if (!now.some(artifact => isAsMoved(artifact, move))) {
      diagnostics.push(ineffective(move));
    }
  }
  const moved = before.targets.filter(
    target => pinsOf(target) !== pinsOf(targets.get(target.id)),
  );
  for (const target of moved.filter(({ id }) => asked.has(id))) {
    diagnostics.push(...unasked(target, targets.get(target.id), moves));
  }
  return {
    diagnostics,
    alsoAffects: moved
      .filter(({ id }) => !asked.has(id))
      .map(({ id, service, environment, cluster, namespace, path }) => ({
        id,
        service,
        environment,
        cluster,
        namespace,
        path,
      })),
  };
}

/** A promotion moves the environment it is for, and no other by accident. */
export function otherEnvironments(
  asked: readonly DiscoveredTarget[],
  alsoAffects: readonly TargetRef[],
): Diagnostic[] {
  const known = new Set(asked.map(({ environment }) => environment));
  const others = new Set(
    alsoAffects
      .map(({ environment }) => environment)
      .filter(environment => !known.has(environment)),
  );
  if (others.size === 0) return [];
  return [
    {
      level: 'error',
      code: 'proposal-moves-others',
      message: `It would move ${[...others].join(
        ', ',
      )} as well, which take it from the same place.`,
    },
  ];
}

function isAsMoved(
  artifact: DiscoveredArtifact,
  { artifact: asked, to }: VersionMove,
): boolean {
  return (
    artifact.kind === asked.kind &&
    artifact.name === asked.name &&
    artifact.version === to.version
  );
}

function pinsOf(target: DiscoveredTarget | undefined): string {
  return JSON.stringify(
    target?.artifacts.map(({ kind, name, version, digest }) => [
      kind,
      name,
      version,
      digest,
    ]),
  );
}

function ineffective({ target, artifact, to }: VersionMove): Diagnostic {
  return {
    level: 'error',
    code: 'proposal-ineffective',
    message: `${artifact.kind} ${artifact.name} of ${target.id} would not become ${to.version}.`,
    file: artifact.file,
    line: artifact.line,
  };
}

/** Artifacts of an asked target that move although nobody asked for it. */
function unasked(
  before: DiscoveredTarget,
  after: DiscoveredTarget | undefined,
  moves: readonly VersionMove[],
): Diagnostic[] {
  const own = moves.filter(({ target }) => target.id === before.id);
  const has = (target: DiscoveredTarget | undefined, key: string) =>
    target?.artifacts.some(artifact => pinOf(artifact) === key) ?? false;
  return before.artifacts
    .filter(
      artifact =>
        !has(after, pinOf(artifact)) &&
        !own.some(move => keyOf(move.artifact) === keyOf(artifact)),
    )
    .map(artifact => ({
      level: 'error',
      code: 'proposal-moves-more',
      message: `${artifact.kind} ${artifact.name} of ${before.id} would move as well: it takes its version from the same place.`,
      file: artifact.file,
      line: artifact.line,
    }));
}

function keyOf({ kind, name }: DiscoveredArtifact): string {
  return `${kind} ${name}`;
}

function pinOf(artifact: DiscoveredArtifact): string {
  return `${keyOf(artifact)} ${artifact.version} ${artifact.digest ?? ''}`;
}
