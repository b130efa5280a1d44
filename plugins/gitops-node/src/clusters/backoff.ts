const base = 250;
const cap = 30_000;

/**
 * How long to wait before the next try, after `failures` in a row (from 1), in
 * milliseconds: doubling, at most 30 s, and between half and all of that, so
 * that clients that failed together don't come back together.
 */
export function backoff(failures: number, random: () => number): number {
  const longest = Math.min(cap, base * 2 ** Math.min(failures - 1, 16));
  return longest * (0.5 + random() / 2);
}

/**
 * What a Retry-After header asks for, in milliseconds; `undefined` where it
 * says nothing that can be understood.
 */
export function retryAfter(
  header: string | undefined,
  now: number,
): number | undefined {
  if (header === undefined) return undefined;
  if (/^\s*\d{1,9}\s*$/.test(header)) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
