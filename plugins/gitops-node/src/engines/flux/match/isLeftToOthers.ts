import { Unit } from '@backstage-gitops/plugin-gitops-common';
import { FluxLookup } from '../observe/FluxState';
import { UnitClaim } from './FluxClaims';

/**
 * Whether Flux has nothing to do with a unit: none of its objects brings it, as
 * far as they can be read, nor does Git say that one should.
 */
export function isLeftToOthers(
  { kind }: Unit,
  claim: UnitClaim | undefined,
  { hidden }: Pick<FluxLookup, 'hidden'>,
): boolean {
  const isDeclaredForFlux = kind === 'Kustomization' || kind === 'HelmRelease';
  return (
    !isDeclaredForFlux &&
    claim?.type === 'unclaimed' &&
    !hidden.has('Kustomization') &&
    !hidden.has('GitRepository')
  );
}
