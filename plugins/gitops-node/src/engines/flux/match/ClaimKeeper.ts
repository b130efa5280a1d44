import { Unit } from '@backstage-gitops/plugin-gitops-common';
import { refKey } from '../../builtin/resourceRef';
import { FluxObject, isApplier } from '../api/FluxObject';
import { FluxState } from '../observe/FluxState';
import { FluxClaims, UnitClaim } from './FluxClaims';
import { matchUnits } from './matchUnits';
import { MatchOptions } from './PathIndex';

interface Kept {
  readonly units: readonly Unit[];
  readonly signature: string;
  readonly claims: FluxClaims;
}

/**
 * Matches anew only when what decides it has moved: most news of Flux's objects
 * are of how they fare.
 */
export class ClaimKeeper {
  readonly #options: MatchOptions;
  readonly #signatures = new WeakMap<FluxObject, string>();
  #kept: Kept | undefined;

  constructor(options: MatchOptions) {
    this.#options = options;
  }

  /** @param units - the same list as long as nothing else is declared. */
  of(units: readonly Unit[], state: FluxState): FluxClaims {
    const signature = state.objects
      .map(object => this.#signatureOf(object))
      .join('\n');
    const kept = this.#kept;
    if (kept?.units === units && kept.signature === signature) {
      return renewed(kept.claims, state);
    }
    const claims = matchUnits(units, state.objects, this.#options);
    this.#kept = { units, signature, claims };
    return claims;
  }

  #signatureOf(object: FluxObject): string {
    const known = this.#signatures.get(object);
    if (known !== undefined) return known;
    const signature = decisive(object);
    this.#signatures.set(object, signature);
    return signature;
  }
}

/** What of an object decides which units it brings. */
function decisive(object: FluxObject): string {
  const key = refKey(object.ref);
  if (object.kind === 'GitRepository') {
    return JSON.stringify([key, object.url, object.branch]);
  }
  if (!isApplier(object)) return '';
  const { targetNamespace } = object;
  return object.kind === 'HelmRelease'
    ? JSON.stringify([key, targetNamespace])
    : JSON.stringify([
        ...[key, targetNamespace, object.path],
        object.source && refKey(object.source),
      ]);
}

/** The same objects, as they are now. */
function renewed(claims: FluxClaims, state: FluxState): FluxClaims {
  const now = <T extends FluxObject>(object: T): T => {
    const found = state.get(object.ref);
    return isSameKind(found, object) ? found : object;
  };
  const renew = (claim: UnitClaim): UnitClaim => {
    switch (claim.type) {
      case 'claimed':
        return { ...claim, object: now(claim.object) };
      case 'contested':
        return { ...claim, objects: claim.objects.map(now) };
      default:
        return claim;
    }
  };
  return {
    units: new Map([...claims.units].map(([id, claim]) => [id, renew(claim)])),
    undeclared: claims.undeclared.map(now),
  };
}

function isSameKind<T extends FluxObject>(
  found: FluxObject | undefined,
  object: T,
): found is T {
  return found?.kind === object.kind;
}
