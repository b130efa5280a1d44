import { refKey } from '../../builtin/resourceRef';
import { FluxApplier } from '../api/FluxObject';
import { UnitClaim } from '../match/FluxClaims';
import { whyUndecided } from '../match/whyUndecided';
import { DeliveryContext } from './DeliveryContext';

const nothing: ReadonlySet<string> = new Set();

/**
 * refKeys of what Flux has applied of a unit up to now; `undefined` where that
 * isn't known.
 */
export function appliedObjects(
  claim: UnitClaim,
  context: Pick<DeliveryContext, 'desired' | 'state' | 'declaringObject'>,
): ReadonlySet<string> | undefined {
  switch (claim.type) {
    case 'claimed':
      return appliedBy(claim.object);
    case 'unclaimed':
      return isToCome(context) ? nothing : undefined;
    default:
      return undefined;
  }
}

function appliedBy(object: FluxApplier): ReadonlySet<string> | undefined {
  if (object.isRemote) return undefined;
  if (object.kind === 'HelmRelease') {
    // Of a release that failed it isn't told how far it came; what was
    // released is compared with the release itself.
    return object.history.length === 0 ? nothing : undefined;
  }
  const { inventory, applied } = object;
  if (inventory !== undefined) return new Set(inventory.map(refKey));
  return applied === undefined ? nothing : undefined;
}

/** Where nothing has brought the object yet that would apply the unit. */
function isToCome({
  desired: { unit },
  state,
  declaringObject,
}: Pick<DeliveryContext, 'desired' | 'state' | 'declaringObject'>): boolean {
  return (
    declaringObject === 'undelivered' && whyUndecided(unit, state) === undefined
  );
}
