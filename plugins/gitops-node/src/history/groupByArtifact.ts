/** What tells one artifact of a service from another. @public */
export interface NamedArtifact {
  readonly kind: string;
  readonly name: string;
}

/** @public */
export function artifactKey({ kind, name }: NamedArtifact): string {
  return `${kind} ${name}`;
}

/**
 * Artifacts of the same kind and name together, in the order first met.
 *
 * @public
 */
export function groupByArtifact<T extends NamedArtifact>(
  artifacts: readonly T[],
): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const artifact of artifacts) {
    const key = artifactKey(artifact);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [artifact]);
    else group.push(artifact);
  }
  return groups;
}
