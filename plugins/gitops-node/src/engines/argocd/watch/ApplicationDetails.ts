import { ClusterTime } from '../../../clusters/ClusterTime';
import { refKey } from '../../builtin/resourceRef';
import { ManagedResource, ResourceTree } from '../api/answers';
import { ArgoCdClient } from '../api/ArgoCdClient';
import { ArgoCdApplication, applicationKey } from '../read/ArgoCdApplication';
import { RequestBudget } from './RequestBudget';

/** What is asked for of a single application, and not of every one. */
export interface Details {
  /** Of what the application said when it was asked. */
  readonly of: string;
  readonly askedAt: number;
  /** Of what the application lists as something else than in sync. */
  readonly managed?: readonly ManagedResource[];
  readonly tree?: ResourceTree;
  /** Why something of it is missing. */
  readonly failure?: string;
}

interface DetailsOptions {
  readonly client: ArgoCdClient;
  readonly time: ClusterTime;
  readonly budget: RequestBudget;
  /** Something that differs may differ otherwise by then, without a word. */
  readonly againMs: number;
  readonly onDetails: (key: string) => void;
}

/**
 * Asks one instance for the resources of what is out of sync, and for the tree
 * of what isn't well: once for what it says, and from time to time while it
 * says so.
 */
export class ApplicationDetails {
  readonly #options: DetailsOptions;
  readonly #known = new Map<string, Details>();
  /** In the order in which they are asked; the latest of each. */
  readonly #waiting = new Map<string, ArgoCdApplication>();
  /** The one that is asked, unless it was forgotten since. */
  #asked: (Pick<Details, 'of'> & { readonly key: string }) | undefined;
  #wake: () => void = () => undefined;

  constructor(options: DetailsOptions) {
    this.#options = options;
  }

  get(key: string): Details | undefined {
    return this.#known.get(key);
  }

  /** Notes what an application says now. */
  want(application: ArgoCdApplication): void {
    const key = applicationKey(application);
    const { drift, tree } = needs(application);
    if (!drift && !tree) {
      this.forget(key);
      return;
    }
    const known = this.#known.get(key);
    const of = fingerprint(application);
    const isFresh =
      known !== undefined &&
      this.#options.time.now() - known.askedAt < this.#options.againMs;
    if (known?.of === of && isFresh) return;
    if (this.#asked?.key === key && this.#asked.of === of) {
      this.#waiting.delete(key);
      return;
    }
    this.#waiting.set(key, application);
    this.#wake();
  }

  forget(key: string): void {
    this.#known.delete(key);
    this.#waiting.delete(key);
    if (this.#asked?.key === key) this.#asked = undefined;
  }

  /** Until `signal` aborts; never rejects. */
  async run(signal: AbortSignal): Promise<void> {
    const stop = () => this.#wake();
    signal.addEventListener('abort', stop, { once: true });
    while (!signal.aborted) {
      const next = this.#next();
      if (next === undefined) {
        await new Promise<void>(resolve => {
          this.#wake = resolve;
        });
        continue;
      }
      try {
        await this.#ask(next, signal);
      } catch (error) {
        if (!signal.aborted) this.#keep(next, { failure: messageOf(error) });
      }
    }
    signal.removeEventListener('abort', stop);
  }

  /** What has newly changed goes before what is looked at again. */
  #next(): ArgoCdApplication | undefined {
    for (const [key, application] of this.#waiting) {
      if (this.#known.get(key)?.of !== fingerprint(application)) {
        return application;
      }
    }
    const [first] = this.#waiting.values();
    return first;
  }

  async #ask(application: ArgoCdApplication, signal: AbortSignal) {
    const { client, budget } = this.#options;
    const { drift, tree } = needs(application);
    const key = applicationKey(application);
    this.#waiting.delete(key);
    this.#asked = { key, of: fingerprint(application) };
    const found: { managed?: readonly ManagedResource[]; tree?: ResourceTree } =
      {};
    if (drift) {
      await budget.take(signal);
      const managed = await client.managedResources(application, { signal });
      found.managed = differing(managed, application);
    }
    if (tree) {
      await budget.take(signal);
      found.tree = await client.resourceTree(application, { signal });
    }
    this.#keep(application, found);
  }

  #keep(
    application: ArgoCdApplication,
    found: Partial<Pick<Details, 'managed' | 'tree' | 'failure'>>,
  ): void {
    const key = applicationKey(application);
    if (this.#asked?.key !== key) return;
    this.#asked = undefined;
    const askedAt = this.#options.time.now();
    const of = fingerprint(application);
    this.#known.set(key, { of, askedAt, ...found });
    this.#options.onDetails(key);
  }
}

function needs({ sync, health }: ArgoCdApplication) {
  return {
    drift: sync.state === 'outOfSync',
    tree: !['healthy', 'suspended'].includes(health.state),
  };
}

/** The others, most of thousands, are kept by nobody. */
function differing(
  managed: readonly ManagedResource[],
  { resources }: ArgoCdApplication,
): readonly ManagedResource[] {
  const synced = new Set(
    resources.filter(({ status }) => status === 'synced').map(refKey),
  );
  return managed.filter(item => !item.hook && !synced.has(refKey(item)));
}

/** What an application says of which details depend on. */
function fingerprint(application: ArgoCdApplication): string {
  const { sync, health, revisions, operation, resources } = application;
  return JSON.stringify([
    ...[sync.state, health.state, revisions.map(({ revision }) => revision)],
    ...[operation?.phase, operation?.finishedAt],
    resources
      .filter(({ status }) => status !== 'synced')
      .map(({ group, kind, namespace, name }) => [
        group,
        kind,
        namespace,
        name,
      ]),
  ]);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
