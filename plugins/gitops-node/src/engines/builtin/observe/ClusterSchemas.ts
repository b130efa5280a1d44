import { ClusterClient } from '../../../clusters/ClusterClient';
import { builtInSchemas, schemasFromOpenApi } from '../../../drift';
import { ResourceSchema, SchemaSource } from '../../../drift/model';
import { Resource } from '../../../manifests/Resource';

type Kind = Pick<Resource, 'apiVersion' | 'kind'>;

/** Tries of reading a schema that isn't told yet. */
interface Tries {
  readonly count: number;
  /** Milliseconds since 1970 of the next one. */
  readonly next: number;
}

/** A server tells the schema of a new kind some seconds after it serves it. */
const firstPause = 500;
const maximumTries = 6;

/**
 * The schemas that a cluster serves, read as they are needed, a group and
 * version at a time; the built-in ones where it tells none.
 */
export class ClusterSchemas implements SchemaSource {
  readonly #client: ClusterClient;
  readonly #now: () => Date;
  readonly #sources = new Map<string, SchemaSource>();
  readonly #tries = new Map<string, Tries>();

  constructor(client: ClusterClient, now: () => Date) {
    this.#client = client;
    this.#now = now;
  }

  schemaOf(apiVersion: string, kind: string): ResourceSchema | undefined {
    return (this.#sources.get(apiVersion) ?? builtInSchemas).schemaOf(
      apiVersion,
      kind,
    );
  }

  /** Reads those that aren't known, as often as there is hope. */
  async load(kinds: Iterable<Kind>, signal?: AbortSignal): Promise<void> {
    for (const kind of kinds) {
      const { apiVersion } = kind;
      const next = this.#nextTry(kind);
      if (next === undefined || next > this.#now().getTime()) continue;
      const source = await this.#read(apiVersion, signal);
      if (source !== undefined) this.#sources.set(apiVersion, source);
      this.#noteTry(kind);
    }
  }

  /** When some that aren't told yet may be; milliseconds since 1970. */
  nextTry(kinds: Iterable<Kind>): number | undefined {
    const next = [...kinds].flatMap(kind => this.#nextTry(kind) ?? []);
    return next.length === 0 ? undefined : Math.min(...next);
  }

  /** After a CRD has changed: its group is read anew when it is needed. */
  forget(group: string): void {
    for (const apiVersion of this.#sources.keys()) {
      if (apiVersion.startsWith(`${group}/`)) this.#sources.delete(apiVersion);
    }
    for (const key of this.#tries.keys()) {
      if (key.startsWith(`${group}/`)) this.#tries.delete(key);
    }
  }

  #nextTry({ apiVersion, kind }: Kind): number | undefined {
    const source = this.#sources.get(apiVersion);
    if (source?.schemaOf(apiVersion, kind) !== undefined) return undefined;
    const { count, next } = this.#tries.get(`${apiVersion} ${kind}`) ?? {
      count: 0,
      next: 0,
    };
    return count < maximumTries ? next : undefined;
  }

  #noteTry({ apiVersion, kind }: Kind): void {
    const key = `${apiVersion} ${kind}`;
    const count = (this.#tries.get(key)?.count ?? 0) + 1;
    const next = this.#now().getTime() + firstPause * 2 ** (count - 1);
    this.#tries.set(key, { count, next });
  }

  async #read(
    apiVersion: string,
    signal?: AbortSignal,
  ): Promise<SchemaSource | undefined> {
    try {
      const document = await this.#client.openApi(apiVersion, { signal });
      return schemasFromOpenApi(new Map([[apiVersion, document]]));
    } catch (error) {
      const isRefused =
        error instanceof Error &&
        ['NotFoundError', 'NotAllowedError'].includes(error.name);
      if (isRefused) return undefined;
      throw error;
    }
  }
}
