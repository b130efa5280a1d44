import { ServiceUnavailableError } from '@backstage/errors';
import { ZodError } from 'zod';
import { ApiTransport } from './ApiTransport';
import { ResourceType } from './ClusterClient';
import { ClusterLimits } from './ClusterLimits';
import { ClusterTime } from './ClusterTime';
import {
  aggregatedAccept,
  Discovered,
  groupVersion,
  parseAggregated,
  parseCoreVersions,
  parseGroupList,
  parseResourceList,
} from './parseDiscovery';
import { groupVersionPath } from './requestPath';
import { ServedTypes } from './ServedTypes';

/** Kinds don't come and go more often; a storm of unknown ones is one question. */
const freshMs = 1000;

interface Known {
  readonly types: ServedTypes;
  readonly at: number;
}

/** Learns which kinds a server serves, and keeps that for a while. */
export class ApiDiscovery {
  readonly #cluster: string;
  readonly #transport: ApiTransport;
  readonly #limits: Pick<ClusterLimits, 'discoveryMs'>;
  readonly #time: Pick<ClusterTime, 'now'>;
  #known: Known | undefined;
  #reading: Promise<ServedTypes> | undefined;

  constructor(options: {
    readonly cluster: string;
    readonly transport: ApiTransport;
    readonly limits: Pick<ClusterLimits, 'discoveryMs'>;
    readonly time: Pick<ClusterTime, 'now'>;
  }) {
    this.#cluster = options.cluster;
    this.#transport = options.transport;
    this.#limits = options.limits;
    this.#time = options.time;
  }

  async types(): Promise<ServedTypes> {
    return this.#isYounger(this.#limits.discoveryMs) ?? this.#read();
  }

  /** Rejects with NotFoundError for a kind that isn't served, now or a moment ago. */
  async find(
    group: string,
    kind: string,
    version?: string,
  ): Promise<ResourceType> {
    const known = await this.types();
    const found = known.find(group, kind, version);
    if (found) return found;
    const fresh = this.#isYounger(freshMs) ?? (await this.#read());
    const type = fresh.find(group, kind, version);
    if (type) return type;
    throw fresh.missing(this.#cluster, group, kind, version);
  }

  /** What is known may be wrong: a definition was written, or a kind vanished. */
  forget(): void {
    this.#known = undefined;
    this.#reading = undefined;
  }

  #isYounger(milliseconds: number): ServedTypes | undefined {
    const known = this.#known;
    if (known === undefined) return undefined;
    return this.#time.now() - known.at < milliseconds ? known.types : undefined;
  }

  /** Callers share one reading, which no single one of them can abort. */
  #read(): Promise<ServedTypes> {
    const at = this.#time.now();
    const reading = (this.#reading ??= this.#discover().then(
      discovered => {
        const types = new ServedTypes(discovered);
        if (this.#reading === reading) {
          this.#known = { types, at };
          this.#reading = undefined;
        }
        return types;
      },
      error => {
        if (this.#reading === reading) this.#reading = undefined;
        throw error;
      },
    ));
    return reading;
  }

  async #discover(): Promise<Discovered> {
    const [core, groups] = await Promise.all([
      this.#ask('/api', aggregatedAccept),
      this.#ask('/apis', aggregatedAccept),
    ]);
    try {
      const found = await Promise.all([
        parseAggregated(core) ??
          this.#classic(
            parseCoreVersions(core).map(version => ({ group: '', version })),
          ),
        parseAggregated(groups) ?? this.#classic(parseGroupList(groups)),
      ]);
      return {
        types: found.flatMap(({ types }) => types),
        unavailable: found.flatMap(({ unavailable }) => unavailable),
      };
    } catch (error) {
      if (!(error instanceof ZodError)) throw error;
      throw new ServiceUnavailableError(
        `Cluster '${
          this.#cluster
        }' doesn't say which kinds it serves as a Kubernetes API does`,
      );
    }
  }

  /** A group version that fails is left out, so that others are still known. */
  async #classic(
    versions: readonly { readonly group: string; readonly version: string }[],
  ): Promise<Discovered> {
    const unavailable: string[] = [];
    const types = await Promise.all(
      versions.map(async ({ group, version }) => {
        try {
          const path = groupVersionPath(group, version);
          return parseResourceList(await this.#ask(path), group, version);
        } catch (error) {
          if (!(error instanceof ServiceUnavailableError)) throw error;
          unavailable.push(groupVersion(group, version));
          return [];
        }
      }),
    );
    return { types: types.flat(), unavailable };
  }

  #ask(path: string, accept?: string): Promise<unknown> {
    return this.#transport.json({
      ...{ what: `discovering ${path}`, method: 'GET', path, accept },
      repeatable: true,
    });
  }
}
