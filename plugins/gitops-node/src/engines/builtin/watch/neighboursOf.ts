import { refKey } from '../resourceRef';
import { Neighbours } from '../sync/UnitSync';
import { UnitIndex } from './UnitIndex';
import { WatchedUnit } from './WatchedUnit';

/**
 * What a unit has to know of the others that were declared with it. An object
 * that is marked as another's may be taken over where that one no longer
 * declares it, or is itself no longer declared: units are renamed and moved.
 *
 * @param unitOfParent - The unit that an ApplySet's parent names, by its id.
 */
export function neighboursOf(
  unit: WatchedUnit,
  index: UnitIndex,
  unitOfParent: (applySetId: string) => string | undefined,
): Neighbours {
  return {
    declare: ref =>
      index.declaring(refKey(ref)).some(other => other !== unit.id),
    isReleased: (applySetId, ref) => {
      const other = index.ofApplySet(applySetId);
      if (other !== undefined) return !other.keys.has(refKey(ref));
      const gone = unitOfParent(applySetId);
      return gone !== undefined && repositoryOf(gone) === repositoryOf(unit.id);
    },
  };
}

/** Ids begin with the repository's; of another one nothing is known here. */
function repositoryOf(unit: string): string {
  return unit.slice(0, unit.indexOf('/'));
}
