import { Resource } from '../../../manifests/Resource';
import { isJsonObject, listAt, textAt } from '../readField';

/** Longer chains than this are circles. */
const maximumLength = 8;

/** Follows `ownerReferences` from an object up to what was declared. */
export class OwnerChain {
  readonly #byUid: ReadonlyMap<string, Resource>;

  constructor(objects: Iterable<Resource>) {
    const byUid = new Map<string, Resource>();
    for (const object of objects) {
      const uid = uidOf(object);
      if (uid !== undefined) byUid.set(uid, object);
    }
    this.#byUid = byUid;
  }

  /** The first object, itself or above it, of which `accepts` is true. */
  find(
    object: Resource,
    accepts: (uid: string) => boolean,
  ): string | undefined {
    let current: Resource | undefined = object;
    for (let length = 0; length < maximumLength; length += 1) {
      if (current === undefined) return undefined;
      const uid = uidOf(current);
      if (uid !== undefined && accepts(uid)) return uid;
      const owners: readonly string[] = ownerUids(current);
      const accepted = owners.find(accepts);
      if (accepted !== undefined) return accepted;
      const next: string | undefined = owners.find(owner =>
        this.#byUid.has(owner),
      );
      current = next === undefined ? undefined : this.#byUid.get(next);
    }
    return undefined;
  }
}

export function uidOf(object: Resource): string | undefined {
  return textAt(object, 'metadata', 'uid');
}

/** Whether a controller made it: then it goes with its owner. */
export function hasController(object: Resource): boolean {
  return listAt(object, 'metadata', 'ownerReferences').some(
    reference => isJsonObject(reference) && reference.controller === true,
  );
}

function ownerUids(object: Resource): string[] {
  return listAt(object, 'metadata', 'ownerReferences').flatMap(reference => {
    const uid = textAt(reference, 'uid');
    return uid === undefined ? [] : [uid];
  });
}
