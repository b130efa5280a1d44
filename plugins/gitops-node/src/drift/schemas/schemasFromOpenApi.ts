import { ResourceSchema, SchemaSource } from '../model';
import { builtInSchemas } from './builtInSchemas';
import { mergeSchemas } from './mergeSchemas';
import { OpenApiDocument } from './OpenApiDocument';

/**
 * Reads the OpenAPI v3 documents of an API server, by group and version
 * (`apps/v1`, `v1`), as far as they are asked for. What the built-in table
 * knows beside is added; kinds of Kubernetes itself that no document tells of
 * are taken from it.
 *
 * @param documents - parsed JSON. A document that is none tells of no kind.
 * @public
 */
export function schemasFromOpenApi(
  documents: ReadonlyMap<string, unknown>,
): SchemaSource {
  const read = new Map<string, OpenApiDocument>();
  const known = new Map<string, ResourceSchema | undefined>();
  const lookUp = (apiVersion: string, kind: string) => {
    const document = documents.get(apiVersion);
    const builtIn = builtInSchemas.schemaOf(apiVersion, kind);
    if (document === undefined) return builtIn;
    const parsed = read.get(apiVersion) ?? new OpenApiDocument(document);
    read.set(apiVersion, parsed);
    const schema = parsed.schemaOf(kind);
    if (schema === undefined) return builtIn;
    if (builtIn === undefined || !parsed.isKubernetesOwn(kind)) return schema;
    return mergeSchemas(schema, builtIn);
  };
  return {
    schemaOf(apiVersion, kind) {
      const id = `${apiVersion}/${kind}`;
      if (known.has(id)) return known.get(id);
      const schema = lookUp(apiVersion, kind);
      if (documents.has(apiVersion)) known.set(id, schema);
      return schema;
    },
  };
}
