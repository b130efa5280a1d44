import { gunzipSync } from 'node:zlib';
import { z } from 'zod';
import { JsonSchema, jsonSchema } from './JsonSchema';
import { kubernetesSchemas } from './kubernetesSchemas';

/** The schemas of Kubernetes' own kinds, which refer to each other by name. */
export interface BuiltInKinds {
  /** Name of the schema by `group/version/Kind`; the core group is empty. */
  readonly kinds: ReadonlyMap<string, string>;
  readonly schemas: ReadonlyMap<string, JsonSchema>;
}

const contentSchema = z.object({
  kinds: z.record(z.string(), z.string()),
  schemas: z.record(z.string(), jsonSchema),
});

let read: BuiltInKinds | undefined;

/** Unpacked when it is first needed: most runs never do. */
export function builtInKinds(): BuiltInKinds {
  if (read === undefined) {
    const text = gunzipSync(Buffer.from(kubernetesSchemas, 'base64'));
    const content: unknown = JSON.parse(text.toString('utf8'));
    const { kinds, schemas } = contentSchema.parse(content);
    read = {
      kinds: new Map(Object.entries(kinds)),
      schemas: new Map(Object.entries(schemas)),
    };
  }
  return read;
}
