import { ResourceType } from '../../clusters/ClusterClient';
import { Resource } from '../../manifests/Resource';
import { groupKindOf, groupOf, versionOf } from './resourceRef';

/** The kinds that a cluster serves, by group and kind. */
export class TypeIndex {
  readonly #types: ReadonlyMap<string, ResourceType>;

  constructor(types: readonly ResourceType[]) {
    this.#types = new Map(types.map(type => [groupKindOf(type), type]));
  }

  /** @param groupKind - such as `Deployment.apps`. */
  get(groupKind: string): ResourceType | undefined {
    return this.#types.get(groupKind);
  }

  /** The type of an object, in the version that the object is written in. */
  of(object: Resource): ResourceType | undefined {
    const { apiVersion, kind } = object;
    const group = groupOf(apiVersion);
    const type = this.#types.get(groupKindOf({ group, kind }));
    return type && { ...type, version: versionOf(apiVersion) };
  }
}
