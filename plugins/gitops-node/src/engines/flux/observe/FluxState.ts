import { ResourceRef } from '../../../manifests/Resource';
import { refKey } from '../../builtin/resourceRef';
import { FluxObject, FluxSource } from '../api/FluxObject';

/** What may be read in some namespaces only, and why not in others. */
export interface NarrowedKind {
  readonly namespaces: readonly string[];
  readonly reason: string;
}

/** Finds objects of Flux. */
export interface FluxLookup {
  /** Why a kind can't be read, where it can't; by kind. */
  readonly unreadable: ReadonlyMap<string, string>;
  /** Kinds that are served and can't be read: what they hold isn't known. */
  readonly hidden: ReadonlySet<string>;
  /** Kinds of which not every namespace can be read. */
  readonly narrowed: ReadonlyMap<string, NarrowedKind>;
  get(ref: ResourceRef | undefined): FluxObject | undefined;
  source(ref: ResourceRef | undefined): FluxSource | undefined;
}

/** Flux's objects on a cluster at one moment. */
export class FluxState implements FluxLookup {
  readonly objects: readonly FluxObject[];
  readonly unreadable: ReadonlyMap<string, string>;
  readonly hidden: ReadonlySet<string>;
  readonly narrowed: ReadonlyMap<string, NarrowedKind>;
  readonly #byKey: ReadonlyMap<string, FluxObject>;

  constructor(
    objects: readonly FluxObject[],
    unreadable: ReadonlyMap<string, string> = new Map(),
    hidden: ReadonlySet<string> = new Set(),
    narrowed: ReadonlyMap<string, NarrowedKind> = new Map(),
  ) {
    this.objects = objects;
    this.unreadable = unreadable;
    this.hidden = hidden;
    this.narrowed = narrowed;
    this.#byKey = new Map(objects.map(each => [refKey(each.ref), each]));
  }

  get(ref: ResourceRef | undefined): FluxObject | undefined {
    return ref && this.#byKey.get(refKey(ref));
  }

  source(ref: ResourceRef | undefined): FluxSource | undefined {
    return asSource(this.get(ref));
  }
}

/** Notes what is asked of another one, so that it can be told when that moved. */
export class NotedLookup implements FluxLookup {
  readonly #lookup: FluxLookup;
  readonly #answers = new Map<string, [ResourceRef, FluxObject | undefined]>();

  constructor(lookup: FluxLookup) {
    this.#lookup = lookup;
  }

  get unreadable(): ReadonlyMap<string, string> {
    return this.#lookup.unreadable;
  }

  get hidden(): ReadonlySet<string> {
    return this.#lookup.hidden;
  }

  get narrowed(): ReadonlyMap<string, NarrowedKind> {
    return this.#lookup.narrowed;
  }

  get(ref: ResourceRef | undefined): FluxObject | undefined {
    if (ref === undefined) return undefined;
    const found = this.#lookup.get(ref);
    this.#answers.set(refKey(ref), [ref, found]);
    return found;
  }

  source(ref: ResourceRef | undefined): FluxSource | undefined {
    return asSource(this.get(ref));
  }

  /** Whether another one would have answered the same. */
  holdsFor(other: FluxLookup): boolean {
    for (const [ref, found] of this.#answers.values()) {
      if (other.get(ref) !== found) return false;
    }
    return true;
  }
}

const sourceKinds = [
  'GitRepository',
  'OCIRepository',
  'HelmRepository',
  'HelmChart',
  'Bucket',
  'ExternalArtifact',
] as const;

function asSource(object: FluxObject | undefined): FluxSource | undefined {
  return object !== undefined && isSource(object) ? object : undefined;
}

function isSource(object: FluxObject): object is FluxSource {
  return sourceKinds.some(kind => kind === object.kind);
}
