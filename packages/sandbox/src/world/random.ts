/** Chance that is the same on every machine, for a given seed. */
export interface Random {
  /** Whether something of the given likelihood (0 to 1) happens. */
  chance(likelihood: number): boolean;
  /** A whole number from `low` to `high`, both included. */
  integer(low: number, high: number): number;
  pick<T>(items: readonly T[]): T;
}

/** A stream of its own for each seed: one service's dice don't move another's. */
export function createRandom(seed: string): Random {
  let state = hash(seed);
  // mulberry32: small, and good enough for a believable history.
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const integer = (low: number, high: number) =>
    low + Math.floor(next() * (high - low + 1));
  return {
    chance: likelihood => next() < likelihood,
    integer,
    pick: items => items[integer(0, items.length - 1)],
  };
}

/** FNV-1a. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const character of text) {
    value = Math.imul(value ^ (character.codePointAt(0) ?? 0), 0x01000193);
  }
  return value;
}
