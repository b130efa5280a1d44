/**
 * The newest few results of something costly, each made once however many ask
 * at the same time. What fails is not kept.
 */
class Newest<T> {
  readonly #results = new Map<string, Promise<T>>();
  readonly #kept: number;

  constructor(kept: number) {
    this.#kept = kept;
  }

  async get(key: string, make: () => Promise<T>): Promise<T> {
    const known = this.#results.get(key);
    if (known !== undefined) {
      // Whoever asked first may have been cancelled; that is not our failure.
      return known.catch(() => this.#make(key, make));
    }
    return this.#make(key, make);
  }

  #make(key: string, make: () => Promise<T>): Promise<T> {
    const result = make();
    this.#results.delete(key);
    this.#results.set(key, result);
    result.catch(() => {
      if (this.#results.get(key) === result) this.#results.delete(key);
    });
    for (const old of this.#results.keys()) {
      if (this.#results.size <= this.#kept) break;
      this.#results.delete(old);
    }
    return result;
  }
}

/** {@link Newest} results of each owner, for as long as it lives. */
export class NewestByOwner<T> {
  readonly #owners = new WeakMap<object, Newest<T>>();
  readonly #kept: number;

  constructor(kept: number) {
    this.#kept = kept;
  }

  of(owner: object): Newest<T> {
    const known = this.#owners.get(owner);
    if (known !== undefined) return known;
    const newest = new Newest<T>(this.#kept);
    this.#owners.set(owner, newest);
    return newest;
  }
}
