import {
  EngineEvent,
  EngineWindow,
  LiveArtifact,
} from '@backstage-gitops/plugin-gitops-common';
import { ServiceUnavailableError } from '@backstage/errors';
import { ClusterTime } from '../../../clusters/ClusterTime';
import { ResourceRef } from '../../../manifests/Resource';
import { refKey } from '../../builtin/resourceRef';
import { ManagedResource, ResourceTree } from '../api/answers';
import { ApplicationRef, ArgoCdClient } from '../api/ArgoCdClient';
import { joinImages, runningImages } from '../observe/runningImages';
import { eventsOf, windowsOf } from './readLook';
import { SharedAnswers } from './SharedAnswers';

/**
 * What is asked of an Application for somebody who looks at it, and for nobody
 * else. `unanswered` says why something is missing.
 *
 * @public
 */
export interface ArgoCdLook {
  /** Newest first. */
  readonly events: readonly EngineEvent[];
  readonly windows: readonly EngineWindow[];
  /** Whether a sync would be begun now. */
  readonly canSync?: boolean;
  /** What the pods below some of its resources run; absent where untold. */
  readonly running?: (resources: readonly ResourceRef[]) => LiveArtifact[];
  readonly unanswered?: string;
}

/** Looks at Applications of one instance, one request for all who look. */
export class ApplicationLooks {
  readonly #client: ArgoCdClient;
  readonly #lookMs: number;
  readonly #looks: SharedAnswers<ArgoCdLook>;
  readonly #managed: SharedAnswers<readonly ManagedResource[]>;

  constructor(options: {
    readonly client: ArgoCdClient;
    readonly time: Pick<ClusterTime, 'now'>;
    /** An instance that hangs keeps nobody waiting for longer. */
    readonly lookMs: number;
  }) {
    this.#client = options.client;
    this.#looks = new SharedAnswers(options.time);
    this.#managed = new SharedAnswers(options.time);
    this.#lookMs = options.lookMs;
  }

  /** Never rejects: what was not answered is said to be so. */
  at(ref: ApplicationRef): Promise<ArgoCdLook> {
    return this.#looks.get(keyOf(ref), () => this.#ask(ref));
  }

  /** Its resources as they are declared and as they are live. */
  managed(ref: ApplicationRef): Promise<readonly ManagedResource[]> {
    return this.#managed.get(keyOf(ref), () =>
      this.#client.managedResources(ref, { timeoutMs: this.#lookMs }),
    );
  }

  /** Something was done to it that the next look should tell. */
  forget(ref: ApplicationRef): void {
    this.#looks.forget(keyOf(ref));
    this.#managed.forget(keyOf(ref));
  }

  async #ask(ref: ApplicationRef): Promise<ArgoCdLook> {
    const limit = new AbortController();
    const { name } = this.#client.instance;
    const timer = setTimeout(() => {
      const reason = `Argo CD '${name}' did not answer within ${
        this.#lookMs
      } ms`;
      limit.abort(new ServiceUnavailableError(reason));
    }, this.#lookMs);
    const { signal } = limit;
    try {
      const [tree, windows, events] = await Promise.all([
        settled(this.#client.resourceTree(ref, { signal }), signal),
        settled(this.#client.syncWindows(ref, { signal }), signal),
        settled(this.#client.events(ref, { signal }), signal),
      ]);
      const failure = [tree, windows, events].find(each => 'failure' in each);
      return {
        events: 'answer' in events ? eventsOf(events.answer) : [],
        windows: 'answer' in windows ? windowsOf(windows.answer) : [],
        ...('answer' in windows && { canSync: windows.answer.canSync }),
        ...('answer' in tree && { running: runningIn(tree.answer) }),
        ...(failure !== undefined &&
          'failure' in failure && { unanswered: failure.failure }),
      };
    } finally {
      clearTimeout(timer);
    }
  }
}

type Settled<T> = { readonly answer: T } | { readonly failure: string };

/** Waits no longer than the limit, also for its turn among other requests. */
async function settled<T>(
  asked: Promise<T>,
  signal: AbortSignal,
): Promise<Settled<T>> {
  const limit = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), {
      once: true,
    });
  });
  try {
    return { answer: await Promise.race([limit, asked]) };
  } catch (error) {
    return { failure: error instanceof Error ? error.message : String(error) };
  }
}

function runningIn(tree: ResourceTree) {
  const images = runningImages(tree);
  return (resources: readonly ResourceRef[]) =>
    joinImages(resources.map(each => images.get(refKey(each)) ?? []));
}

function keyOf({ namespace = '', name }: ApplicationRef): string {
  return `${namespace}/${name}`;
}
