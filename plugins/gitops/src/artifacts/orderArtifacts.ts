import type { Artifact } from '@backstage-gitops/plugin-gitops-common';

const KIND_ORDER = ['image', 'app', 'chart', 'gitRef'] as const;

export interface OrderedArtifacts {
  readonly main?: Artifact;
  readonly others: readonly Artifact[];
}

/**
 * Puts the artifact that people mean by "the version" first: the image named
 * as the service, else the first image, else the first of the next kind. A
 * sidecar keeps its declared order behind it.
 */
export function orderArtifacts(
  artifacts: readonly Artifact[],
  names: readonly string[],
): OrderedArtifacts {
  const ranked = artifacts
    .map((artifact, index) => ({ artifact, index }))
    .sort(
      (a, b) =>
        rank(a.artifact, names) - rank(b.artifact, names) || a.index - b.index,
    )
    .map(({ artifact }) => artifact);
  return { main: ranked[0], others: ranked.slice(1) };
}

function rank(artifact: Artifact, names: readonly string[]): number {
  const kind = KIND_ORDER.indexOf(artifact.kind);
  const named = names.includes(basename(artifact.name));
  return kind * 2 + (named ? 0 : 1);
}

function basename(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}
