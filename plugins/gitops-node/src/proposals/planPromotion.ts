import { Diagnostic } from '@backstage-gitops/plugin-gitops-common';
import { DiscoveredArtifact, DiscoveredTarget } from '../discovery/model';
import { VersionMove } from './model';
import { Version } from './rewriteVersion';

/** The moves of a promotion, and what of it could not be matched. @public */
export interface Promotion {
  readonly moves: readonly VersionMove[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * What has to move so that each destination declares the versions that the
 * source does. Artifacts are the same where kind and name are, else where the
 * last part of their name is and nothing else has it. `only` chooses some by
 * name.
 *
 * @public
 */
export function planPromotion(
  source: DiscoveredTarget,
  destinations: readonly DiscoveredTarget[],
  only?: readonly string[],
): Promotion {
  const chosen = source.artifacts.filter(
    ({ name }) => only === undefined || only.includes(name),
  );
  const moves: VersionMove[] = [];
  const diagnostics: Diagnostic[] = undeclared(source, only);
  for (const wanted of chosen) {
    const without: DiscoveredTarget[] = [];
    for (const target of destinations) {
      const artifacts = counterparts(wanted, chosen, target.artifacts);
      if (artifacts.length === 0) without.push(target);
      const { version, digest } = wanted;
      for (const artifact of artifacts) {
        if (isPinnedTo(artifact, wanted)) continue;
        moves.push({
          target,
          artifact,
          to: { version, ...(digest !== undefined && { digest }) },
          source: wanted,
        });
      }
    }
    const isFirst = chosen.find(other => isSameName(other, wanted)) === wanted;
    if (isFirst && without.length > 0) {
      diagnostics.push(absent(wanted, without));
    }
  }
  return { moves, diagnostics };
}

/** Artifacts that were asked for by name and that nothing declares. */
function undeclared(
  { artifacts, environment }: DiscoveredTarget,
  only: readonly string[] = [],
): Diagnostic[] {
  const names = new Set(artifacts.map(({ name }) => name));
  return only
    .filter(name => !names.has(name))
    .map(name => ({
      level: 'error',
      code: 'proposal-artifact-absent',
      message: `${name} is not declared for ${environment}.`,
    }));
}

/** The artifacts that are the same as one of others. */
export function counterparts(
  wanted: DiscoveredArtifact,
  sources: readonly DiscoveredArtifact[],
  artifacts: readonly DiscoveredArtifact[],
): readonly DiscoveredArtifact[] {
  const ofKind = artifacts.filter(({ kind }) => kind === wanted.kind);
  const same = ofKind.filter(({ name }) => name === wanted.name);
  if (same.length > 0) return same;
  const isAlike = ({ kind, name }: DiscoveredArtifact) =>
    kind === wanted.kind && basename(name) === basename(wanted.name);
  const alike = ofKind.filter(isAlike);
  const names = new Set(alike.map(({ name }) => name));
  return names.size === 1 && sources.filter(isAlike).length === 1 ? alike : [];
}

function isSameName(a: DiscoveredArtifact, b: DiscoveredArtifact): boolean {
  return a.kind === b.kind && a.name === b.name;
}

/** A destination that pins no digest isn't told apart by one. */
export function isPinnedTo(
  artifact: DiscoveredArtifact,
  wanted: Version,
): boolean {
  return (
    artifact.version === wanted.version &&
    (artifact.digest === undefined || artifact.digest === wanted.digest)
  );
}

function basename(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}

function absent(
  { kind, name, file, line }: DiscoveredArtifact,
  [{ environment, cluster }, ...others]: readonly DiscoveredTarget[],
): Diagnostic {
  const where = [environment, cluster].filter(Boolean).join(' on ');
  const more = others.length === 0 ? '' : ` and ${others.length} more`;
  return {
    level: 'warning',
    code: 'proposal-artifact-absent',
    message: `${kind} ${name} is not declared for ${where}${more}; it is left out.`,
    file,
    line,
  };
}
