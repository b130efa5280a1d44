import { z } from 'zod';
import { Resource } from '../../manifests/Resource';
import { JsonSchema, jsonSchema } from './JsonSchema';

const definitionSchema = z.object({
  kind: z.literal('CustomResourceDefinition'),
  apiVersion: z.literal('apiextensions.k8s.io/v1'),
  spec: z.object({
    group: z.string(),
    names: z.object({ kind: z.string() }),
    versions: z.array(
      z.object({
        name: z.string(),
        schema: z.object({ openAPIV3Schema: jsonSchema }).optional(),
      }),
    ),
  }),
});

/** The schemas of the kinds that CRDs define, by `group/version/Kind`. */
export function customKinds(
  resources: readonly Resource[],
): ReadonlyMap<string, JsonSchema> {
  const kinds = new Map<string, JsonSchema>();
  for (const resource of resources) {
    const parsed = definitionSchema.safeParse(resource);
    if (!parsed.success) continue;
    const { group, names, versions } = parsed.data.spec;
    for (const { name, schema } of versions) {
      if (schema === undefined) continue;
      kinds.set(`${group}/${name}/${names.kind}`, schema.openAPIV3Schema);
    }
  }
  return kinds;
}
