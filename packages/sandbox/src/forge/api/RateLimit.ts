import { GithubError } from '../GithubError';

const hour = 3_600_000;

/** Counts requests an hour for each caller, as GitHub does. */
export class RateLimit {
  readonly #limit: number;
  readonly #windows = new Map<string, { used: number; resetsAt: number }>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Counts one; throws where there were too many. */
  count(caller: string): void {
    const window = this.#window(caller);
    if (window.used >= this.#limit) {
      throw new GithubError(403, `API rate limit exceeded for ${caller}.`);
    }
    window.used += 1;
  }

  /** Takes one back: an answer that has not changed costs nothing. */
  forget(caller: string): void {
    this.#window(caller).used -= 1;
  }

  /** `rate-limit`. */
  state(caller: string) {
    const { used, resetsAt } = this.#window(caller);
    return {
      limit: this.#limit,
      remaining: this.#limit - used,
      reset: Math.ceil(resetsAt / 1000),
      used,
    };
  }

  headers(caller: string): Record<string, string> {
    const { limit, remaining, reset, used } = this.state(caller);
    return {
      'x-ratelimit-limit': String(limit),
      'x-ratelimit-remaining': String(remaining),
      'x-ratelimit-reset': String(reset),
      'x-ratelimit-used': String(used),
      'x-ratelimit-resource': 'core',
    };
  }

  #window(caller: string) {
    const now = Date.now();
    const present = this.#windows.get(caller);
    if (present && present.resetsAt > now) return present;
    const window = { used: 0, resetsAt: now + hour };
    this.#windows.set(caller, window);
    return window;
  }
}
