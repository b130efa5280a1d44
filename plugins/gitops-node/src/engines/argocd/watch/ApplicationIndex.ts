import { createHash } from 'node:crypto';
import { ArgoCdApplication, applicationKey } from '../read/ArgoCdApplication';
import { readApplication } from '../read/readApplication';

interface Entry {
  readonly application: ArgoCdApplication;
  readonly said: string;
}

interface Told {
  readonly key: string;
  readonly isDifferent: boolean;
}

/** The applications of one instance, as they were told last. */
export class ApplicationIndex {
  readonly #instance: string;
  #entries = new Map<string, Entry>();

  constructor(instance: string) {
    this.#instance = instance;
  }

  get size(): number {
    return this.#entries.size;
  }

  get(key: string): ArgoCdApplication | undefined {
    return this.#entries.get(key)?.application;
  }

  keys(): Iterable<string> {
    return this.#entries.keys();
  }

  all(): readonly ArgoCdApplication[] {
    return [...this.#entries.values()].map(({ application }) => application);
  }

  /**
   * Takes what an event tells, unless it is older than what is known. Says
   * which application that is, and whether it says something else now.
   */
  put(answer: unknown): Told | undefined {
    const application = readApplication(answer, this.#instance);
    if (application === undefined) return undefined;
    const key = applicationKey(application);
    const known = this.#entries.get(key);
    if (known && isOlder(application, known.application)) {
      return { key, isDifferent: false };
    }
    const said = digest(application);
    this.#entries.set(key, { application, said });
    return { key, isDifferent: known?.said !== said };
  }

  /** The key of what is gone now; what came back since is newer, and stays. */
  remove(answer: unknown): string | undefined {
    const application = readApplication(answer, this.#instance);
    if (application === undefined) return undefined;
    const key = applicationKey(application);
    const known = this.#entries.get(key);
    if (known === undefined || isOlder(application, known.application)) {
      return undefined;
    }
    this.#entries.delete(key);
    return key;
  }

  /**
   * Takes a full list. What events told since it was made stands. Returns the
   * keys of what is new, different or gone.
   */
  replace(list: {
    readonly resourceVersion?: string;
    readonly items: readonly unknown[];
  }): readonly string[] {
    const gone = new Set(this.#entries.keys());
    const changed: string[] = [];
    for (const item of list.items) {
      const told = this.put(item);
      if (told === undefined) continue;
      gone.delete(told.key);
      if (told.isDifferent) changed.push(told.key);
    }
    for (const key of gone) {
      const known = this.#entries.get(key)?.application;
      const { resourceVersion = '' } = list;
      if (known && isOlder({ resourceVersion }, known)) continue;
      this.#entries.delete(key);
      changed.push(key);
    }
    return changed;
  }
}

type Versioned = Pick<ArgoCdApplication, 'resourceVersion'>;

/** Versions of one cluster's store are numbers; others can't be compared. */
function isOlder(one: Versioned, other: Versioned): boolean {
  const [a, b] = [one, other].map(each => Number(each.resourceVersion || NaN));
  return a < b;
}

/** Equal for what says the same, however often Argo CD has looked again. */
function digest(application: ArgoCdApplication): string {
  const { resourceVersion: _, reconciledAt: __, ...said } = application;
  return createHash('sha1').update(JSON.stringify(said)).digest('base64');
}
