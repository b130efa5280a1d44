import { ClusterTime } from '../../../clusters/ClusterTime';
import { ArgoCdClient } from '../api/ArgoCdClient';
import { ArgoCdApplication } from '../read/ArgoCdApplication';
import { ArgoCdApplicationSet } from '../read/readApplicationSet';
import { ApplicationDetails, Details } from './ApplicationDetails';
import { ApplicationIndex } from './ApplicationIndex';
import { ArgoCdInstanceStatus, InstanceFollower } from './InstanceFollower';
import { RequestBudget } from './RequestBudget';

/** Less than one request a second in the long run, beside the lists. */
const everyMs = 1_250;
const burst = 10;

interface InstanceWatchOptions {
  readonly client: ArgoCdClient;
  readonly time: ClusterTime;
  readonly listEveryMs: number;
  readonly againMs: number;
  readonly onChange: (keys: readonly string[]) => void;
  readonly onDetails: (key: string) => void;
  readonly onSets: () => void;
  readonly onStatus: (status: ArgoCdInstanceStatus) => void;
}

/** One instance: what it says of its applications, and what it is asked of some. */
export class InstanceWatch {
  readonly client: ArgoCdClient;
  readonly #follower: InstanceFollower;
  readonly #details: ApplicationDetails;

  constructor(options: InstanceWatchOptions) {
    const { client, time } = options;
    this.client = client;
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

  get sets(): readonly ArgoCdApplicationSet[] {
    return this.#follower.sets;
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
}
