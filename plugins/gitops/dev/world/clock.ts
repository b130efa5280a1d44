const started = Date.now();
const HOUR = 3_600_000;

/** A time so many hours before the page was opened. */
export function hoursAgo(hours: number): string {
  return new Date(started - hours * HOUR).toISOString();
}

export const daysAgo = (days: number) => hoursAgo(days * 24);

/** A sequence that looks random and is always the same. */
export function sequence(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

export function sha(seed: number): string {
  const next = sequence(seed * 7919 + 17);
  return Array.from({ length: 40 }, () =>
    Math.floor(next() * 16).toString(16),
  ).join('');
}
