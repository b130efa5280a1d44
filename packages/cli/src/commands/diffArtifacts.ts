import { Artifact } from '@backstage-gitops/plugin-gitops-common';
import { groupByArtifact } from '@backstage-gitops/plugin-gitops-node';
import { formatVersion } from '../output/formatVersion';

export interface ArtifactDifference {
  readonly kind: Artifact['kind'];
  readonly name: string;
  /** Several versions (of clusters that differ) are joined with `, `. */
  readonly from?: string;
  readonly to?: string;
}

/** The artifacts whose declared versions differ between two environments. */
export function diffArtifacts(
  from: readonly Artifact[],
  to: readonly Artifact[],
): readonly ArtifactDifference[] {
  const before = versionsByArtifact(from);
  const after = versionsByArtifact(to);
  return [...new Map([...before, ...after])]
    .map(([key, { kind, name }]) => ({
      kind,
      name,
      from: before.get(key)?.versions,
      to: after.get(key)?.versions,
    }))
    .filter(difference => difference.from !== difference.to)
    .sort(
      (a, b) => a.kind.localeCompare(b.kind) || a.name.localeCompare(b.name),
    );
}

function versionsByArtifact(artifacts: readonly Artifact[]) {
  const found = new Map<
    string,
    { kind: Artifact['kind']; name: string; versions: string }
  >();
  for (const [key, group] of groupByArtifact(artifacts)) {
    const versions = [...new Set(group.map(formatVersion))].sort().join(', ');
    const [{ kind, name }] = group;
    found.set(key, { kind, name, versions });
  }
  return found;
}
