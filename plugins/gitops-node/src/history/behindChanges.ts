import { Artifact, Change } from '@backstage-gitops/plugin-gitops-common';
import { artifactKey, groupByArtifact } from './groupByArtifact';

/**
 * The changes of one environment that another lacks: for each artifact that
 * differs, those newer than the one which declared what the other declares
 * now. `unknown` are artifacts whose version there was never declared here, so
 * that nothing can be told.
 *
 * @public
 */
export function behindChanges(
  changes: readonly Change[],
  declared: readonly Artifact[],
): { readonly behind: readonly Change[]; readonly unknown: readonly string[] } {
  const behind = new Set<Change>();
  const unknown = new Set<string>();
  for (const [key, artifacts] of groupByArtifact(declared)) {
    const versions = new Set(artifacts.map(({ version }) => version));
    const moves = changes.flatMap(change =>
      change.artifacts
        .filter(artifact => artifactKey(artifact) === key)
        .map(({ to = '' }) => ({ change, to })),
    );
    const arrived = moves.findIndex(({ to }) => versions.has(to));
    if (arrived < 0 && moves.length > 0) unknown.add(key);
    moves.slice(0, Math.max(arrived, 0)).forEach(({ change }) => {
      behind.add(change);
    });
  }
  return {
    behind: changes.filter(change => behind.has(change)),
    unknown: [...unknown],
  };
}
