/** Asks the running portal, as the guest. */
export class PortalClient {
  #url;
  #signal;
  #token;

  constructor(url, signal) {
    this.#url = url;
    this.#signal = signal;
  }

  async isUp() {
    try {
      const response = await fetch(
        `${this.#url}/.backstage/health/v1/readiness`,
        { signal: this.#signal },
      );
      return response.ok;
    } catch {
      // Nobody listens yet.
      return false;
    }
  }

  /** The answer of an API, or undefined while it can't be had. */
  async get(path) {
    try {
      return await this.#ask(path);
    } catch (error) {
      if (this.#signal?.aborted) throw error;
      // A portal at its first reading hangs up on a connection that was kept.
      return undefined;
    }
  }

  async #ask(path) {
    this.#token ??= await this.#signIn();
    if (this.#token === undefined) return undefined;
    const response = await fetch(`${this.#url}/api/${path}`, {
      headers: { authorization: `Bearer ${this.#token}` },
      signal: this.#signal,
    });
    if (response.status === 401) this.#token = undefined;
    return response.ok ? response.json() : undefined;
  }

  async #signIn() {
    const response = await fetch(`${this.#url}/api/auth/guest/refresh`, {
      headers: { 'x-requested-with': 'XMLHttpRequest' },
      signal: this.#signal,
    });
    if (!response.ok) return undefined;
    const { backstageIdentity } = await response.json();
    return backstageIdentity?.token;
  }
}
