import fs from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { ApiServer } from './ApiServer';

const pollInterval = 50;

const definitionSchema = z.looseObject({
  apiVersion: z.string(),
  kind: z.literal('CustomResourceDefinition'),
  metadata: z.looseObject({ name: z.string() }),
});

const establishedSchema = z.looseObject({
  status: z
    .looseObject({
      conditions: z
        .array(z.looseObject({ type: z.string(), status: z.string() }))
        .nullish(),
    })
    .optional(),
});

/** Applies every CRD below a folder, and resolves when all are served. */
export async function applyDefinitions(
  server: ApiServer,
  folder: string,
): Promise<void> {
  const files = await fs.readdir(folder, { recursive: true });
  for (const file of files.filter(name => name.endsWith('.yaml')).sort()) {
    const text = await fs.readFile(path.join(folder, file), 'utf8');
    for (const document of parseAllDocuments(text)) {
      const definition = definitionSchema.safeParse(document.toJS());
      if (!definition.success) continue;
      const { data } = definition;
      await server.apply(data, { fieldManager: 'envtest', force: true });
      while (!isEstablished(await server.read(data))) await delay(pollInterval);
    }
  }
}

function isEstablished(definition: unknown): boolean {
  return (
    establishedSchema
      .parse(definition)
      .status?.conditions?.some(
        ({ type, status }) => type === 'Established' && status === 'True',
      ) ?? false
  );
}
