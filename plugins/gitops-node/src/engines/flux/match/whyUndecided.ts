import { Unit } from '@backstage-gitops/plugin-gitops-common';
import { FluxLookup } from '../observe/FluxState';
import { decidingKinds } from './decidingKinds';

/**
 * Why it can't be told which object of Flux brings a unit, where none was seen:
 * a kind can't be read, or not in the namespace that the object would be in.
 */
export function whyUndecided(
  unit: Pick<Unit, 'kind' | 'namespace'>,
  { unreadable, narrowed }: Pick<FluxLookup, 'unreadable' | 'narrowed'>,
): string | undefined {
  const { kind, namespace } = unit;
  const [reason] = decidingKinds(unit).flatMap(
    each => unreadable.get(each) ?? [],
  );
  if (reason !== undefined) return reason;
  const isDeclaredForFlux = kind === 'Kustomization' || kind === 'HelmRelease';
  const read = isDeclaredForFlux ? narrowed.get(kind) : undefined;
  const isRead =
    namespace !== undefined && read?.namespaces.includes(namespace) === true;
  return isRead ? undefined : read?.reason;
}
