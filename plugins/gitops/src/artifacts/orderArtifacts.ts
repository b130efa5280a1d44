import type { Artifact } from '@backstage-gitops/plugin-gitops-common';

const KIND_ORDER = ['image', 'app', 'chart', 'gitRef'] as const;

export interface OrderedArtifacts {
  readonly main?: Artifact;
  readonly others: readonly Artifact[];
}

/**
 * Puts the artifact that people mean by "the version" first: the image named
 * as the service, else by one of its aliases (a sidecar's name may be one),
 * else the image with a name like the service's, else the first image, else the first of the next kind. `names` begins with
 * the service; the rest keep their declared order.
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

/** The artifacts of a target in that order. */
export function artifactsOf(target: {
  readonly service: string;
  readonly aliases?: readonly string[];
  readonly artifacts: readonly Artifact[];
}): OrderedArtifacts {
  const { service, aliases = [], artifacts } = target;
  return orderArtifacts(artifacts, [service, ...aliases]);
}

function rank(artifact: Artifact, names: readonly string[]): number {
  const kind = KIND_ORDER.indexOf(artifact.kind);
  const name = basename(artifact.name);
  const named = names.indexOf(name);
  const unlike = names.length + 1;
  return (
    kind * (unlike + 1) + (named < 0 ? unlike - likeness(name, names) : named)
  );
}

/** `draft-frontend` runs the image `frontend`: 1 where one name holds the other. */
function likeness(name: string, [service]: readonly string[]): 0 | 1 {
  const parts = (text: string) => `-${text}-`;
  const alike =
    service !== undefined &&
    (parts(service).includes(parts(name)) ||
      parts(name).includes(parts(service)));
  return alike ? 1 : 0;
}

function basename(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}
