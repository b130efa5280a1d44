import { ServiceUnavailableError } from '@backstage/errors';
import { backoff } from '../../../clusters/backoff';
import { ClusterTime } from '../../../clusters/ClusterTime';
import { ApplicationList, ArgoCdClient } from '../api/ArgoCdClient';
import {
  ArgoCdApplicationSet,
  readApplicationSet,
} from '../read/readApplicationSet';
import { ApplicationIndex } from './ApplicationIndex';

/**
 * How reading an instance goes. `failed`: it can't be read since `since` (ISO
 * 8601); what it said before stands, and is stale. `unstreamed` says why it is
 * asked from time to time, where it can't be followed.
 *
 * @public
 */
export interface ArgoCdInstanceStatus {
  readonly instance: string;
  readonly state: 'pending' | 'ready' | 'failed';
  readonly reason?: string;
  readonly since?: string;
  readonly lastSuccessAt?: string;
  readonly unstreamed?: string;
  readonly applications: number;
}

export interface FollowerOptions {
  readonly client: ArgoCdClient;
  readonly time: ClusterTime;
  /** Between full lists: what the stream has missed is found by then. */
  readonly listEveryMs: number;
  /** Keys of what is new, different or gone. */
  readonly onChange: (keys: readonly string[]) => void;
  /** Keys of what was looked at again, and says the same. */
  readonly onSeen: (keys: Iterable<string>) => void;
  /** Other Applications are made, or can't be. */
  readonly onSets: () => void;
  readonly onStatus: (status: ArgoCdInstanceStatus) => void;
}

/**
 * A stream that ends sooner than this is one that failed. One that ends later
 * was cut, as proxies cut what is silent for a minute, and is opened anew at
 * once.
 */
const shortMs = 10_000;

/** A silent stream may be that of an instance that hangs: it is asked. */
const reachEveryMs = 40_000;

/** More of them are listed whole, where a list can't tell what they are. */
const mostAsked = 50;

/** The stream failed, and the instance may be read nevertheless. */
class StreamFailure extends Error {
  constructor(
    cause: unknown,
    /** Whether it had told anything, for longer than one that fails does. */
    readonly isCut: boolean,
  ) {
    super(cause instanceof Error ? cause.message : String(cause));
  }
}

/** Follows the applications of one instance: one stream, and lists in between. */
export class InstanceFollower {
  readonly index: ApplicationIndex;
  readonly #options: FollowerOptions;
  #status: ArgoCdInstanceStatus;
  #sets: readonly ArgoCdApplicationSet[] = [];

  constructor(options: FollowerOptions) {
    const instance = options.client.instance.name;
    this.#options = options;
    this.index = new ApplicationIndex(instance, options.time);
    this.#status = { instance, state: 'pending', applications: 0 };
  }

  get status(): ArgoCdInstanceStatus {
    return this.#status;
  }

  /** What makes Applications, as it was listed last. */
  get sets(): readonly ArgoCdApplicationSet[] {
    return this.#sets;
  }

  /** Until `signal` aborts; never rejects. */
  async run(signal: AbortSignal): Promise<void> {
    let failures = 0;
    while (!signal.aborted) {
      const { time } = this.#options;
      let began = Infinity;
      try {
        await this.#list(signal);
        began = time.now();
        await this.#follow(signal);
        failures = this.#failuresSince(began, failures);
      } catch (error) {
        if (signal.aborted) return;
        failures =
          error instanceof StreamFailure
            ? this.#failuresSince(began, failures)
            : failures + 2;
        this.#failed(error);
      }
      await this.#pause(failures, signal);
    }
  }

  #failuresSince(began: number, failures: number): number {
    return this.#options.time.now() - began < shortMs ? failures + 1 : 0;
  }

  async #pause(failures: number, signal: AbortSignal): Promise<void> {
    const { time } = this.#options;
    if (failures === 0) return;
    try {
      await time.wait(
        backoff(failures, () => time.random()),
        signal,
      );
    } catch {
      // It was aborted, which the loop looks at.
    }
  }

  /** In short, but where nothing else tells of them: whole ones may be long. */
  async #list(signal: AbortSignal): Promise<void> {
    const { client } = this.#options;
    const isWhole = this.#status.unstreamed !== undefined;
    const list = await client.applications({ signal, isWhole });
    await this.#take(list, signal);
  }

  async #take(list: ApplicationList, signal: AbortSignal): Promise<void> {
    const changed = this.index.replace(list);
    const { instance, unstreamed } = this.#status;
    this.#tell({
      ...{ instance, state: 'ready', applications: this.index.size },
      lastSuccessAt: this.#now(),
      ...(unstreamed !== undefined && { unstreamed }),
    });
    if (changed.length > 0) this.#options.onChange(changed);
    this.#options.onSeen(this.index.keys());
    await this.#listSets(signal);
  }

  /** Asks for what no event has told whole since a list told otherwise. */
  async #askUnsure(signal: AbortSignal): Promise<void> {
    const { client } = this.#options;
    const { unsure } = this.index;
    if (unsure.length > mostAsked) {
      const list = await client.applications({ signal, isWhole: true });
      await this.#take(list, signal);
      return;
    }
    for (const { name, namespace, project } of unsure) {
      try {
        const ref = { name, namespace, project };
        const answer = await client.application(ref, { signal });
        this.#told(this.index.learn(answer));
      } catch (error) {
        // It is asked for again after the next list, unless that tells better.
        if (signal.aborted) throw error;
      }
    }
  }

  /** Who may not see them, or has none, does without. */
  async #listSets(signal: AbortSignal): Promise<void> {
    const { client, onSets } = this.#options;
    let answers: readonly unknown[] = [];
    try {
      answers = await client.applicationSets({ signal });
    } catch (error) {
      // What was known stands until somebody tells otherwise.
      if (error instanceof ServiceUnavailableError) return;
    }
    const sets = answers.flatMap(each => readApplicationSet(each) ?? []);
    if (JSON.stringify(sets) === JSON.stringify(this.#sets)) return;
    this.#sets = sets;
    onSets();
  }

  /** Until the stream ends, or a list fails, or nothing answers any more. */
  async #follow(signal: AbortSignal): Promise<void> {
    const session = new AbortController();
    const both = AbortSignal.any([signal, session.signal]);
    const others = [this.#listAgain(both), this.#reachAgain(both)].map(each =>
      each.catch(error => {
        if (!both.aborted) session.abort(error);
      }),
    );
    const { time } = this.#options;
    let openedAt = Infinity;
    try {
      await this.#stream(both, () => {
        openedAt = time.now();
      });
    } catch (error) {
      // One of the others failed, and has ended the stream.
      if (session.signal.aborted) throw session.signal.reason;
      throw new StreamFailure(error, time.now() - openedAt >= shortMs);
    } finally {
      session.abort();
      await Promise.all(others);
    }
  }

  async #stream(signal: AbortSignal, onOpen: () => void): Promise<void> {
    const { client, onChange } = this.#options;
    let missed: Promise<unknown> = Promise.resolve();
    const events = client.stream({
      signal,
      onOpen: () => {
        onOpen();
        const { unstreamed: _, ...status } = this.#status;
        this.#tell(status);
        // What has gone between the list and the first event.
        missed = this.#list(signal);
        // It is awaited below, and may fail before.
        missed.catch(() => undefined);
      },
    });
    for await (const { type, application } of events) {
      if (type === 'DELETED') {
        const gone = this.index.remove(application);
        if (gone !== undefined) onChange([gone]);
        continue;
      }
      this.#told(this.index.put(application));
    }
    await missed;
  }

  #told(told: ReturnType<ApplicationIndex['put']>): void {
    const { onChange, onSeen } = this.#options;
    if (told === undefined) return;
    if (told.isDifferent) onChange([told.key]);
    else onSeen([told.key]);
  }

  async #listAgain(signal: AbortSignal): Promise<void> {
    const { time, listEveryMs } = this.#options;
    while (!signal.aborted) {
      await time.wait(listEveryMs, signal);
      await this.#list(signal);
      await this.#askUnsure(signal);
    }
  }

  /** Rejects once it doesn't answer, asked twice. */
  async #reachAgain(signal: AbortSignal): Promise<void> {
    const { client, time } = this.#options;
    while (!signal.aborted) {
      await time.wait(reachEveryMs, signal);
      await client.answers({ signal }).catch(() => client.answers({ signal }));
    }
  }

  #failed(error: unknown): void {
    if (error instanceof StreamFailure) {
      if (error.isCut) return;
      this.#tell({ ...this.#status, unstreamed: error.message });
      return;
    }
    const { lastSuccessAt, instance } = this.#status;
    this.#tell({
      ...{ instance, state: 'failed', applications: this.index.size },
      reason: error instanceof Error ? error.message : String(error),
      since: this.#status.since ?? this.#now(),
      ...(lastSuccessAt !== undefined && { lastSuccessAt }),
    });
  }

  #tell(status: ArgoCdInstanceStatus): void {
    this.#status = status;
    this.#options.onStatus(status);
  }

  #now(): string {
    return new Date(this.#options.time.now()).toISOString();
  }
}
