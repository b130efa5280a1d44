import { DesiredUnit } from '../../Engine';
import { contentDigest, hasSaltOf } from './contentDigest';

interface Known {
  readonly desired: DesiredUnit;
  readonly digest: string;
}

/** Digests of what units declare, made once for each that is declared. */
export class ContentDigests {
  readonly #known = new Map<string, Known>();

  /** @param like - What the unit's parent tells, to be compared with. */
  async of(desired: DesiredUnit, like: string | undefined): Promise<string> {
    const { id } = desired.unit;
    const known = this.#known.get(id);
    const isComparable =
      known !== undefined &&
      (like === undefined || hasSaltOf(known.digest, like));
    if (isComparable && isSame(known.desired, desired)) return known.digest;
    const digest = await contentDigest(desired, like ?? known?.digest);
    this.#known.set(id, { desired, digest });
    return digest;
  }
}

/** Whether it is the very same render, as it is while a unit's files don't change. */
function isSame(one: DesiredUnit, other: DesiredUnit): boolean {
  return (
    one.namespace === other.namespace &&
    one.resources.length === other.resources.length &&
    one.resources.every(
      ({ resource }, index) => resource === other.resources[index].resource,
    )
  );
}
