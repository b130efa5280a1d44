import { createHash } from 'node:crypto';
import { ClusterTime, systemTime } from '../../../clusters/ClusterTime';
import { ArgoCdApplication, applicationKey } from '../read/ArgoCdApplication';
import { readApplication } from '../read/readApplication';

interface Entry {
  readonly application: ArgoCdApplication;
  readonly said: string;
  /** Not where but a list has told of it, which leaves out the most. */
  readonly isWhole: boolean;
  /** When it was told last. */
  readonly at: number;
}

interface Told {
  readonly key: string;
  readonly isDifferent: boolean;
}

/**
 * Servers of one Argo CD see the same some seconds apart. A list that is older
 * than what was told longer ago is of another store: Argo CD was moved to
 * another cluster, or its cluster was restored.
 */
const apartMs = 60_000;

/** The applications of one instance, as they were told last. */
export class ApplicationIndex {
  readonly #instance: string;
  readonly #time: Pick<ClusterTime, 'now'>;
  #entries = new Map<string, Entry>();
  readonly #unsure = new Set<string>();

  constructor(instance: string, time: Pick<ClusterTime, 'now'> = systemTime) {
    this.#instance = instance;
    this.#time = time;
  }

  get size(): number {
    return this.#entries.size;
  }

  get(key: string): ArgoCdApplication | undefined {
    return this.#entries.get(key)?.application;
  }

  /** Whether all is known that is read of it. */
  isWhole(key: string): boolean {
    return this.#entries.get(key)?.isWhole === true;
  }

  /** What lists tell otherwise than is known: it has to be asked for. */
  get unsure(): readonly ArgoCdApplication[] {
    return [...this.#unsure].flatMap(key => this.get(key) ?? []);
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
    return this.#put(
      answer,
      (one, { application }) =>
        isOlder(one, application) && !isAnother(one, application),
    );
  }

  /** Takes what was asked for; believed as a list is. */
  learn(answer: unknown): Told | undefined {
    return this.#put(answer, (one, known) => this.#isBefore(one, known));
  }

  /** The key of what is gone now; what came back since is newer, and stays. */
  remove(answer: unknown): string | undefined {
    const application = readApplication(answer, this.#instance);
    if (application === undefined) return undefined;
    const key = applicationKey(application);
    const known = this.#entries.get(key)?.application;
    const isOther =
      known === undefined ||
      isAnother(application, known) ||
      isOlder(application, known);
    if (isOther) return undefined;
    this.#delete(key);
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
    const gone = new Map(this.#entries);
    const changed: string[] = [];
    const { resourceVersion = '' } = list;
    for (const item of list.items) {
      const told = this.#put(item, (one, known) =>
        isShort(one)
          ? this.#isKept(one, known, { resourceVersion })
          : this.#isBefore(one, known),
      );
      if (told === undefined) continue;
      gone.delete(told.key);
      if (told.isDifferent) changed.push(told.key);
    }
    for (const [key, entry] of gone) {
      if (this.#isBefore({ resourceVersion }, entry)) continue;
      this.#delete(key);
      changed.push(key);
    }
    return changed;
  }

  /** What is known whole is not given up for what a list tells in short. */
  #isKept(short: ArgoCdApplication, known: Entry, list: Versioned): boolean {
    const { application, isWhole } = known;
    if (!isWhole) return false;
    const isSame = gistOf(short) === gistOf(application);
    if (!isSame && !this.#isBefore(list, known)) {
      this.#unsure.add(applicationKey(application));
    }
    return true;
  }

  #isBefore(one: Versioned, { application, at }: Entry): boolean {
    return this.#time.now() - at < apartMs && isOlder(one, application);
  }

  #delete(key: string): void {
    this.#entries.delete(key);
    this.#unsure.delete(key);
  }

  #put(
    answer: unknown,
    isPast: (one: ArgoCdApplication, known: Entry) => boolean,
  ): Told | undefined {
    const application = readApplication(answer, this.#instance);
    if (application === undefined) return undefined;
    const key = applicationKey(application);
    const known = this.#entries.get(key);
    if (known !== undefined && isPast(application, known)) {
      return { key, isDifferent: false };
    }
    const said = digest(application);
    const isWhole = !isShort(application);
    if (isWhole) this.#unsure.delete(key);
    else this.#unsure.add(key);
    const at = this.#time.now();
    this.#entries.set(key, { application, said, isWhole, at });
    const isSame = known?.said === said && known.isWhole === isWhole;
    return { key, isDifferent: !isSame };
  }
}

type Versioned = Pick<ArgoCdApplication, 'resourceVersion'>;

/** As a list tells it. */
function isShort({ resourceVersion }: Versioned): boolean {
  return resourceVersion === '';
}

/** What a list tells, too. */
function gistOf(application: ArgoCdApplication): string {
  const { labels, isDeleting, destination, sources, sync } = application;
  const { health, images, operation, resources } = application;
  return JSON.stringify([
    ...[labels, isDeleting, destination, sources, sync.state, health, images],
    ...[operation?.phase, operation?.startedAt, operation?.finishedAt],
    resources.map(({ kind, namespace, name, status }) => [
      ...[kind, namespace, name, status],
    ]),
  ]);
}

/** Versions of one cluster's store are numbers; others can't be compared. */
function isOlder(one: Versioned, other: Versioned): boolean {
  const [a, b] = [one, other].map(each => Number(each.resourceVersion || NaN));
  return a < b;
}

/** One that was made anew under the name: nothing says which is the newer. */
function isAnother(one: ArgoCdApplication, other: ArgoCdApplication): boolean {
  return (
    one.uid !== undefined && other.uid !== undefined && one.uid !== other.uid
  );
}

/** Equal for what says the same, however often Argo CD has looked again. */
function digest(application: ArgoCdApplication): string {
  const { resourceVersion: _, reconciledAt: __, ...said } = application;
  return createHash('sha1').update(JSON.stringify(said)).digest('base64');
}
