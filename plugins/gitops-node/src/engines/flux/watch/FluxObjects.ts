import { ClusterClient } from '../../../clusters/ClusterClient';
import { ResourceWatcher } from '../../../clusters/ResourceWatcher';
import { Resource } from '../../../manifests/Resource';
import { FluxObject } from '../api/FluxObject';
import { claimingKinds, fluxKinds, isFluxKind } from '../api/fluxKinds';
import { readFluxObject } from '../api/readFluxObject';
import { FluxState, NarrowedKind } from '../observe/FluxState';

export interface FluxObjectsOptions {
  readonly client: ClusterClient;
  /** All where absent. */
  readonly namespaces?: readonly string[];
  readonly onChange: () => void;
}

/** Flux's objects on a cluster, kept up to date: one watch for each kind. */
export class FluxObjects {
  readonly #watcher: ResourceWatcher;
  /** Claiming kinds that were served at some time. */
  readonly #served = new Set<string>();
  /** An object is read once, as long as it stays as it is. */
  readonly #read = new WeakMap<Resource, FluxObject[]>();

  constructor({ client, namespaces, onChange }: FluxObjectsOptions) {
    this.#watcher = new ResourceWatcher({
      client,
      ...(namespaces !== undefined && { namespaces }),
      select: type => (isFluxKind(type) ? type : undefined),
      onChange,
    });
  }

  /** Until `signal` aborts; rejects where the cluster can't be read. */
  async run(signal: AbortSignal): Promise<void> {
    await this.#watcher.run(signal);
  }

  /** Once each kind was listed or found unreadable. */
  async synced(signal: AbortSignal): Promise<void> {
    await this.#watcher.synced(signal);
  }

  state(): FluxState {
    const objects = fluxKinds.flatMap(kind =>
      [...this.#watcher.list(kind)].flatMap(object => this.#readOnce(object)),
    );
    return new FluxState(
      objects,
      this.#unreadable(),
      this.#hidden(),
      this.#narrowed(),
    );
  }

  #readOnce(object: Resource): FluxObject[] {
    const known = this.#read.get(object);
    if (known !== undefined) return known;
    const found = readFluxObject(object);
    const read = found === undefined ? [] : [found];
    this.#read.set(object, read);
    return read;
  }

  /**
   * What is served no more may be back in a moment, as while Flux is upgraded:
   * until the next watching nobody else takes over what it brought.
   */
  #hidden(): ReadonlySet<string> {
    const hidden = claimingKinds.filter(type => {
      const state = this.#watcher.kind(type)?.state ?? 'gone';
      if (state !== 'gone') this.#served.add(type.kind);
      return (
        state === 'unreadable' ||
        (state === 'gone' && this.#served.has(type.kind))
      );
    });
    return new Set(hidden.map(({ kind }) => kind));
  }

  #narrowed(): ReadonlyMap<string, NarrowedKind> {
    return new Map(
      claimingKinds.flatMap((type): [string, NarrowedKind][] => {
        const { namespaces, reason } = this.#watcher.kind(type) ?? {};
        return namespaces === undefined || reason === undefined
          ? []
          : [[type.kind, { namespaces, reason }]];
      }),
    );
  }

  #unreadable(): ReadonlyMap<string, string> {
    return new Map(
      claimingKinds.flatMap((type): [string, string][] => {
        const status = this.#watcher.kind(type);
        if (status?.state === 'synced') return [];
        const reason =
          status === undefined
            ? `The cluster serves no ${type.kind} of Flux`
            : status.reason ?? `${type.kind} can't be read`;
        return [[type.kind, reason]];
      }),
    );
  }
}
