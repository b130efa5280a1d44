import { ArtifactChange } from './change';

/** A version that was declared, and the newest change that declared it. @public */
export interface KnownVersion<T> {
  readonly version: string;
  readonly artifact: ArtifactChange;
  readonly change: T;
}

/**
 * The versions that changes declared, newest first and each once per artifact,
 * of the artifact of that name alone where one is given. The changes are
 * newest first, as a history answers them.
 *
 * @public
 */
export function knownVersions<
  T extends { effectiveAt: string; artifacts: ArtifactChange[] },
>(changes: readonly T[], artifactName?: string): readonly KnownVersion<T>[] {
  const known = new Map<string, KnownVersion<T>>();
  for (const change of newestFirst(changes)) {
    for (const artifact of change.artifacts) {
      const { kind, name, to } = artifact;
      if (!to || (artifactName !== undefined && name !== artifactName))
        continue;
      const key = JSON.stringify([kind, name, to]);
      if (!known.has(key)) known.set(key, { version: to, artifact, change });
    }
  }
  return [...known.values()];
}

/** Those of several targets come one target after the other. */
function newestFirst<T extends { effectiveAt: string }>(
  changes: readonly T[],
): T[] {
  return [...changes].sort((one, other) =>
    other.effectiveAt.localeCompare(one.effectiveAt),
  );
}
