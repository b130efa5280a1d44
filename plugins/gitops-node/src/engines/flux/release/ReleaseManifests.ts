import { ClusterClient } from '../../../clusters/ClusterClient';
import { DesiredUnit } from '../../Engine';
import { refKey, refOf } from '../../builtin/resourceRef';
import { FluxHelmRelease, FluxRelease } from '../api/FluxObject';
import { DecodedRelease, decodeRelease } from './decodeRelease';

interface Kept {
  readonly key: string;
  readonly release: DecodedRelease;
}

/** What a HelmRelease's unit is compared with. */
export interface ReleasedUnit {
  readonly desired: DesiredUnit;
  /** Why it is not the stored release, where one is told. */
  readonly message?: string;
}

/**
 * The manifests of releases as Helm stored them: what a HelmRelease's objects
 * are compared with, as helm-controller does it. The newest of each is kept.
 */
export class ReleaseManifests {
  readonly #client: ClusterClient;
  readonly #kept = new Map<string, Kept>();

  constructor(client: ClusterClient) {
    this.#client = client;
  }

  /**
   * The unit with what its release installed in place of what Git declares;
   * as it is where nothing was released, or that can't be read.
   */
  async released(
    desired: DesiredUnit,
    object: FluxHelmRelease,
    signal?: AbortSignal,
  ): Promise<ReleasedUnit> {
    const stored = deployedOf(object);
    if (stored === undefined) return { desired };
    const release = await this.#read(desired.unit.id, object, stored, signal);
    if (release.type === 'unreadable') {
      return {
        desired,
        message: `Compared with the chart as Git declares it, since the stored release ${stored.name} v${stored.version} can't be read: ${release.reason}`,
      };
    }
    return { desired: withRelease(desired, release) };
  }

  forgetAllBut(units: ReadonlySet<string>): void {
    for (const unit of this.#kept.keys()) {
      if (!units.has(unit)) this.#kept.delete(unit);
    }
  }

  async #read(
    unit: string,
    object: FluxHelmRelease,
    stored: FluxRelease,
    signal?: AbortSignal,
  ): Promise<DecodedRelease> {
    const key = releaseKey(object) ?? '';
    const kept = this.#kept.get(unit);
    if (kept?.key === key) return kept.release;
    const release = await this.#fetch(object, stored, signal);
    if (release.type === 'release') this.#kept.set(unit, { key, release });
    return release;
  }

  async #fetch(
    { storageNamespace }: FluxHelmRelease,
    { name, version }: FluxRelease,
    signal?: AbortSignal,
  ): Promise<DecodedRelease> {
    try {
      const secret = await this.#client.get(
        {
          group: '',
          kind: 'Secret',
          namespace: storageNamespace,
          name: `sh.helm.release.v1.${name}.v${version}`,
        },
        { signal },
      );
      return secret === undefined
        ? { type: 'unreadable', reason: 'It is not there' }
        : await decodeRelease(secret);
    } catch (error) {
      const isRefused =
        error instanceof Error &&
        ['NotAllowedError', 'InputError'].includes(error.name);
      if (!isRefused) throw error;
      return { type: 'unreadable', reason: error.message };
    }
  }
}

/**
 * The release that is installed: the newest that is not told to have failed.
 * Before v2beta2 no status was told.
 */
export function deployedOf({
  history,
}: FluxHelmRelease): FluxRelease | undefined {
  return (
    history.find(({ status }) => status === 'deployed') ??
    history.find(({ status }) => status === undefined)
  );
}

/** Another one as soon as something else is installed. */
export function releaseKey(object: FluxHelmRelease): string | undefined {
  const stored = deployedOf(object);
  return (
    stored &&
    JSON.stringify([object.storageNamespace, stored.name, stored.version])
  );
}

function withRelease(
  desired: DesiredUnit,
  { namespace, resources }: Extract<DecodedRelease, { type: 'release' }>,
): DesiredUnit {
  const declared = new Map(
    desired.resources.map(each => [refKey(refOf(each.resource)), each]),
  );
  return {
    ...desired,
    namespace,
    // What was installed is known, whether or not Git tells how it was made.
    indeterminate: [],
    resources: resources.map(resource => ({
      resource,
      origin: field =>
        declared.get(refKey(refOf(resource)))?.origin(field) ?? undefined,
    })),
  };
}
