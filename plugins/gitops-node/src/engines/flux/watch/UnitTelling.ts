import {
  DriftStatus,
  UnitObservation,
} from '@backstage-gitops/plugin-gitops-common';
import { observationKey } from '../../builtin/watch/observationKey';
import { ResourceRef } from '../../../manifests/Resource';
import { DesiredUnit } from '../../Engine';
import { UnitClaim } from '../match/FluxClaims';
import { isLeftToOthers } from '../match/isLeftToOthers';
import { ContainsCommit, DeliveryContext } from '../observe/DeliveryContext';
import { refKey } from '../../builtin/resourceRef';
import { DeclaringObject } from './declaringObjects';
import { FluxState, NotedLookup } from '../observe/FluxState';
import { observeFluxUnit } from '../observe/observeFluxUnit';

/** All that an observation of a unit is made of. */
export interface UnitNews {
  readonly desired: DesiredUnit;
  readonly seen: UnitObservation;
  readonly claim: UnitClaim;
  readonly declaringObject?: DriftStatus;
  /** What else there is to say of how it was compared. */
  readonly note?: string;
}

interface Told {
  readonly news: UnitNews;
  readonly looked: NotedLookup;
  readonly unreadable: string;
  readonly key: string;
  /** refKeys of what Flux has still to apply for the first time. */
  readonly undelivered: ReadonlySet<string>;
}

export interface UnitTellingOptions {
  readonly containsCommit?: ContainsCommit;
  readonly linkOf?: DeliveryContext['linkOf'];
  /** Whether what Flux does not bring is told as the looker saw it. */
  readonly leavesOthers: boolean;
  /** Whether an object is there at this moment. */
  readonly isThere: (object: ResourceRef) => Promise<boolean>;
  readonly now: () => Date;
  readonly onObservation: (observation: UnitObservation) => Promise<void>;
}

/**
 * Tells of units what is something else than before. Of thousands few have
 * moved; the others cost no more than to see that.
 */
export class UnitTelling {
  readonly #options: UnitTellingOptions;
  readonly #told = new Map<string, Told>();

  constructor(options: UnitTellingOptions) {
    this.#options = options;
  }

  async tell(news: UnitNews, state: FluxState): Promise<void> {
    const { id } = news.desired.unit;
    const told = this.#told.get(id);
    const unreadable = [
      ...[...state.unreadable.values(), ...state.hidden],
      ...[...state.narrowed.values()].flatMap(({ namespaces }) => namespaces),
    ].join();
    const isSame =
      told !== undefined &&
      isSameNews(told.news, news) &&
      told.unreadable === unreadable &&
      told.looked.holdsFor(state);
    if (isSame) return;
    const looked = new NotedLookup(state);
    const observation = this.#observe(news, looked);
    const key = observationKey(observation);
    if (await this.#isOutrun(observation, news)) return;
    const undelivered = new Set(
      observation.resources
        .filter(({ status }) => status === 'undelivered')
        .map(refKey),
    );
    this.#told.set(id, { news, looked, unreadable, key, undelivered });
    if (told?.key === key) return;
    const observedAt = this.#options.now().toISOString();
    await this.#options.onObservation({ ...observation, observedAt });
  }

  /**
   * Flux may tell that it has applied an object before the object is seen: that
   * it was missed before is no news then, and that it is there will be.
   */
  async #isOutrun(
    { unit, resources }: UnitObservation,
    { seen }: UnitNews,
  ): Promise<boolean> {
    const told = this.#told.get(unit);
    if (told?.news.seen !== seen) return false;
    const missed = resources.find(
      each => each.status === 'missing' && told.undelivered.has(refKey(each)),
    );
    return missed !== undefined && this.#options.isThere(missed);
  }

  /** How an object compares, as it was told of the unit that brings it. */
  statusOf(object: DeclaringObject | undefined): DriftStatus | undefined {
    if (object === undefined) return undefined;
    const { by, key, status } = object;
    const isNew = this.#told.get(by)?.undelivered.has(key) === true;
    return isNew ? 'undelivered' : status;
  }

  forgetAllBut(units: ReadonlySet<string>): void {
    for (const unit of this.#told.keys()) {
      if (!units.has(unit)) this.#told.delete(unit);
    }
  }

  #observe(news: UnitNews, state: NotedLookup): UnitObservation {
    const { desired, seen, claim, declaringObject, note } = news;
    const { containsCommit, leavesOthers, linkOf } = this.#options;
    if (leavesOthers && isLeftToOthers(desired.unit, claim, state)) return seen;
    return observeFluxUnit(
      seen,
      claim,
      {
        ...{ desired, state, seen },
        ...(declaringObject !== undefined && { declaringObject }),
        ...(containsCommit !== undefined && { containsCommit }),
        ...(linkOf !== undefined && { linkOf }),
      },
      note,
    );
  }
}

function isSameNews(one: UnitNews, other: UnitNews): boolean {
  return (
    one.desired === other.desired &&
    one.seen === other.seen &&
    one.declaringObject === other.declaringObject &&
    one.note === other.note &&
    isSameClaim(one.claim, other.claim)
  );
}

function isSameClaim(one: UnitClaim, other: UnitClaim): boolean {
  const objects = objectsOf(other);
  return (
    one.type === other.type &&
    objectsOf(one).length === objects.length &&
    objectsOf(one).every((object, at) => object === objects[at])
  );
}

function objectsOf(claim: UnitClaim) {
  switch (claim.type) {
    case 'claimed':
      return [claim.object];
    case 'contested':
      return claim.objects;
    default:
      return [];
  }
}
