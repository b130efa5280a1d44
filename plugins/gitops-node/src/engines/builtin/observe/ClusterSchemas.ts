import { ClusterClient } from '../../../clusters/ClusterClient';
import { ResourceSchema, SchemaSource } from '../../../drift/model';
import { builtInSchemas, schemasFromOpenApi } from '../../../drift';

/**
 * The schemas that a cluster serves, read as they are needed, a group and
 * version at a time; the built-in ones where it tells none.
 */
export class ClusterSchemas implements SchemaSource {
  readonly #client: ClusterClient;
  readonly #sources = new Map<string, SchemaSource | undefined>();

  constructor(client: ClusterClient) {
    this.#client = client;
  }

  schemaOf(apiVersion: string, kind: string): ResourceSchema | undefined {
    return (
      this.#sources.get(apiVersion)?.schemaOf(apiVersion, kind) ??
      builtInSchemas.schemaOf(apiVersion, kind)
    );
  }

  /** Reads those that haven't been read. */
  async load(
    apiVersions: Iterable<string>,
    signal?: AbortSignal,
  ): Promise<void> {
    for (const apiVersion of new Set(apiVersions)) {
      if (this.#sources.has(apiVersion)) continue;
      this.#sources.set(apiVersion, await this.#read(apiVersion, signal));
    }
  }

  /** After a CRD has changed: its group is read anew when it is needed. */
  forget(group: string): void {
    for (const apiVersion of this.#sources.keys()) {
      if (apiVersion.startsWith(`${group}/`)) this.#sources.delete(apiVersion);
    }
  }

  async #read(
    apiVersion: string,
    signal?: AbortSignal,
  ): Promise<SchemaSource | undefined> {
    try {
      return schemasFromOpenApi(
        new Map([
          [apiVersion, await this.#client.openApi(apiVersion, { signal })],
        ]),
      );
    } catch (error) {
      const isRefused =
        error instanceof Error &&
        ['NotFoundError', 'NotAllowedError'].includes(error.name);
      if (isRefused) return undefined;
      throw error;
    }
  }
}
