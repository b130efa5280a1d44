/** Flux's kinds, by the group that serves them. */
const groups = {
  'kustomize.toolkit.fluxcd.io': ['Kustomization'],
  'helm.toolkit.fluxcd.io': ['HelmRelease'],
  'source.toolkit.fluxcd.io': [
    'GitRepository',
    'OCIRepository',
    'HelmRepository',
    'HelmChart',
    'Bucket',
    'ExternalArtifact',
  ],
  'image.toolkit.fluxcd.io': [
    'ImageRepository',
    'ImagePolicy',
    'ImageUpdateAutomation',
  ],
  'fluxcd.controlplane.io': ['ResourceSet'],
} as const;

export const applierKinds = [
  { group: 'kustomize.toolkit.fluxcd.io', kind: 'Kustomization' },
  { group: 'helm.toolkit.fluxcd.io', kind: 'HelmRelease' },
] as const;

export const sourceGroup = 'source.toolkit.fluxcd.io';

/** What it takes to tell which object brings a unit. */
export const claimingKinds = [
  ...applierKinds,
  { group: sourceGroup, kind: 'GitRepository' },
] as const;

/** All of them. */
export const fluxKinds: readonly {
  readonly group: string;
  readonly kind: string;
}[] = Object.entries(groups).flatMap(([group, kinds]) =>
  kinds.map(kind => ({ group, kind })),
);

const known = new Set(fluxKinds.map(({ group, kind }) => `${kind}.${group}`));

export function isFluxKind(type: {
  readonly group: string;
  readonly kind: string;
}): boolean {
  return known.has(`${type.kind}.${type.group}`);
}
