/**
 * When a forge that has had enough may be asked again, in ISO 8601: `Retry-After`
 * (seconds or a date), else the reset of a budget that is used up
 * (`X-RateLimit-*` of GitHub, `RateLimit-*` of GitLab, seconds since 1970).
 */
export function retryAt(
  header: (name: string) => string | undefined,
  now = Date.now(),
): string | undefined {
  const after = header('retry-after');
  if (after !== undefined) {
    const time = /^\d+$/.test(after)
      ? now + Number(after) * 1000
      : Date.parse(after);
    return iso(time);
  }
  for (const prefix of ['x-ratelimit', 'ratelimit']) {
    const reset = header(`${prefix}-reset`);
    if (header(`${prefix}-remaining`) === '0' && reset !== undefined) {
      return iso(Number(reset) * 1000);
    }
  }
  return undefined;
}

function iso(time: number): string | undefined {
  const latest = 8.64e15;
  return Math.abs(time) <= latest ? new Date(time).toISOString() : undefined;
}
