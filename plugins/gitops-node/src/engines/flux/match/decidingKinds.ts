import { Unit } from '@backstage-gitops/plugin-gitops-common';

/** Kinds of Flux that have to be read to tell which object brings a unit. */
export function decidingKinds({ kind }: Pick<Unit, 'kind'>): readonly string[] {
  return kind === 'Kustomization' || kind === 'HelmRelease'
    ? [kind]
    : ['Kustomization', 'GitRepository'];
}
