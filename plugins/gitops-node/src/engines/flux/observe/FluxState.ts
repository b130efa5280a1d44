import { ResourceRef } from '../../../manifests/Resource';
import { refKey } from '../../builtin/resourceRef';
import { FluxObject, FluxSource } from '../api/FluxObject';

/** Flux's objects on a cluster at one moment. */
export class FluxState {
  readonly objects: readonly FluxObject[];
  /** Why a kind of appliers can't be read, where it can't; by kind. */
  readonly unreadable: ReadonlyMap<string, string>;
  readonly #byKey: ReadonlyMap<string, FluxObject>;

  constructor(
    objects: readonly FluxObject[],
    unreadable: ReadonlyMap<string, string> = new Map(),
  ) {
    this.objects = objects;
    this.unreadable = unreadable;
    this.#byKey = new Map(objects.map(each => [refKey(each.ref), each]));
  }

  get(ref: ResourceRef | undefined): FluxObject | undefined {
    return ref && this.#byKey.get(refKey(ref));
  }

  source(ref: ResourceRef | undefined): FluxSource | undefined {
    const found = this.get(ref);
    return found !== undefined && isSource(found) ? found : undefined;
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

function isSource(object: FluxObject): object is FluxSource {
  return sourceKinds.some(kind => kind === object.kind);
}
