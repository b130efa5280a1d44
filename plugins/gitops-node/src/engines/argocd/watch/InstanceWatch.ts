import { ClusterTime } from '../../../clusters/ClusterTime';
import { ArgoCdClient } from '../api/ArgoCdClient';
import { ArgoCdApplication, applicationKey } from '../read/ArgoCdApplication';
import { SyncWindows } from '../api/answers';
import { ApplicationDetails, Details } from './ApplicationDetails';
import { ApplicationIndex } from './ApplicationIndex';
import { ArgoCdInstanceStatus, InstanceFollower } from './InstanceFollower';
import { RequestBudget } from './RequestBudget';

/** Less than one request a second in the long run, beside the lists. */
const everyMs = 1_250;
const burst = 10;

/** How long those who look at the same application share an answer. */
const shareMs = 10_000;

interface InstanceWatchOptions {
  readonly client: ArgoCdClient;
  readonly time: ClusterTime;
  readonly listEveryMs: number;
  readonly againMs: number;
  readonly onChange: (keys: readonly string[]) => void;
  readonly onDetails: (key: string) => void;
  readonly onStatus: (status: ArgoCdInstanceStatus) => void;
}

/** What is told to somebody who looks. */
export interface Look {
  readonly details: Details;
  readonly syncWindows: SyncWindows;
}

/** One instance: what it says of its applications, and what it is asked of some. */
export class InstanceWatch {
  readonly client: ArgoCdClient;
  readonly #time: ClusterTime;
  readonly #follower: InstanceFollower;
  readonly #details: ApplicationDetails;
  readonly #looks = new Map<
    string,
    { readonly at: number; readonly found: Promise<Look> }
  >();

  constructor(options: InstanceWatchOptions) {
    const { client, time } = options;
    this.client = client;
    this.#time = time;
    this.#details = new ApplicationDetails({
      ...options,
      budget: new RequestBudget({ time, everyMs, burst }),
    });
    this.#follower = new InstanceFollower({
      ...options,
      onChange: keys => {
        for (const key of keys) {
          if (this.index.get(key) === undefined) this.#details.forget(key);
        }
        options.onChange(keys);
      },
      onSeen: keys => {
        for (const key of keys) {
          const application = this.index.get(key);
          const isKnown = this.#details.get(key) !== undefined;
          if (isKnown && application) this.#details.want(application);
        }
      },
    });
  }

  get index(): ApplicationIndex {
    return this.#follower.index;
  }

  get status(): ArgoCdInstanceStatus {
    return this.#follower.status;
  }

  async run(signal: AbortSignal): Promise<void> {
    await Promise.all([this.#follower.run(signal), this.#details.run(signal)]);
  }

  want(application: ArgoCdApplication): void {
    this.#details.want(application);
  }

  details(key: string): Details | undefined {
    return this.#details.get(key);
  }

  /** What runs of an application now, what differs, and whether it may be synced. */
  async look(
    application: ArgoCdApplication,
    signal: AbortSignal | undefined,
  ): Promise<Look> {
    const key = applicationKey(application);
    const now = this.#time.now();
    for (const [each, { at }] of this.#looks) {
      if (now - at >= shareMs) this.#looks.delete(each);
    }
    let look = this.#looks.get(key);
    if (look === undefined) {
      const found = this.#ask(application);
      look = { at: now, found };
      this.#looks.set(key, look);
      // A failure is told to those who asked, and not to those after them.
      found.catch(() => this.#looks.delete(key));
    }
    signal?.throwIfAborted();
    return look.found;
  }

  async #ask(application: ArgoCdApplication): Promise<Look> {
    const isDifferent = application.sync.state === 'outOfSync';
    const [tree, syncWindows, managed] = await Promise.all([
      this.client.resourceTree(application),
      this.client.syncWindows(application),
      isDifferent ? this.client.managedResources(application) : undefined,
    ]);
    const details = {
      ...{ of: '', askedAt: this.#time.now(), tree },
      ...(managed !== undefined && { managed }),
    };
    return { details, syncWindows };
  }
}
