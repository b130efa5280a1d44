import { Unit } from '@backstage-gitops/plugin-gitops-common';
import { ApplySet } from './ApplySet';
import { OwnershipMark } from './marksOf';

/** What a mark says, as texts of which a unit's own may be one. */
export function markKeys(mark: OwnershipMark): readonly string[] {
  switch (mark.by) {
    case 'applySet':
      return [`applyset ${mark.id}`];
    case 'argocd':
      return [`argocd ${mark.application}`];
    case 'flux':
      return [`${mark.kind} ${mark.namespace}/${mark.name}`];
    default:
      return [
        `helm ${mark.namespace}/${mark.release}`,
        `helm */${mark.release}`,
      ];
  }
}

/** By which marks the objects applied for a unit are known. */
export function unitMarkKeys(
  { kind, name, namespace }: Unit,
  applySet: ApplySet,
): readonly string[] {
  const own = `applyset ${applySet.id}`;
  switch (kind) {
    case 'Application':
      return [own, `argocd ${name}`];
    case 'Kustomization':
    case 'HelmRelease':
      return [own, `${kind} ${namespace ?? ''}/${name}`];
    case 'HelmfileRelease':
      return [own, `helm ${namespace ?? '*'}/${name}`];
    default:
      return [own];
  }
}
