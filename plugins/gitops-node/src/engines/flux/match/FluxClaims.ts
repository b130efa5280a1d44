import { FluxApplier } from '../api/FluxObject';

/** The object that brings a unit to the cluster, as far as that can be told. */
export type UnitClaim =
  | { readonly type: 'claimed'; readonly object: FluxApplier }
  /** Several would apply the same. */
  | { readonly type: 'contested'; readonly objects: readonly FluxApplier[] }
  | { readonly type: 'unclaimed' };

/** Which objects bring which units. */
export interface FluxClaims {
  /** By the unit's id. */
  readonly units: ReadonlyMap<string, UnitClaim>;
  /** Objects that no repository declares. */
  readonly undeclared: readonly FluxApplier[];
}
