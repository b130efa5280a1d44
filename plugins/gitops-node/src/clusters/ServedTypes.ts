import { NotFoundError, ServiceUnavailableError } from '@backstage/errors';
import { ResourceType } from './ClusterClient';
import { Discovered, groupVersion } from './parseDiscovery';

/** What a server serves: finds the preferred version of a kind, or a given one. */
export class ServedTypes {
  /** Each kind in its preferred version. */
  readonly preferred: readonly ResourceType[];
  readonly #byKind = new Map<string, ResourceType[]>();
  readonly #unavailable: readonly string[];

  constructor({ types, unavailable }: Discovered) {
    this.#unavailable = unavailable;
    for (const type of types) {
      const key = keyOf(type.group, type.kind);
      const versions = this.#byKind.get(key);
      if (versions) versions.push(type);
      else this.#byKind.set(key, [type]);
    }
    this.preferred = [...this.#byKind.values()].map(preferredOf);
  }

  find(
    group: string,
    kind: string,
    version?: string,
  ): ResourceType | undefined {
    const versions = this.#byKind.get(keyOf(group, kind)) ?? [];
    if (versions.length === 0) return undefined;
    if (version === undefined) return preferredOf(versions);
    return versions.find(type => type.version === version);
  }

  /** Why a kind isn't found: not served, or its group doesn't answer. */
  missing(cluster: string, group: string, kind: string, version?: string) {
    const name = version
      ? `${groupVersion(group, version)} ${kind}`
      : `${kind}${group === '' ? '' : ` of ${group}`}`;
    const silent = this.#unavailable.filter(
      each =>
        each === (version ? groupVersion(group, version) : each) &&
        each.split('/')[0] === group,
    );
    return silent.length > 0
      ? new ServiceUnavailableError(
          `Cluster '${cluster}': the API ${silent.join(
            ', ',
          )} doesn't answer, so ${name} can't be read`,
        )
      : new NotFoundError(`Cluster '${cluster}' doesn't serve ${name}`);
  }
}

/** Of several resources with one kind, that which can be read. */
function preferredOf(versions: readonly ResourceType[]): ResourceType {
  return versions.find(({ verbs }) => verbs.includes('get')) ?? versions[0];
}

function keyOf(group: string, kind: string): string {
  return `${group}/${kind}`;
}
