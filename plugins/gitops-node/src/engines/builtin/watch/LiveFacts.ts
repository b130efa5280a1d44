import { Resource, ResourceRef } from '../../../manifests/Resource';
import { orphanKeys } from '../ownership/isOrphanOf';
import { uidOf } from '../ownership/OwnerChain';
import { refKey, refOf } from '../resourceRef';

/** As much of an object as it takes to find the unit that it belongs to. */
export interface LiveFact {
  readonly ref: ResourceRef;
  readonly uid: string | undefined;
  readonly orphanKeys: readonly string[];
}

/**
 * Facts of the objects that are declared or marked, noted as they come by:
 * finding orphans must not take apart each object that is kept.
 */
export class LiveFacts {
  readonly #facts = new Map<string, LiveFact>();

  note(object: Resource): void {
    const ref = refOf(object);
    this.#facts.set(refKey(ref), {
      ref,
      uid: uidOf(object),
      orphanKeys: orphanKeys(object),
    });
  }

  forget(ref: ResourceRef): void {
    this.#facts.delete(refKey(ref));
  }

  /** By refKey. */
  get(key: string): LiveFact | undefined {
    return this.#facts.get(key);
  }

  all(): Iterable<[string, LiveFact]> {
    return this.#facts;
  }
}
